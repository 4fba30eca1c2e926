using System.Collections.Immutable;
using CsCheck;
using Runbooks.Activities.Compute.Balancing;

namespace Runbooks.Activities.Tests.Compute.Balancing;

/// <summary>Clusters to plan for.</summary>
internal static class Clusters
{
    private const long GiB = 1L << 30;

    private static readonly Gen<ImmutableHashSet<string>> Storages =
        Gen.OneOf(Gen.Const("ds-1"), Gen.Const("ds-2"), Gen.Const("ds-3")).Array[0, 2].Select(names => names.ToImmutableHashSet());

    /// <summary>Any cluster: hot and cold hosts, some that take nothing, VMs that stay, groups, storages.</summary>
    public static readonly Gen<ClusterLoad> Any =
        from hosts in Gen.Select(Gen.Int[4, 32], Gen.Int[32, 256], Gen.Int[0, 9], Storages).Array[1, 6]
        from vms in Gen.Select(Gen.Int[0, 100], Gen.Int[0, 400], Gen.Int[1, 32], Storages, Gen.Int[0, 7], Gen.Int[0, 9]).Array[0, 24]
        select Make(
            [.. hosts.Select((h, i) => new HostLoad($"h{i}", h.Item1, h.Item2 * GiB, 0, 0, h.Item3 > 0, h.Item4))],
            [.. vms.Select((v, i) => new VmLoad(
                $"vm{i:00}", $"vm{i:00}", $"h{v.Item1 % hosts.Length}", v.Item2 / 100.0, v.Item3 * GiB, v.Item4, v.Item5 < 2 ? $"g{v.Item5}" : null, v.Item6 == 0 ? "is protected" : null))]);

    public static HostLoad Host(string name, int cpus = 16, int memory = 128, bool takes = true) =>
        new(name, cpus, memory * GiB, 0, 0, takes, []);

    public static VmLoad Vm(string name, string host, double cpu, int memory = 8, string? group = null, string? stays = null) =>
        new(name, name, host, cpu, memory * GiB, [], group, stays);

    /// <summary>Hosts carry what their VMs do.</summary>
    public static ClusterLoad Make(ImmutableArray<HostLoad> hosts, ImmutableArray<VmLoad> vms) =>
        new([.. hosts.Select(host => vms.Where(vm => vm.Host == host.Name).Aggregate(host, (h, vm) => h.With(vm)))], vms);

    public static ClusterLoad Shuffled(ClusterLoad cluster, int seed)
    {
        var random = new Random(seed);
        return new([.. cluster.Hosts.OrderBy(_ => random.Next())], [.. cluster.Vms.OrderBy(_ => random.Next())]);
    }
}
