using System.Collections.Immutable;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Fleet;

/// <summary>A VM as a find step gives it; later steps take it as a target and check <see cref="Where"/> again before they act.</summary>
/// <param name="Id">The platform's stable identity.</param>
/// <param name="CpuUsage">Share of its CPUs at the last sample, 0 to 1.</param>
/// <param name="MemoryUsage">Share of its memory at the last sample, 0 to 1.</param>
/// <param name="Stale">Its connection is down; it may have changed since <paramref name="LastSeenAt"/>, and changing steps refuse it.</param>
/// <param name="Where">The condition that it met.</param>
public sealed record FoundVm(
    string Id,
    string Name,
    string Connection,
    string Platform,
    string NativeId,
    string? Cluster,
    string? Host,
    PowerState PowerState,
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
    bool Stale,
    string? Where)
{
    internal static FoundVm Of(FleetVm seen, string? where)
    {
        var vm = seen.Vm;
        return new FoundVm(
            vm.Id, vm.Name, seen.Connection, seen.Platform, vm.NativeId, vm.Cluster, vm.Host, vm.PowerState, vm.Cpus, vm.MemoryBytes,
            seen.Load?.Cpu, seen.Load?.Memory, seen.Load?.Disk, seen.Load?.Network,
            vm.Tags, vm.IpAddresses, vm.Os, vm.CreatedAt, seen.LastSeenAt, seen.Stale, where);
    }
}

/// <summary>A host as a find step gives it.</summary>
/// <param name="Id">The platform's stable identity.</param>
/// <param name="CpuUsage">Share of its CPUs at the last sample, 0 to 1.</param>
/// <param name="MemoryUsage">Share of its memory at the last sample, 0 to 1.</param>
/// <param name="Vms">How many VMs are on it.</param>
/// <param name="Stale">Its connection is down; it may have changed since <paramref name="LastSeenAt"/>, and changing steps refuse it.</param>
/// <param name="Where">The condition that it met.</param>
public sealed record FoundHost(
    string Id,
    string Name,
    string Connection,
    string Platform,
    string NativeId,
    string? Cluster,
    HostState State,
    int Cpus,
    long MemoryBytes,
    double? CpuUsage,
    double? MemoryUsage,
    int Vms,
    DateTimeOffset LastSeenAt,
    bool Stale,
    string? Where)
{
    internal static FoundHost Of(FleetHost seen, string? where)
    {
        var host = seen.Host;
        return new FoundHost(
            host.Id, host.Name, seen.Connection, seen.Platform, host.NativeId, host.Cluster, host.State, host.Cpus, host.MemoryBytes,
            seen.Load?.Cpu, seen.Load?.Memory, seen.Vms, seen.LastSeenAt, seen.Stale, where);
    }
}
