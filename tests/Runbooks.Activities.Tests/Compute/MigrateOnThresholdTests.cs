using Runbooks.Activities.Compute;
using Runbooks.Activities.Compute.Balancing;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Activities.Tests.Compute.Balancing;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute;

/// <summary>On the default simulated fleet, in which hv-a-01 is too hot.</summary>
public sealed class MigrateOnThresholdTests
{
    private static readonly MigrateOnThreshold Activity = new();
    private static readonly MigrateOnThreshold.Input Input = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Select_DefaultFleet_IsTheHotHostAlone()
    {
        var fleet = new SimulatedCluster();
        var selection = await SelectAsync(fleet, Input);
        Assert.Equal("hv-a-01", Assert.Single(selection.Targets).Name);
        Assert.Equal("nothing-to-do", selection.EmptyOutcome);
        Assert.Equal(6, selection.Considered!.Value.GetArrayLength());
    }

    [Fact]
    public async Task Select_UnknownLoad_IsNeverHot()
    {
        var fleet = new SimulatedCluster();
        fleet.Means[fleet.Host("hv-a-01").Id] = null;
        Assert.Empty((await SelectAsync(fleet, Input)).Targets);
    }

    [Fact]
    public async Task Select_HotNowButNotSustained_IsNotHot()
    {
        var fleet = new SimulatedCluster();
        fleet.Means[fleet.Host("hv-a-01").Id] = 0.6;
        Assert.Empty((await SelectAsync(fleet, Input)).Targets);
    }

    [Fact]
    public async Task Execute_HotHost_IsRelievedByOneStepAtATime()
    {
        var fleet = new SimulatedCluster();
        var done = Assert.IsType<ActivityResult.Done>(await RunAsync(fleet));
        Assert.Equal("relieved", done.Outcome);
        Assert.InRange(fleet.Host("hv-a-01").Load!.Cpu!.Value, 0, 0.8);
        var moves = done.Output!.Value.GetProperty("moves");
        Assert.Equal(fleet.World.Effects.Count, moves.GetArrayLength());
        Assert.All(moves.EnumerateArray(), move => Assert.Equal("hv-a-01", move.GetProperty("from").GetString()));
    }

    [Fact]
    public async Task Execute_ThresholdFarBelow_MeasuresAfterEachMove()
    {
        var fleet = SimulatedCluster.WithQuietNeighbours();
        await RunAsync(fleet, Input with { Above = 0.5, Headroom = 0.05 });
        var at = fleet.World.Effects.Select(effect => effect.At).ToList();
        Assert.True(at.Count > 1, "one move was enough");
        Assert.Distinct(at);
    }

    [Fact]
    public async Task Execute_FirstSampleIsOfTheTimeBeforeTheMove_IsNotTakenForItsEffect()
    {
        var input = Input with { Above = 0.6, Headroom = 0.05 };
        var lagging = SimulatedCluster.WithQuietNeighbours();
        lagging.Lags = true;
        Assert.Equal(Moves(await RunAsync(SimulatedCluster.WithQuietNeighbours(), input)), Moves(await RunAsync(lagging, input)));
    }

    [Fact]
    public async Task Execute_NoFreshSamples_MovesNothingMore()
    {
        var fleet = SimulatedCluster.WithQuietNeighbours();
        fleet.Samples = false;
        var failure = await Assert.ThrowsAsync<ActivityFailure>(() => RunAsync(fleet, Input with { Above = 0.5, Headroom = 0.05 }));
        Assert.Equal("moves.not-measured", failure.Code);
        Assert.Single(fleet.World.Effects);
    }

    [Fact]
    [Trait("Rule", "Stand back where DRS is automatic")]
    public async Task Execute_DrsIsAutomatic_StandsBack()
    {
        var fleet = new SimulatedCluster(new SimulatorSettings { BalancedClusters = ["cluster-a"] });
        var done = Assert.IsType<ActivityResult.Done>(await RunAsync(fleet));
        Assert.Equal("nothing-to-do", done.Outcome);
        Assert.Empty(fleet.World.Effects);
    }

    [Fact]
    [Trait("Rule", "Two moves, a cool-down, and room for the loss of a host")]
    public async Task Execute_VmWasMovedLately_CoolsDown()
    {
        var fleet = SimulatedCluster.WithQuietNeighbours();
        var first = await MovedAndTakenBackAsync(fleet);
        var second = await MovedAndTakenBackAsync(fleet);
        Assert.NotEqual(first, second);
        fleet.Time.Advance(ClusterPicture.CoolDown);
        fleet.Sample();
        Assert.Equal(first, await MovedAndTakenBackAsync(fleet));
    }

    [Fact]
    public async Task Execute_ProtectedVm_Stays()
    {
        var fleet = new SimulatedCluster();
        var first = await FirstMovedAsync(Input);
        fleet.Guarded[first] = new ActivityFailure("target.protected", "It is protected.");
        var done = Assert.IsType<ActivityResult.Done>(await RunAsync(fleet));
        Assert.DoesNotContain(first, done.Output!.Value.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(fleet.Log, line => line.Contains(first, StringComparison.Ordinal) && line.Contains("protected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Execute_VmIsHeldByAnotherRun_AnotherIsTaken()
    {
        var fleet = new SimulatedCluster();
        var first = await FirstMovedAsync(Input);
        fleet.Guarded[first] = new ActivityFailure(OperationHold.HeldCode, "Held by run x.", retryable: true);
        var done = Assert.IsType<ActivityResult.Done>(await RunAsync(fleet));
        Assert.DoesNotContain(first, done.Output!.Value.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_NothingHelps_SaysSo()
    {
        var fleet = new SimulatedCluster();
        foreach (var host in new[] { "hv-a-02", "hv-a-03" }) fleet.World.SetHost(host, HostState.Maintenance);
        fleet.Sample();
        var done = Assert.IsType<ActivityResult.Done>(await RunAsync(fleet));
        Assert.Equal("not-relieved", done.Outcome);
        Assert.Contains("No host can take any", done.Message, StringComparison.Ordinal);
        Assert.Empty(fleet.World.Effects);
    }

    [Fact]
    public async Task Execute_MostMovesReached_SaysSo()
    {
        var done = Assert.IsType<ActivityResult.Done>(await RunAsync(SimulatedCluster.WithQuietNeighbours(), Input with { Above = 0.3, Headroom = 0.01, MaxMoves = 1 }));
        Assert.Equal("not-relieved", done.Outcome);
        Assert.Contains("the most that was allowed", done.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Rule", "Condition again at the moment of acting")]
    public async Task Execute_NoLongerHotAtTheMomentOfActing_MovesNothing()
    {
        var fleet = new SimulatedCluster();
        foreach (var vm in fleet.Vms.Where(vm => vm.Vm.Host == "hv-a-01")) fleet.World.SetCpu(vm.Vm.NativeId, 0.01);
        fleet.Sample();
        Assert.Equal("nothing-to-do", Assert.IsType<ActivityResult.Done>(await RunAsync(fleet)).Outcome);
        Assert.Empty(fleet.World.Effects);
    }

    [Fact]
    public async Task Execute_CrashAtEveryPoint_NeitherRepeatsNorLosesAMove()
    {
        var input = Input with { Above = 0.6, Headroom = 0.05 };
        var undisturbed = new SimulatedCluster();
        var expected = Moves(await RunAsync(undisturbed, input));
        Assert.True(expected.Length > 1, "several moves are needed for a crash between them");
        foreach (var point in undisturbed.Ledger.Names.SelectMany(CrashAt.Each).ToList())
        {
            var fleet = new SimulatedCluster();
            await Assert.ThrowsAsync<Crash>(() => RunAsync(fleet, input, point));
            fleet.Sample();
            Assert.Equal(expected, Moves(await RunAsync(fleet, input)));
            Assert.Equal(expected.Length, fleet.World.Effects.Count);
            Assert.Empty(fleet.Ledger.Unsettled);
        }
    }

    private static string[] Moves(ActivityResult result) => [.. Assert.IsType<ActivityResult.Done>(result).Output!.Value.GetProperty("moves")
        .EnumerateArray().Select(move => move.GetRawText()).Order(StringComparer.Ordinal)];

    private static Task<ActivityResult> RunAsync(SimulatedCluster fleet, MigrateOnThreshold.Input? input = null, CrashAt? crash = null) =>
        fleet.RunAsync(Activity, input ?? Input, fleet.Host("hv-a-01"), crash);

    private static Task<TargetSelection> SelectAsync(SimulatedCluster fleet, MigrateOnThreshold.Input input) =>
        ((ITargetActivity)Activity).SelectAsync(ActivityJson.Write(input), new SelectionContext(fleet, fleet.Time), Cancellation);

    private static async Task<string> FirstMovedAsync(MigrateOnThreshold.Input input)
    {
        var fleet = new SimulatedCluster();
        await RunAsync(fleet, input);
        return fleet.World.Find(fleet.World.Effects[0].Vm)!.Name;
    }

    /// <returns>The VM that relieved the host, and that somebody put back.</returns>
    private static async Task<string> MovedAndTakenBackAsync(SimulatedCluster fleet)
    {
        fleet.NextUnit();
        var before = fleet.World.Effects.Count;
        await RunAsync(fleet);
        var moved = Assert.Single(fleet.World.Effects.Skip(before)).Vm;
        await fleet.MoveByHandAsync(moved, "hv-a-01");
        return moved;
    }
}
