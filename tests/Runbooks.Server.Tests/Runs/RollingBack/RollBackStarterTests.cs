using Runbooks.Activities.Platforms;
using Runbooks.Server.Http;
using Runbooks.Server.Runs.Automation;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.RollingBack;
using Runbooks.Server.Runs.Starting;
using Runbooks.Server.Tests.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.RollingBack;

/// <summary>Roll-backs that people ask for, on a real store and the simulated platform.</summary>
public sealed class RollBackStarterTests
{
    private const string OffThree = """
        apiVersion: runbooks/v1
        id: off
        name: Off
        steps:
          find: { activity: fleet.find-vms, with: { where: "powerState == 'on'", limit: 3 } }
          off: { activity: vm.power-off, with: { targets: "${ steps.find.output.vms }", mode: hard } }
          no: { activity: flow.fail, with: { message: "No." } }
        transitions: [find -> off, off -> no]
        """;

    [Fact]
    public async Task RollBack_OfAnEndedRun_PutsEverythingBackAndLeavesNothing()
    {
        await using var bench = new EngineBench();
        bench.Publish(OffThree);
        await using var process = bench.StartProcess();
        var run = await FailedAsync(process);

        Assert.Null(await new RollBackStarter(process.Shell).StartAsync(run, "user:li", "wrong ones"));
        var state = await EndedAsync(bench, process, run, RunStatus.RolledBack);

        Assert.Equal(3, state.Undone.Count);
        Assert.Equal("wrong ones", state.RollBack!.Reason);
        Assert.DoesNotContain(state.Undone.Values.Select(u => u.Target.Id), id => StateOf(bench, id) != PowerState.On);
        Assert.Empty(await bench.Store.ReadLeasesAsync());
        Assert.Equal("roll-back.nothing", (await new RollBackStarter(process.Shell).StartAsync(run, "user:li", null))!.Code);
    }

    [Fact]
    public async Task RollBack_AskedForByTwo_IsBegunOnce()
    {
        await using var bench = new EngineBench();
        bench.Publish(OffThree);
        await using var process = bench.StartProcess();
        var run = await FailedAsync(process);
        process.Automation.Set(new StopNotice(DateTimeOffset.UnixEpoch, "user:bo", "wait"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => new RollBackStarter(process.Shell).StartAsync(run, "user:li", null)));

        Assert.Single(answers, answer => answer is null);
        Assert.All(answers.OfType<Problem>(), problem => Assert.Equal("roll-back.under-way", problem.Code));
        Assert.Equal(3, bench.Platform.Fleet.Effects.Count);
    }

    [Fact]
    public async Task RollBack_WhileAutomationIsStopped_GoesOnWhenItIsStarted()
    {
        await using var bench = new EngineBench();
        bench.Publish(OffThree);
        await using var process = bench.StartProcess();
        var run = await FailedAsync(process);
        process.Automation.Set(new StopNotice(DateTimeOffset.UnixEpoch, "user:bo", "wait"));
        Assert.Null(await new RollBackStarter(process.Shell).StartAsync(run, "user:li", null));
        await UntilAsync(async () => (await bench.Store.ReadRunAsync(run))!.Projection.Held);

        process.Automation.Set(null);
        foreach (var held in await bench.Store.EnqueueToHeldAsync("go", InboxCodec.AutomationStarted, "{}", DateTimeOffset.UtcNow)) process.Wake(held);

        await EndedAsync(bench, process, run, RunStatus.RolledBack);
    }

    [Fact]
    public async Task RollBack_ConnectionObserves_SendsNothingAndCanBeTriedAgain()
    {
        await using var bench = new EngineBench();
        bench.Publish(OffThree);
        await using var process = bench.StartProcess();
        var run = await FailedAsync(process);
        process.MayChange = false;

        Assert.Null(await new RollBackStarter(process.Shell).StartAsync(run, "user:li", null));
        var state = await EndedAsync(bench, process, run, RunStatus.RollBackIncomplete);
        Assert.Equal((3, "connection.observe"), (bench.Platform.Fleet.Effects.Count, state.Undone.Values.First().Error!.Code));

        process.MayChange = true;
        Assert.Null(await new RollBackStarter(process.Shell).StartAsync(run, "user:li", null));
        await EndedAsync(bench, process, run, RunStatus.RolledBack);
        Assert.Equal(6, bench.Platform.Fleet.Effects.Select(e => e.Key).Distinct().Count());
    }

    [Fact]
    public async Task RollBack_TargetIsProtectedByNow_LeavesItAndSaysSo()
    {
        await using var bench = new EngineBench();
        bench.Publish(OffThree);
        string run;
        await using (var before = bench.StartProcess()) run = await FailedAsync(before);
        await using var process = bench.StartProcess(protect: "powerState == 'off'");

        Assert.Null(await new RollBackStarter(process.Shell).StartAsync(run, "user:li", null));
        var state = await EndedAsync(bench, process, run, RunStatus.RollBackIncomplete);

        Assert.All(state.Undone.Values, undone => Assert.Equal("target.protected", undone.Error!.Code));
    }

    [Fact]
    public async Task RollBack_ProcessDiesInTheMiddle_IsCarriedOnByTheNext()
    {
        await using var bench = new EngineBench();
        bench.Publish(OffThree);
        string run;
        await using (var before = bench.StartProcess()) run = await FailedAsync(before);
        for (var point = 1; point < 8; point++)
        {
            await using var dying = bench.StartProcess(dieAt: point);
            var asked = new RollBackStarter(dying.Shell).StartAsync(run, "user:li", null);
            await Task.WhenAny(dying.Crash.Died, asked.ContinueWith(_ => dying.UntilEndedAsync(run), TaskScheduler.Default).Unwrap());
        }

        await using var last = bench.StartProcess();
        await new RollBackStarter(last.Shell).StartAsync(run, "user:li", null);
        var state = await EndedAsync(bench, last, run, RunStatus.RolledBack);

        Assert.Equal(3, state.Undone.Values.Count(undone => undone.Status == Settled.Completed));
        Assert.Equal(6, bench.Platform.Fleet.Effects.Count);
        Assert.Equal(6, bench.Platform.Fleet.Effects.Select(e => e.Key).Distinct().Count());
        Assert.Empty(await bench.Store.ReadLeasesAsync());
    }

    [Fact]
    public async Task RollBack_OfARunThatGoes_CancelsItFirst()
    {
        await using var bench = new EngineBench();
        bench.Publish(OffThree.Replace("{ activity: flow.fail, with: { message: \"No.\" } }", "{ activity: flow.delay, with: { for: PT1H } }", StringComparison.Ordinal));
        await using var process = bench.StartProcess();
        var run = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync("off")).RunId;
        await UntilAsync(async () => (await bench.StateAsync(run)).Steps.ContainsKey("no"));

        Assert.Null(await new RollBackStarter(process.Shell).StartAsync(run, "user:li", null));

        var state = await EndedAsync(bench, process, run, RunStatus.RolledBack);
        Assert.Equal((RunEnd.Cancelled, 3), (state.RollBack!.After, state.Undone.Count));
    }

    [Fact]
    public async Task RollBack_OfARunThatWasRerun_IsTheReruns()
    {
        await using var bench = new EngineBench();
        bench.Publish(OffThree);
        await using var process = bench.StartProcess();
        var run = await FailedAsync(process);
        var door = new StartDoor(new RunStarter(process.Shell), _ => new((string?)null));

        var (outcome, _) = await new RerunStarter(process.Shell.Store, process.Shell.Workflows, door, TimeProvider.System).StartAsync(run, "no", false, "user:li");
        var again = Assert.IsType<StartOutcome.Accepted>(outcome).RunId;
        await EndedAsync(bench, process, again, RunStatus.Failed);

        var refusal = await new RollBackStarter(process.Shell).StartAsync(run, "user:li", null);
        Assert.Equal("roll-back.rerun", refusal!.Code);
        Assert.Contains(again, refusal.Detail, StringComparison.Ordinal);
        Assert.Null(await new RollBackStarter(process.Shell).StartAsync(again, "user:li", null));
        Assert.Equal(3, (await EndedAsync(bench, process, again, RunStatus.RolledBack)).Undone.Count);
    }

    [Fact]
    public async Task Undo_OfAVmThatIsOnAgain_LeavesItAlone()
    {
        await using var bench = new EngineBench();
        bench.Publish(OffThree);
        await using var process = bench.StartProcess();
        var run = await FailedAsync(process);
        var vm = (await bench.StateAsync(run)).Undo.Values.First().Target.Id["simulator:".Length..];
        await bench.Platform.StartAsync(new PlatformOperation.PowerOn(vm), "somebody", TestContext.Current.CancellationToken);

        Assert.Null(await new RollBackStarter(process.Shell).StartAsync(run, "user:li", null));

        var state = await EndedAsync(bench, process, run, RunStatus.RolledBack);
        Assert.Equal("It is on already.", Assert.Single(state.Undone.Values, undone => undone.Status == Settled.Skipped).Message);
    }

    private static async Task<string> FailedAsync(EngineBench.EngineProcess process)
    {
        var accepted = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync("off"));
        Assert.True(await process.UntilEndedAsync(accepted.RunId));
        return accepted.RunId;
    }

    private static async Task<RunState> EndedAsync(EngineBench bench, EngineBench.EngineProcess process, string run, string status)
    {
        Assert.True(await process.UntilEndedAsync(run));
        var state = await bench.StateAsync(run);
        Assert.Equal(status, RunStatus.Of(state));
        Assert.Equal(status, (await bench.Store.ReadRunAsync(run))!.Projection.Status);
        Assert.Empty(await bench.Store.ReadInboxAsync(run));
        return state;
    }

    private static PowerState StateOf(EngineBench bench, string id) =>
        bench.Platform.GetVirtualMachineAsync(id["simulator:".Length..], default).GetAwaiter().GetResult()!.PowerState;

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var looks = 0; !await holds(); looks++)
        {
            Assert.True(looks < 6_000, "It does not come to be.");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
