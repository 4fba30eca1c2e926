using System.Collections.Immutable;
using System.Globalization;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>A VM as the seed made it, and what its load looks like.</summary>
internal sealed record VmBlueprint(VirtualMachine Machine, LoadProfile Load)
{
    public VmBlueprint On(string storage) => this with { Machine = Machine with { Storages = [storage] } };
}

/// <summary>The fleet that a seed stands for, before anybody touched it.</summary>
internal sealed record FleetBlueprint(ImmutableArray<VmBlueprint> Vms, ImmutableArray<Host> Hosts, ImmutableArray<Storage> Storages)
{
    public required ImmutableArray<Template> Templates { get; init; }

    public required ImmutableArray<Network> Networks { get; init; }

    private const long GiB = 1L << 30;
    private const int CrowdedVms = 60;
    private const int StoragesPerCluster = 2;

    private static readonly (string Name, string Os)[] Sources =
        [("ubuntu-24.04", "Ubuntu 24.04"), ("rocky-9", "Rocky Linux 9"), ("windows-2022", "Windows Server 2022")];

    private static readonly string[] NetworkNames = ["production", "test"];

    public static FleetBlueprint Of(FleetKey key)
    {
        var identity = Chaos.Hash(Chaos.Hash(key.World), (ulong)key.Seed);
        var clusters = Enumerable.Range(0, key.Clusters).Select(ClusterName).ToArray();
        var hostNames = Enumerable.Range(0, key.Hosts).Select(i => HostName(i, key.Clusters)).ToArray();
        var vms = new VmBlueprint[key.VirtualMachines];
        for (var i = 0; i < vms.Length; i++)
        {
            var cluster = i % key.Clusters;
            vms[i] = VmPlan.Of(i, identity, clusters[cluster], shape => hostNames[Placement(i, cluster, shape, key)]).On(StorageName(clusters[cluster], 1 + (i / key.Clusters % StoragesPerCluster)));
        }

        var load = vms.ToLookup(vm => vm.Machine.Host);
        return new FleetBlueprint(
            [.. vms],
            [.. hostNames.Select((name, i) => MakeHost(i, name, clusters[i % key.Clusters], identity, load[name]))],
            [.. clusters.SelectMany((name, c) => MakeStorages(c, name, identity, key.VirtualMachines / key.Clusters))])
        {
            Templates = [.. Sources.Select(source => MakeTemplate(source.Name, source.Os, identity))],
            Networks = [.. NetworkNames.Select(name => MakeNetwork(name, identity)), MakeNetwork("isolated", identity) with { IsIsolated = true }],
        };
    }

    /// <summary>Round robin within the cluster, but the first busy VMs have the first host for themselves, and it is too small for
    /// them: there is always one host to relieve.</summary>
    private static int Placement(int vm, int cluster, LoadShape shape, FleetKey key)
    {
        var hostsHere = ((key.Hosts - cluster - 1) / key.Clusters) + 1;
        if (cluster != 0 || hostsHere == 1) return cluster + (vm / key.Clusters % hostsHere * key.Clusters);
        if (shape == LoadShape.Busy && vm < CrowdedVms) return 0;
        return (1 + (vm / key.Clusters % (hostsHere - 1))) * key.Clusters;
    }

    /// <summary>A host has the usual size, or what its VMs need where they are many: three virtual CPUs to a core, memory not
    /// overcommitted. One that only busy VMs are on has about nine tenths of its cores at work.</summary>
    private static Host MakeHost(int index, string name, string cluster, ulong identity, IEnumerable<VmBlueprint> vms)
    {
        var placed = vms.ToArray();
        var id = Chaos.Uuid(identity, Chaos.Hash("host", index)).ToString();
        var crowded = placed.Length > 0 && placed.All(vm => vm.Load.Shape == LoadShape.Busy);
        var cpus = crowded
            ? Math.Ceiling(placed.Where(vm => vm.Machine.PowerState == PowerState.On).Sum(vm => vm.Machine.Cpus * vm.Load.Peak * 0.95))
            : Math.Max(32, placed.Sum(vm => vm.Machine.Cpus) / 3);
        return new Host(
            $"{SimulatorFactory.Name}:{id}", id, name, cluster, HostState.Up,
            Math.Max(8, (int)cpus),
            Math.Max(256 * GiB, placed.Sum(vm => vm.Machine.MemoryBytes) * 5 / 4))
        {
            Storages = [.. Enumerable.Range(1, StoragesPerCluster).Select(n => StorageName(cluster, n))],
        };
    }

    private static IEnumerable<Storage> MakeStorages(int cluster, string name, ulong identity, int vms)
    {
        var capacity = Math.Max(10L, vms / 5) * 1024 * GiB;
        for (var n = 1; n <= StoragesPerCluster; n++)
        {
            var place = Chaos.Hash("storage", (cluster * 2) + n);
            var id = Chaos.Uuid(identity, place).ToString();
            var free = (long)(capacity * (0.25 + (0.3 * Chaos.Fraction(Chaos.Hash(identity, place)))));
            yield return new Storage($"{SimulatorFactory.Name}:{id}", id, StorageName(name, n), capacity, free);
        }
    }

    private static string StorageName(string cluster, int n) =>
        string.Create(CultureInfo.InvariantCulture, $"ds-{cluster["cluster-".Length..]}-{n:00}");

    private static Template MakeTemplate(string name, string os, ulong identity)
    {
        var id = Chaos.Uuid(identity, Chaos.Hash("template " + name)).ToString();
        return new Template($"{SimulatorFactory.Name}:{id}", id, name, os);
    }

    private static Network MakeNetwork(string name, ulong identity)
    {
        var id = Chaos.Uuid(identity, Chaos.Hash("network " + name)).ToString();
        return new Network($"{SimulatorFactory.Name}:{id}", id, name);
    }

    private static string ClusterName(int index) => "cluster-" + Letters(index);

    private static string HostName(int index, int clusters) =>
        string.Create(CultureInfo.InvariantCulture, $"hv-{Letters(index % clusters)}-{(index / clusters) + 1:00}");

    private static string Letters(int index) =>
        index < 26 ? ((char)('a' + index)).ToString() : Letters((index / 26) - 1) + (char)('a' + (index % 26));
}
