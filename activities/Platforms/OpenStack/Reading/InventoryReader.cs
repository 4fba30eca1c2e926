using System.Collections.Immutable;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Images;
using Runbooks.Activities.Platforms.OpenStack.Networks;

namespace Runbooks.Activities.Platforms.OpenStack.Reading;

/// <summary>Reads all that a connection shows.</summary>
internal sealed class InventoryReader(Nova nova, Glance glance, Neutron neutron, HostReader hosts)
{
    public async Task<Inventory> ReadAsync(CancellationToken cancellation)
    {
        var names = await NamesAsync(cancellation);
        var known = await hosts.ListAsync(names, cancellation);
        var servers = await nova.ServersAsync(cancellation);
        var vms = servers.Where(server => !Lifecycle.IsGone(server))
            .Select(server => VmReader.Read(server, names, known.Count == 0 ? null : known)).ToImmutableArray();
        return new Inventory(vms, [.. known.Values], [])
        {
            Templates = await TemplatesAsync(names, cancellation),
            Networks = [.. (await neutron.NetworksAsync(cancellation)).Select(network => new Network(names.Of(network.Id), network.Id, network.Name ?? network.Id))],
            Clusters = [.. vms.Select(vm => vm.Cluster).Concat(known.Values.Select(host => host.Cluster)).OfType<string>().Distinct()
                .Order(StringComparer.Ordinal).Select(zone => new Cluster(zone, Balances: false))],
        };
    }

    /// <summary>Null where there is no such VM.</summary>
    public async Task<VirtualMachine?> FindAsync(string id, CancellationToken cancellation) =>
        await nova.FindAsync(id, cancellation) is { } server && !Lifecycle.IsGone(server)
            ? await WithCardsAsync(VmReader.Read(server, await NamesAsync(cancellation), null), cancellation)
            : null;

    /// <summary>Where its addresses tell of no card, Nova is asked whether it has one: that it has none is what drills rely on.</summary>
    private async Task<VirtualMachine> WithCardsAsync(VirtualMachine vm, CancellationToken cancellation)
    {
        if (vm.Cards is not null || !vm.IpAddresses.IsEmpty) return vm;
        try
        {
            return await nova.InterfacesAsync(vm.NativeId, cancellation) is [] ? vm with { Cards = [] } : vm;
        }
        catch (PlatformException)
        {
            return vm;
        }
    }

    public async Task<Names> NamesAsync(CancellationToken cancellation) => new(await nova.RegionAsync(cancellation));

    /// <summary>Images that can be started from, but snapshots of VMs.</summary>
    private async Task<ImmutableArray<Template>> TemplatesAsync(Names names, CancellationToken cancellation) =>
    [
        .. (await glance.ImagesAsync("status=active", cancellation))
            .Where(image => image.Snapshot is null && image.Backup is null && image.ContainerFormat is not ("aki" or "ari"))
            .Select(image => new Template(names.Of(image.Id), image.Id, image.Name ?? image.Id, image.OsDistro)),
    ];
}
