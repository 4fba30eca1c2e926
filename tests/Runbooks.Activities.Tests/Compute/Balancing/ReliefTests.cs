using CsCheck;
using Runbooks.Activities.Compute.Balancing;

namespace Runbooks.Activities.Tests.Compute.Balancing;

public sealed class ReliefTests
{
    private static readonly Relief Rule = new(LoadKind.Cpu, 0.8, new Room(0.7, 0.9));

    [Fact]
    public void Plan_AnyCluster_NeverFillsADestinationBeyondItsRoom() => Clusters.Any.Sample(cluster =>
    {
        foreach (var host in cluster.Hosts)
        {
            var now = cluster;
            foreach (var move in Rule.Plan(cluster, host.Name, most: 100))
            {
                Assert.Null(now.Vms.First(v => v.Id == move.Vm.Id).Stays);
                Assert.Null(Destinations.Refusal(now, now.Vms.First(v => v.Id == move.Vm.Id), now.Hosts.First(h => h.Name == move.To), Rule.Room));
                now = now.After(move);
                var destination = now.Hosts.First(h => h.Name == move.To);
                Assert.True(destination.Share(LoadKind.Cpu) <= Rule.Room.Cpu && destination.Share(LoadKind.Memory) <= Rule.Room.Memory);
            }
        }
    });

    [Fact]
    public void Plan_AnyCluster_EndsRelievedOrSaysThatNothingHelps() => Clusters.Any.Sample(cluster =>
    {
        foreach (var host in cluster.Hosts)
        {
            var moves = Rule.Plan(cluster, host.Name, most: 1_000);
            Assert.True(moves.Count <= cluster.Vms.Length);
            var end = Rule.Next(moves.Aggregate(cluster, (c, move) => c.After(move)), host.Name);
            Assert.True(end is ReliefStep.Relieved || end is ReliefStep.NothingHelps { Why.Length: > 0 });
        }
    });

    [Fact]
    public void Plan_SameClusterInAnotherOrder_IsTheSame() => Gen.Select(Clusters.Any, Gen.Int).Sample((cluster, seed) =>
    {
        var shuffled = Clusters.Shuffled(cluster, seed);
        foreach (var host in cluster.Hosts) Assert.Equal(Names(Rule.Plan(cluster, host.Name, 100)), Names(Rule.Plan(shuffled, host.Name, 100)));
    });

    [Fact]
    public void Plan_OneMoveIsEnough_TakesTheCheapestOfThose() => Clusters.Any.Sample(cluster =>
    {
        foreach (var host in cluster.Hosts.Where(h => h.Share(LoadKind.Cpu) > Rule.Above))
        {
            var enough = cluster.Vms.Where(vm => vm.Host == host.Name && vm.Stays is null && vm.CpuUsed > 0
                && host.Without(vm).Share(LoadKind.Cpu) <= Rule.Above
                && cluster.Hosts.Any(to => Destinations.Refusal(cluster, vm, to, Rule.Room) is null)).ToList();
            if (enough.Count == 0) continue;
            var only = Assert.Single(Rule.Plan(cluster, host.Name, 100));
            Assert.Equal(enough.Min(vm => vm.MemoryBytes), only.Vm.MemoryBytes);
        }
    });

    [Fact]
    public void Next_HostBelowTheThreshold_IsRelieved()
    {
        var cluster = Clusters.Make([Clusters.Host("a"), Clusters.Host("b")], [Clusters.Vm("x", "a", 12.8)]);

        Assert.Equal(new ReliefStep.Relieved(0.8), Rule.Next(cluster, "a"));
    }

    [Fact]
    public void Next_StandbyOfItsGroupIsThere_GoesElsewhere()
    {
        var cluster = Clusters.Make(
            [Clusters.Host("a"), Clusters.Host("b"), Clusters.Host("c", cpus: 12)],
            [Clusters.Vm("primary", "a", 14, group: "db"), Clusters.Vm("standby", "b", 0.1, group: "db"), Clusters.Vm("small", "a", 1)]);

        var next = Rule.Next(cluster, "a");

        Assert.Equal("small", Assert.IsType<ReliefStep.Moves>(next).Move.Vm.Name);
    }

    [Fact]
    public void Next_NoHostHasRoom_SaysWhyForTheSmallest()
    {
        var cluster = Clusters.Make(
            [Clusters.Host("a"), Clusters.Host("b", takes: false), Clusters.Host("c", memory: 4)], [Clusters.Vm("x", "a", 10), Clusters.Vm("y", "a", 4)]);

        var why = Assert.IsType<ReliefStep.NothingHelps>(Rule.Next(cluster, "a")).Why;

        Assert.Contains("for the smallest, y: b: it takes no VMs now; c: it would have too little memory left", why, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(IReadOnlyList<Move> moves) => moves.Select(move => $"{move.Vm.Id} -> {move.To}");
}
