using System.Collections.Immutable;
using Runbooks.Activities.Platforms;
using Host = Runbooks.Activities.Platforms.Host;

namespace Runbooks.Server.Fleet.Picture;

/// <summary>What one connection showed when it was last read.</summary>
/// <param name="SeenAt">When all of it was last read.</param>
/// <param name="Stale">It cannot be read now, or has not been since the server started.</param>
internal sealed record ConnectionSight(
    string Connection,
    string Platform,
    DateTimeOffset SeenAt,
    bool Stale,
    ImmutableArray<SeenVm> Vms,
    ImmutableArray<Host> Hosts,
    ImmutableArray<Storage> Storages)
{
    public ImmutableArray<Template> Templates { get; init; } = [];

    /// <summary>Not kept over a restart: until the connection is read, its hosts are stale, and nothing is moved.</summary>
    public ImmutableArray<Activities.Platforms.Cluster> Clusters { get; init; } = [];

    public static ConnectionSight Empty(string connection, string platform, DateTimeOffset at) => new(connection, platform, at, true, [], [], []);

    /// <summary>After a successful read of everything: what is not in it is gone.</summary>
    public ConnectionSight After(Inventory read, DateTimeOffset at)
    {
        var ran = Vms.Where(seen => seen.RanAt is not null).DistinctBy(seen => seen.Vm.Id).ToDictionary(seen => seen.Vm.Id, seen => seen.RanAt);
        return this with
        {
            SeenAt = at,
            Stale = false,
            Vms = [.. read.VirtualMachines.Select(vm => new SeenVm(vm, vm.IsRunning() ? at : ran.GetValueOrDefault(vm.Id)))],
            Hosts = read.Hosts,
            Storages = read.Storages,
            Templates = read.Templates,
            Clusters = read.Clusters,
        };
    }

    /// <summary>After a read of one VM.</summary>
    /// <param name="read">Null where the platform says that there is none.</param>
    public ConnectionSight After(string nativeId, VirtualMachine? read, DateTimeOffset at)
    {
        var place = IndexOf(nativeId);
        if (read is null) return place < 0 ? this : this with { Vms = Vms.RemoveAt(place) };
        var seen = new SeenVm(read, read.IsRunning() ? at : place < 0 ? null : Vms[place].RanAt);
        return this with { Vms = place < 0 ? Vms.Add(seen) : Vms.SetItem(place, seen) };
    }

    private int IndexOf(string nativeId)
    {
        for (var i = 0; i < Vms.Length; i++)
            if (Vms[i].Vm.NativeId == nativeId) return i;
        return -1;
    }
}

/// <param name="RanAt">When the connection last saw it running: what decides which of several connections is its home once it is off.</param>
internal readonly record struct SeenVm(VirtualMachine Vm, DateTimeOffset? RanAt);

internal static class VirtualMachineState
{
    /// <summary>It has memory on a host.</summary>
    public static bool IsRunning(this VirtualMachine vm) => vm.PowerState is PowerState.On or PowerState.Suspended;
}
