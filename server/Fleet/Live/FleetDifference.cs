using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Fleet.Picture;
using Host = Runbooks.Activities.Platforms.Host;

namespace Runbooks.Server.Fleet.Live;

/// <summary>What differs between two moments of the fleet, loads and times of seeing left aside.</summary>
internal sealed record FleetDifference(
    IReadOnlyList<FleetVm> Vms, IReadOnlyList<FleetHost> Hosts, IReadOnlyList<FleetStorage> Storages, IReadOnlyList<RemovedObject> Removed)
{
    public int Count => Vms.Count + Hosts.Count + Storages.Count + Removed.Count;

    public static FleetDifference Between(FleetSnapshot before, FleetSnapshot after) => new(
        Changed(before.Vms, after.Vms, Same),
        Changed(before.Hosts, after.Hosts, (left, right) => Same(left.Host, right.Host) && left.Vms == right.Vms),
        Changed(before.Storages, after.Storages, (left, right) => left.Storage == right.Storage),
        [.. Gone("vm", before.Vms, after.Vms), .. Gone("host", before.Hosts, after.Hosts), .. Gone("storage", before.Storages, after.Storages)]);

    private static List<T> Changed<T>(IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, T, bool> same)
        where T : FleetObject
    {
        var known = before.ToDictionary(seen => seen.Id);
        return [.. after.Where(now => !(known.TryGetValue(now.Id, out var was) && was.Stale == now.Stale && was.Connection == now.Connection && same(was, now)))];
    }

    private static IEnumerable<RemovedObject> Gone<T>(string kind, IReadOnlyList<T> before, IReadOnlyList<T> after)
        where T : FleetObject
    {
        var there = after.Select(seen => seen.Id).ToHashSet();
        return before.Where(was => !there.Contains(was.Id)).Select(was => new RemovedObject(kind, was.Id));
    }

    private static bool Same(FleetVm left, FleetVm right) => ReferenceEquals(left.Vm, right.Vm) || Same(left.Vm, right.Vm);

    private static bool Same(Host left, Host right) =>
        ReferenceEquals(left, right) || (left == right with { Storages = left.Storages } && left.Storages.SequenceEqual(right.Storages));

    // Records compare their collections by reference.
    private static bool Same(VirtualMachine left, VirtualMachine right) =>
        left == right with { Tags = left.Tags, IpAddresses = left.IpAddresses, Storages = left.Storages, LostWhenOff = left.LostWhenOff, Cards = left.Cards }
        && left.Storages.SequenceEqual(right.Storages)
        && left.LostWhenOff.SequenceEqual(right.LostWhenOff)
        && (left.Cards ?? []).SequenceEqual(right.Cards ?? [])
        && left.Tags.SequenceEqual(right.Tags)
        && left.IpAddresses.SequenceEqual(right.IpAddresses);
}

/// <param name="Kind"><c>vm</c>, <c>host</c> or <c>storage</c>.</param>
internal sealed record RemovedObject(string Kind, string Id);
