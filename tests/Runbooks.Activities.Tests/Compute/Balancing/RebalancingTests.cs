using CsCheck;
using Runbooks.Activities.Compute.Balancing;

namespace Runbooks.Activities.Tests.Compute.Balancing;

public sealed class RebalancingTests
{
    private static readonly Rebalancing Rule = new(LoadKind.Cpu, 0.1, new Room(0.8, 0.9));

    [Fact]
    public void Plan_AnyCluster_EachMoveLowersTheFullestHostAndOverfillsNone() => Clusters.Any.Sample(cluster =>
    {
        foreach (var move in Rule.Plan(cluster, most: 100))
        {
            var fullest = cluster.Hosts.Where(h => h.TakesVms).Max(h => h.Share(LoadKind.Cpu));
            cluster = cluster.After(move);
            var to = cluster.Hosts.First(h => h.Name == move.To);
            Assert.True(to.Share(LoadKind.Cpu) < fullest && to.Share(LoadKind.Cpu) <= Rule.Room.Cpu && to.Share(LoadKind.Memory) <= Rule.Room.Memory);
        }
    });

    [Fact]
    public void Plan_AnyCluster_Ends() => Clusters.Any.Sample(cluster => Assert.True(Rule.Plan(cluster, most: 10_000).Count < 10_000));

    [Fact]
    public void Plan_OneHostCarriesAll_SharesIt()
    {
        var cluster = Clusters.Make(
            [Clusters.Host("a"), Clusters.Host("b")], [Clusters.Vm("w", "a", 2), Clusters.Vm("x", "a", 2), Clusters.Vm("y", "a", 2), Clusters.Vm("z", "a", 2)]);

        Assert.Equal(2, Rule.Plan(cluster, 10).Count);
    }
}
