using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>Finds where VMs can be, by the names that operators know.</summary>
internal sealed class Places(VSphereCalls calls)
{
    public Task<ObjectProperties> HostAsync(string name, CancellationToken cancellation) => NamedAsync("host", name, new PropertyQuery("HostSystem", "name", "parent"), cancellation);

    public async Task<ManagedObject> StorageAsync(string name, CancellationToken cancellation) =>
        (await NamedAsync("datastore", name, new PropertyQuery("Datastore", "name"), cancellation)).Object;

    public Task<ObjectProperties> NetworkAsync(string name, CancellationToken cancellation) => NamedAsync("network", name, new PropertyQuery("Network", "name"), cancellation);

    /// <summary>What a network card is backed by that is plugged into it.</summary>
    public async Task<XElement> BackingAsync(string name, CancellationToken cancellation)
    {
        var network = await NetworkAsync(name, cancellation);
        if (network.Object.Type != "DistributedVirtualPortgroup")
        {
            return Vim.Typed(
                "backing", "VirtualEthernetCardNetworkBackingInfo", Vim.Element("deviceName", network.Name), Vim.Reference("network", network.Object));
        }

        var group = await calls.ReadAsync(network.Object, cancellation, "key", "config.distributedVirtualSwitch");
        var owner = group.Reference("config.distributedVirtualSwitch") ?? throw Vim.Unexpected("a port group without a switch");
        var uuid = (await calls.ReadAsync(owner, cancellation, "uuid")).Text("uuid");
        return Vim.Typed(
            "backing", "VirtualEthernetCardDistributedVirtualPortBackingInfo",
            Vim.Element("port", Vim.Element("switchUuid", uuid), Vim.Element("portgroupKey", group.Text("key"))));
    }

    /// <summary>The cluster of a host, or what stands for one where it has none.</summary>
    public async Task<ManagedObject> ComputeResourceAsync(ManagedObject host, CancellationToken cancellation) =>
        (await calls.ReadAsync(host, cancellation, "parent")).Reference("parent") ?? throw Vim.Unexpected("a host without a parent");

    /// <summary>The resource pool that all others of the host's cluster are in.</summary>
    public async Task<ManagedObject> RootPoolAsync(ManagedObject host, CancellationToken cancellation)
    {
        var owner = await ComputeResourceAsync(host, cancellation);
        return (await calls.ReadAsync(owner, cancellation, "resourcePool")).Reference("resourcePool") ?? throw Vim.Unexpected("a cluster without a pool");
    }

    /// <summary>A VM that no host can ever hold is made all the same, and only fails when it is switched on.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.Capacity"/>.</exception>
    public async Task RequireRoomAsync(long memoryBytes, string? onlyHost, CancellationToken cancellation)
    {
        var hosts = await calls.ListAsync(cancellation, new PropertyQuery("HostSystem", "name", "summary.hardware.memorySize"));
        var largest = hosts.Where(host => onlyHost is null || host.Name == onlyHost).Max(host => host.Long("summary.hardware.memorySize")) ?? 0;
        if (memoryBytes > largest)
        {
            throw new PlatformException(
                PlatformError.Capacity, $"the VM is to have {memoryBytes >> 20} MiB of memory, and {onlyHost ?? "the largest host"} has {largest >> 20} MiB");
        }
    }

    private async Task<ObjectProperties> NamedAsync(string what, string name, PropertyQuery query, CancellationToken cancellation)
    {
        var named = (await calls.ListAsync(cancellation, query)).Where(found => found.Name == name).ToList();
        return named.Count switch
        {
            1 => named[0],
            0 => throw new PlatformException(PlatformError.NotFound, $"vCenter knows no {what} '{name}', or the user may not see it"),
            _ => throw new PlatformException(PlatformError.Conflict, $"vCenter knows {named.Count} {what}s '{name}'; rename all but one"),
        };
    }
}
