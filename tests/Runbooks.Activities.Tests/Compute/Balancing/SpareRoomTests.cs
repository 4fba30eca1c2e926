using CsCheck;
using Runbooks.Activities.Compute.Balancing;

namespace Runbooks.Activities.Tests.Compute.Balancing;

public sealed class SpareRoomTests
{
    private static readonly Relief Rule = new(LoadKind.Cpu, 0.8, new Room(0.7, 0.9, Spare: true));

    [Fact]
    [Trait("Rule", "Two moves, a cool-down, and room for the loss of a host")]
    public void Plan_AnyCluster_KeepsRoomForTheLossOfAnyHostAtEveryStep() => Clusters.Any.Sample(cluster =>
    {
        foreach (var host in cluster.Hosts)
        {
            var now = cluster;
            foreach (var move in Rule.Plan(cluster, host.Name, most: 100))
            {
                now = now.After(move);
                Assert.Null(SpareRoom.Lost(now));
            }
        }
    });

    [Fact]
    public void Next_MoveWouldUseUpTheSpareHost_IsRefusedAndSaysSo()
    {
        var cluster = Clusters.Make(
            [Clusters.Host("a", memory: 100), Clusters.Host("b", memory: 64)],
            [Clusters.Vm("x", "a", 14, memory: 60), Clusters.Vm("y", "a", 0.5, memory: 20)]);
        Assert.Contains("could not take the VMs of a if it failed", Assert.IsType<ReliefStep.NothingHelps>(Rule.Next(cluster, "a")).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Lost_TwoLargeVmsAndTwoHalfFreeHosts_AreToldFromTheirSum()
    {
        var hosts = new[] { Clusters.Host("a", memory: 60), Clusters.Host("b", memory: 50), Clusters.Host("c", memory: 50) };
        Assert.Equal("a", SpareRoom.Lost(Clusters.Make([.. hosts], [Clusters.Vm("x", "a", 1, memory: 60)])));
        Assert.Null(SpareRoom.Lost(Clusters.Make([.. hosts], [Clusters.Vm("x", "a", 1, memory: 30), Clusters.Vm("y", "a", 1, memory: 30)])));
    }
}
