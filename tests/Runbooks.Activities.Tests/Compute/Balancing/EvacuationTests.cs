using CsCheck;
using Runbooks.Activities.Compute.Balancing;

namespace Runbooks.Activities.Tests.Compute.Balancing;

public sealed class EvacuationTests
{
    private static readonly Room Room = new(0.9, 0.9);

    [Fact]
    public void Plan_AnyCluster_MovesOrNamesEachVmAndOverfillsNoHost() => Clusters.Any.Sample(cluster =>
    {
        foreach (var host in cluster.Hosts)
        {
            var (moves, stuck) = Evacuation.Plan(cluster, host.Name, Room);
            var here = cluster.Vms.Where(vm => vm.Host == host.Name).Select(vm => vm.Id).Order(StringComparer.Ordinal);
            Assert.Equal(here, moves.Select(m => m.Vm.Id).Concat(stuck.Select(s => s.Vm.Id)).Order(StringComparer.Ordinal));
            var after = moves.Aggregate(cluster, (c, move) => c.After(move));
            foreach (var to in after.Hosts.Where(h => moves.Any(m => m.To == h.Name)))
                Assert.True(to.Share(LoadKind.Cpu) <= Room.Cpu && to.Share(LoadKind.Memory) <= Room.Memory && to.TakesVms);
        }
    });

    [Fact]
    public void Plan_LargeVm_IsPlacedBeforeSmallOnesTakeItsRoom()
    {
        var cluster = Clusters.Make(
            [Clusters.Host("a"), Clusters.Host("b", memory: 64), Clusters.Host("c", memory: 40)],
            [Clusters.Vm("small", "a", 1, memory: 32), Clusters.Vm("large", "a", 1, memory: 56)]);

        var (moves, stuck) = Evacuation.Plan(cluster, "a", Room);

        Assert.Empty(stuck);
        Assert.Equal(["large -> b", "small -> c"], moves.Select(m => $"{m.Vm.Name} -> {m.To}"));
    }
}
