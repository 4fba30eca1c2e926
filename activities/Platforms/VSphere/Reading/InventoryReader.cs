using Runbooks.Activities.Platforms.VSphere.Backups;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Session;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere.Reading;

/// <summary>Reads everything that the user may see.</summary>
internal static class InventoryReader
{
    public static async Task<Inventory> ReadAsync(OpenSession session, CardReader cards, CancellationToken cancellation)
    {
        var attributes = await CustomAttributes.ReadAsync(session, cancellation);
        var objects = await PropertyReader.AllAsync(session, Paths.Inventory(session.Content), cancellation);
        var names = new Names(objects);
        var byType = objects.ToLookup(found => found.Object.Type);
        var vms = byType["VirtualMachine"].ToList();
        cards.Keep(vms);
        await cards.LoadAsync(session, [.. vms.Where(vm => !VmReader.IsTemplate(vm))], cancellation);
        var uplinks = new Uplinks(byType["HostSystem"]);
        var entering = await EnteringAsync(session, byType["HostSystem"], cancellation);
        return new Inventory(
            [.. vms.Select(vm => VmReader.Read(vm, names, attributes, cards)).OfType<VirtualMachine>()],
            [.. byType["HostSystem"].Select(host => ReadHost(host, entering, session.Content, names))],
            [.. byType["Datastore"].Select(store => ReadStorage(store, session.Content))])
        {
            Templates = [.. vms.Where(vm => VmReader.IsTemplate(vm) && !vm.Name.StartsWith(BackupImage.Prefix, StringComparison.Ordinal)).Select(VmReader.ReadTemplate)],
            Networks =
            [
                .. objects.Where(IsNetwork).Select(network =>
                    new Network(IdOf(session.Content, network.Object), network.Object.Value, network.Name) { IsIsolated = uplinks.LacksFor(network) }),
            ],
            // Two datacenters may have clusters of one name.
            Clusters =
            [
                .. byType["ClusterComputeResource"].GroupBy(cluster => cluster.Name).Select(same => new Cluster(same.Key, same.Any(Balances))),
            ],
        };
    }

    /// <summary>Null where vCenter knows no such VM.</summary>
    public static async Task<VirtualMachine?> ReadVmAsync(
        OpenSession session, string nativeId, CardReader cards, CancellationToken cancellation)
    {
        if (await PropertyReader.OneAsync(session, ManagedObject.Vm(nativeId), Paths.Vm(session.Content), cancellation) is not { } vm) return null;
        var names = new Names([]);
        if (vm.Reference("runtime.host") is { } host) await AddAsync(host, "name", "parent");
        if (names.ClusterRefOf(vm.Reference("runtime.host")) is { } cluster) await AddAsync(cluster, "name");
        foreach (var store in vm.References("datastore")) await AddAsync(store, "name");
        await cards.LoadAsync(session, [vm], cancellation);
        foreach (var network in cards.NetworksOf(vm.Object)) await AddAsync(network, "name");
        return VmReader.Read(vm, names, await CustomAttributes.ReadAsync(session, cancellation), cards);

        async Task AddAsync(ManagedObject target, params string[] paths)
        {
            if (await PropertyReader.OneAsync(session, target, paths, cancellation) is { } found) names.Add(found);
        }
    }

    /// <summary>Stable as long as the object stays registered. Not by the hardware's UUID: boards share theirs.</summary>
    public static string IdOf(ServiceContent content, ManagedObject target) => $"vsphere:{content.InstanceUuid}.{target.Value}";

    /// <summary>Hosts that wait for their VMs to leave: they are not in maintenance yet, and take no VMs any more.</summary>
    private static async Task<HashSet<ManagedObject>> EnteringAsync(
        OpenSession session, IEnumerable<ObjectProperties> hosts, CancellationToken cancellation)
    {
        var entering = new HashSet<ManagedObject>();
        foreach (var host in hosts.Where(host => !host.Is("runtime.inMaintenanceMode")))
        {
            foreach (var task in host.References("recentTask"))
            {
                if (await PropertyReader.OneAsync(session, task, TaskState.Paths, cancellation) is { } found && TaskState.Parse(found).IsEnteringMaintenance)
                    entering.Add(host.Object);
            }
        }

        return entering;
    }

    private static Host ReadHost(ObjectProperties host, HashSet<ManagedObject> entering, ServiceContent content, Names names) => new(
        IdOf(content, host.Object),
        host.Object.Value,
        host.Name,
        names.ClusterOf(host.Object),
        host.Text("runtime.connectionState") switch
        {
            "connected" => host.Is("runtime.inMaintenanceMode") || entering.Contains(host.Object) ? HostState.Maintenance : HostState.Up,
            "notResponding" => HostState.Down,
            // An administrator has disconnected it: what runs on it runs on.
            _ => HostState.Unknown,
        },
        host.Int("summary.hardware.numCpuThreads") ?? 0,
        host.Long("summary.hardware.memorySize") ?? 0)
    {
        Storages = names.Of(host.References("datastore")),
    };

    private static Storage ReadStorage(ObjectProperties store, ServiceContent content)
    {
        var capacity = store.Long("summary.capacity") ?? 0;
        return new Storage(
            IdOf(content, store.Object), store.Object.Value, store.Name, capacity, Math.Clamp(store.Long("summary.freeSpace") ?? 0, 0, capacity));
    }

    /// <summary>VMs are not connected to the uplinks of distributed switches, which are port groups as well.</summary>
    private static bool IsNetwork(ObjectProperties found) =>
        found.Object.Type is "Network" or "DistributedVirtualPortgroup" or "OpaqueNetwork"
        && !found.Items("tag").Any(tag => tag.Text("key") == "SYSTEM/DVS.UPLINKPG");

    private static bool Balances(ObjectProperties cluster) =>
        cluster.Value("configurationEx")?.Child("drsConfig") is { } drs
        && Vim.AsBool(drs.Text("enabled")) == true
        && drs.Text("defaultVmBehavior") is null or "fullyAutomated";
}
