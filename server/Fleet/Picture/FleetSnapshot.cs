using Runbooks.Activities.Fleet;

namespace Runbooks.Server.Fleet.Picture;

/// <summary>The objects of all connections at one moment, each once, by name.</summary>
internal sealed class FleetSnapshot(FleetVm[] vms, FleetHost[] hosts, FleetStorage[] storages)
{
    public static readonly FleetSnapshot Empty = new([], [], []);

    private readonly Dictionary<string, FleetVm> vmsById = vms.ToDictionary(vm => vm.Id);
    private readonly Dictionary<string, FleetHost> hostsById = hosts.ToDictionary(host => host.Id);

    public IReadOnlyList<FleetVm> Vms => vms;

    public IReadOnlyList<FleetHost> Hosts => hosts;

    public IReadOnlyList<FleetStorage> Storages => storages;

    public FleetVm? FindVm(string id) => vmsById.GetValueOrDefault(id);

    public FleetHost? FindHost(string id) => hostsById.GetValueOrDefault(id);
}
