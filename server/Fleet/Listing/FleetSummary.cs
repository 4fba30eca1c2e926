using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Connections;
using Runbooks.Server.Fleet.Picture;

namespace Runbooks.Server.Fleet.Listing;

/// <summary>The fleet in numbers.</summary>
internal sealed record FleetSummary(
    FleetCount<PowerState> Vms, FleetCount<HostState> Hosts, StorageCount Storages, IReadOnlyList<ConnectionCount> Connections)
{
    public static FleetSummary Of(FleetSnapshot fleet, IReadOnlyList<Connection> connections)
    {
        var vms = fleet.Vms.ToLookup(vm => vm.Connection);
        var hosts = fleet.Hosts.ToLookup(host => host.Connection);
        return new FleetSummary(
            FleetCount<PowerState>.Of(fleet.Vms, vm => vm.Vm.PowerState),
            FleetCount<HostState>.Of(fleet.Hosts, host => host.Host.State),
            new StorageCount(
                fleet.Storages.Count, fleet.Storages.Count(storage => storage.Stale), fleet.Storages.Sum(storage => storage.Storage.CapacityBytes),
                fleet.Storages.Sum(storage => storage.Storage.FreeBytes)),
            [.. connections.Select(connection => new ConnectionCount(
                connection.Id, connection.Name, connection.Platform, connection.Mode, connection.Status.State, ConnectionStatusDetail.Of(connection.Status),
                vms[connection.Id].Count(), hosts[connection.Id].Count(), vms[connection.Id].Count(vm => vm.Stale)))]);
    }
}

/// <param name="States">How many of each state; objects that are stale count with the state that was last seen.</param>
internal sealed record FleetCount<TState>(int Total, int Stale, IReadOnlyDictionary<TState, int> States)
    where TState : struct, Enum
{
    public static FleetCount<TState> Of<T>(IReadOnlyList<T> objects, Func<T, TState> state)
        where T : FleetObject
    {
        var states = Enum.GetValues<TState>().ToDictionary(known => known, _ => 0);
        foreach (var (found, count) in objects.CountBy(state)) states[found] = count;
        return new FleetCount<TState>(objects.Count, objects.Count(found => found.Stale), states);
    }
}

internal sealed record StorageCount(int Total, int Stale, long CapacityBytes, long FreeBytes);

/// <param name="Vms">Those that belong to it; a VM that several connections see is counted once.</param>
internal sealed record ConnectionCount(
    string Id, string Name, string Platform, ConnectionMode Mode, ConnectionState Status, ConnectionStatusDetail StatusDetail, int Vms, int Hosts, int StaleVms);
