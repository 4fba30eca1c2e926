using Runbooks.Activities.Compute;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Activities.Tests.Compute.Balancing;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute;

public sealed class RebalanceClusterTests
{
    private static readonly RebalanceCluster.Input Input = new() { Cluster = "cluster-a", MaxMoves = 20 };

    [Fact]
    public async Task Execute_UnevenCluster_IsEvenerAndSaysHowFar()
    {
        var fleet = new SimulatedCluster();
        var before = Apart(fleet);
        var done = Assert.IsType<ActivityResult.Done>(await RunAsync(fleet));
        Assert.True(Apart(fleet) < before, $"{Apart(fleet)} is not less than {before}");
        Assert.NotEmpty(fleet.World.Effects);
        Assert.Equal(fleet.World.Effects.Count, done.Output!.Value.GetProperty("moves").GetArrayLength());
        Assert.Contains("apart", done.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_SecondTime_MovesNothing()
    {
        var fleet = new SimulatedCluster();
        await RunAsync(fleet);
        var moves = fleet.World.Effects.Count;
        fleet.NextUnit();
        await RunAsync(fleet);
        Assert.Equal(moves, fleet.World.Effects.Count);
    }

    [Fact]
    [Trait("Rule", "Stand back where DRS is automatic")]
    public async Task Execute_DrsIsAutomatic_StandsBack()
    {
        var fleet = new SimulatedCluster(new SimulatorSettings { BalancedClusters = ["cluster-a"] });
        var done = Assert.IsType<ActivityResult.Done>(await RunAsync(fleet));
        Assert.Contains("balances by itself", done.Message, StringComparison.Ordinal);
        Assert.Empty(fleet.World.Effects);
    }

    [Fact]
    public async Task Execute_UnknownCluster_IsRefused() => Assert.Equal(
        "cluster.unknown",
        (await Assert.ThrowsAsync<ActivityFailure>(() => new SimulatedCluster().RunAsync(new RebalanceCluster(), Input with { Cluster = "no" }, null))).Code);

    [Fact]
    public async Task Execute_CrashAtEveryPoint_NeitherRepeatsNorLosesAMove()
    {
        var undisturbed = new SimulatedCluster();
        await RunAsync(undisturbed);
        foreach (var point in undisturbed.Ledger.Names.SelectMany(CrashAt.Each).ToList())
        {
            var fleet = new SimulatedCluster();
            await Assert.ThrowsAsync<Crash>(() => RunAsync(fleet, point));
            var done = Assert.IsType<ActivityResult.Done>(await RunAsync(fleet));
            Assert.Equal(fleet.World.Effects.Count, done.Output!.Value.GetProperty("moves").GetArrayLength());
            Assert.Distinct(fleet.World.Effects.Select(effect => effect.Key));
            Assert.Empty(fleet.Ledger.Unsettled);
        }
    }

    private static double Apart(SimulatedCluster fleet)
    {
        var shares = fleet.Hosts.Where(host => host.Cluster == "cluster-a").Select(host => host.Load!.Cpu!.Value).ToList();
        return shares.Max() - shares.Min();
    }

    private static Task<ActivityResult> RunAsync(SimulatedCluster fleet, CrashAt? crash = null) =>
        fleet.RunAsync(new RebalanceCluster(), Input, null, crash);
}
