using System.Collections.Immutable;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Fleet.Listing;

/// <summary>A VM as the API answers it.</summary>
/// <param name="CpuUsage">Share of its CPUs, 0 to 1; null where it is not known.</param>
/// <param name="LastSeenAt">When its connection was last read.</param>
/// <param name="Stale">Its connection is down: it may have changed since.</param>
internal sealed record VmRow(
    string Id,
    string Connection,
    string Platform,
    string NativeId,
    string Name,
    PowerState PowerState,
    string? Host,
    string? Cluster,
    int Cpus,
    long MemoryBytes,
    double? CpuUsage,
    double? MemoryUsage,
    double? DiskBytesPerSecond,
    double? NetworkBytesPerSecond,
    ImmutableSortedDictionary<string, string> Tags,
    ImmutableArray<string> IpAddresses,
    string? Os,
    DateTimeOffset? CreatedAt,
    DateTimeOffset LastSeenAt,
    bool Stale)
{
    public static VmRow Of(FleetVm seen) => new(
        seen.Id, seen.Connection, seen.Platform, seen.Vm.NativeId, seen.Name, seen.Vm.PowerState, seen.Vm.Host, seen.Cluster, seen.Vm.Cpus,
        seen.Vm.MemoryBytes, seen.Load?.Cpu, seen.Load?.Memory, seen.Load?.Disk, seen.Load?.Network, seen.Vm.Tags, seen.Vm.IpAddresses, seen.Vm.Os,
        seen.Vm.CreatedAt, seen.LastSeenAt, seen.Stale);
}

/// <param name="Vms">How many VMs are on it.</param>
internal sealed record HostRow(
    string Id,
    string Connection,
    string Platform,
    string NativeId,
    string Name,
    string? Cluster,
    HostState State,
    int Cpus,
    long MemoryBytes,
    double? CpuUsage,
    double? MemoryUsage,
    double? DiskBytesPerSecond,
    double? NetworkBytesPerSecond,
    int Vms,
    DateTimeOffset LastSeenAt,
    bool Stale)
{
    public static HostRow Of(FleetHost seen) => new(
        seen.Id, seen.Connection, seen.Platform, seen.Host.NativeId, seen.Name, seen.Cluster, seen.Host.State, seen.Host.Cpus, seen.Host.MemoryBytes,
        seen.Load?.Cpu, seen.Load?.Memory, seen.Load?.Disk, seen.Load?.Network, seen.Vms, seen.LastSeenAt, seen.Stale);
}

internal sealed record StorageRow(
    string Id,
    string Connection,
    string Platform,
    string NativeId,
    string Name,
    long CapacityBytes,
    long FreeBytes,
    DateTimeOffset LastSeenAt,
    bool Stale)
{
    public static StorageRow Of(FleetStorage seen) => new(
        seen.Id, seen.Connection, seen.Platform, seen.Storage.NativeId, seen.Name, seen.Storage.CapacityBytes, seen.Storage.FreeBytes, seen.LastSeenAt,
        seen.Stale);
}
