using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Fleet.Picture;

/// <summary>Makes one fleet of what the connections show. An object that several show is one object, and belongs to one of them.</summary>
internal static class FleetMerge
{
    /// <param name="sights">In a fixed order, which decides where nothing else does.</param>
    public static FleetSnapshot Merge(IReadOnlyCollection<ConnectionSight> sights, Func<string, Load?> load, Func<VirtualMachine, DateTimeOffset, DateTimeOffset?>? moved = null)
    {
        var vms = Homes(sights);
        var population = Population(vms.Values);
        return new FleetSnapshot(
            Sorted(vms.Values.Select(home => new FleetVm(
                home.Seen.Vm, home.Sight.Connection, home.Sight.Platform, home.Sight.SeenAt, home.Sight.Stale, load(home.Seen.Vm.Id))
            {
                MovedAt = moved?.Invoke(home.Seen.Vm, home.Sight.SeenAt),
            })),
            Sorted(PeerVms.Fill([.. Best(sights, sight => sight.Hosts, host => host.Id).Select(found => new FleetHost(
                found.Item, population.GetValueOrDefault(found.Item.Id), found.Sight.Connection, found.Sight.Platform, found.Sight.SeenAt,
                found.Sight.Stale, load(found.Item.Id)))])),
            Sorted(Best(sights, sight => sight.Storages, storage => storage.Id).Select(found => new FleetStorage(
                found.Item, found.Sight.Connection, found.Sight.Platform, found.Sight.SeenAt, found.Sight.Stale))));
    }

    private static Dictionary<string, Home> Homes(IReadOnlyCollection<ConnectionSight> sights)
    {
        var answering = sights.Where(sight => !sight.Stale).SelectMany(sight => sight.Hosts).Select(host => host.Id).ToHashSet();
        var homes = new Dictionary<string, Home>();
        foreach (var sight in sights)
        {
            var hosts = sight.Hosts.DistinctBy(host => host.Name).ToDictionary(host => host.Name, host => host.Id);
            foreach (var seen in sight.Vms)
            {
                var host = seen.Vm.Host is { } name ? hosts.GetValueOrDefault(name) : null;
                var home = new Home(sight, seen, host, Claim(sight, seen.Vm, host, answering));
                if (!homes.TryGetValue(seen.Vm.Id, out var present) || home.Beats(present)) homes[seen.Vm.Id] = home;
            }
        }

        return homes;
    }

    private static HomeClaim Claim(ConnectionSight sight, VirtualMachine vm, string? host, HashSet<string> answering) => (sight.Stale, vm.IsRunning()) switch
    {
        (false, true) => HomeClaim.Running,
        (true, true) when host is not null && !answering.Contains(host) => HomeClaim.MayStillRun,
        (false, false) => HomeClaim.Defined,
        _ => HomeClaim.WasDefined,
    };

    private static Dictionary<string, int> Population(IEnumerable<Home> homes) =>
        homes.Where(home => home.Host is not null).CountBy(home => home.Host!).ToDictionary();

    private static IEnumerable<(ConnectionSight Sight, T Item)> Best<T>(
        IEnumerable<ConnectionSight> sights, Func<ConnectionSight, IEnumerable<T>> items, Func<T, string> id) =>
        sights.OrderBy(sight => sight.Stale).SelectMany(sight => items(sight).Select(item => (Sight: sight, Item: item))).DistinctBy(found => id(found.Item));

    private static T[] Sorted<T>(IEnumerable<T> objects)
        where T : FleetObject
    {
        var sorted = objects.ToArray();
        Array.Sort(sorted, FleetOrder.Compare);
        return sorted;
    }

    /// <summary>A connection's claim to a VM.</summary>
    /// <param name="Host">The id of the VM's host there.</param>
    private readonly record struct Home(ConnectionSight Sight, SeenVm Seen, string? Host, HomeClaim Claim)
    {
        public bool Beats(Home other) => Claim != other.Claim
            ? Claim > other.Claim
            : Claim <= HomeClaim.Defined && (Seen.RanAt ?? default) > (other.Seen.RanAt ?? default);
    }

    /// <summary>From the weakest to the strongest.</summary>
    private enum HomeClaim
    {
        WasDefined,

        /// <summary>It is off there: a definition that a migration left behind, or its home.</summary>
        Defined,

        /// <summary>It ran there, and no connection that answers sees that host. To take it for off because another connection has a
        /// definition of it would be to start it twice.</summary>
        MayStillRun,

        Running,
    }
}
