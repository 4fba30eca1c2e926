using System.Text.Json;
using Runbooks.Server.Runs.Automation;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.Starting;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>The engine whole, on a real store and the simulated platform.</summary>
public sealed class EngineTests
{
    private const string PowerOffThree = """
        apiVersion: runbooks/v1
        id: off
        name: Off
        steps:
          find: { activity: fleet.find-vms, with: { where: "powerState == 'on'", limit: 3 } }
          off: { activity: vm.power-off, with: { targets: "${ steps.find.output.vms }", mode: hard } }
        transitions:
          - find -> off
        """;

    private const string WaitForGo = """
        apiVersion: runbooks/v1
        id: wait
        name: Wait
        steps:
          go: { activity: flow.wait-for-signal, with: { name: go } }
          after: { activity: flow.set-variable, with: { name: x, value: 1 } }
        transitions:
          - go -> after
        """;

    [Fact]
    [Trait("Engine", "5 Lost hints")]
    public async Task Runs_EveryHintLost_AllEnd()
    {
        await using var bench = new EngineBench();
        bench.Publish(PowerOffThree);
        bench.Publish(WaitForGo);
        await using var process = bench.StartProcess(deaf: true);
        var off = await StartAsync(process, "off");
        var wait = await StartAsync(process, "wait");
        await bench.Store.EnqueueAsync(wait, InboxCodec.Write("s1", InboxCodec.Signal, new InboxCodec.SignalData("go", null), DateTimeOffset.UtcNow));

        Assert.True(await process.UntilEndedAsync(off));
        Assert.True(await process.UntilEndedAsync(wait));
        Assert.Equal(RunStatus.Completed, RunStatus.Of(await bench.StateAsync(wait)));
    }

    [Fact]
    [Trait("Rule", "Observe sends nothing")]
    public async Task Unit_ConnectionObserves_FailsAndSendsNothing()
    {
        await using var bench = new EngineBench();
        bench.Publish(PowerOffThree);
        await using var process = bench.StartProcess();
        process.MayChange = false;

        var state = await RunAsync(bench, process, "off");

        Assert.Equal(RunStatus.Failed, RunStatus.Of(state));
        Assert.Equal("connection.observe", state.End!.Error!.Code);
        Assert.Empty(bench.Platform.Fleet.Effects);
    }

    [Fact]
    public async Task Unit_ProtectedTarget_IsLeftAlone()
    {
        await using var bench = new EngineBench();
        bench.Publish(PowerOffThree);
        await using var process = bench.StartProcess(protect: "powerState == 'on'");

        var state = await RunAsync(bench, process, "off");

        Assert.Equal(RunStatus.Completed, RunStatus.Of(state));
        Assert.Equal(3, state.Steps["off"].Units!.Skipped);
        Assert.Empty(bench.Platform.Fleet.Effects);
    }

    [Fact]
    public async Task Unit_AutomationStopped_IsHeldAndGoesOnWhenStarted()
    {
        await using var bench = new EngineBench();
        bench.Publish(PowerOffThree);
        await using var process = bench.StartProcess();
        process.Automation.Set(new StopNotice(DateTimeOffset.UtcNow, "key:test", "drill"));
        var run = await StartAsync(process, "off");
        await UntilAsync(bench, run, row => row.Projection.Held);
        Assert.Empty(bench.Platform.Fleet.Effects);

        process.Automation.Set(null);
        foreach (var held in await bench.Store.EnqueueToHeldAsync("go", InboxCodec.AutomationStarted, "{}", DateTimeOffset.UtcNow)) process.Wake(held);

        Assert.True(await process.UntilEndedAsync(run));
        Assert.Equal(3, bench.Platform.Fleet.Effects.Count);
    }

    [Fact]
    public async Task Start_SlotTaken_QueuesAndGoesWhenFree()
    {
        await using var bench = new EngineBench();
        bench.Publish(WaitForGo.Replace("steps:", "policy: { concurrency: { max: 1, whenBusy: queue } }\nsteps:", StringComparison.Ordinal));
        await using var process = bench.StartProcess();
        var first = await StartAsync(process, "wait");
        var second = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync("wait"));
        Assert.True(second.Queued);
        Assert.Equal(RunStatus.Queued, (await bench.Store.ReadRunAsync(second.RunId))!.Projection.Status);

        await SignalAsync(bench, process, first);
        Assert.True(await process.UntilEndedAsync(first));
        await UntilAsync(bench, second.RunId, row => row.Projection.Status == RunStatus.Waiting);
        await SignalAsync(bench, process, second.RunId);
        Assert.True(await process.UntilEndedAsync(second.RunId));
    }

    [Fact]
    public async Task Cancel_QueuedAndWaiting_EndsBoth()
    {
        await using var bench = new EngineBench();
        bench.Publish(WaitForGo.Replace("steps:", "policy: { concurrency: { max: 1, whenBusy: queue } }\nsteps:", StringComparison.Ordinal));
        await using var process = bench.StartProcess();
        var first = await StartAsync(process, "wait");
        var second = await StartAsync(process, "wait");
        foreach (var run in new[] { second, first })
        {
            await bench.Store.EnqueueAsync(run, InboxCodec.Write("c", InboxCodec.Cancel, new InboxCodec.PersonData("key:test", "enough"), DateTimeOffset.UtcNow));
            process.Wake(run);
            Assert.True(await process.UntilEndedAsync(run));
            Assert.Equal(RunStatus.Cancelled, RunStatus.Of(await bench.StateAsync(run)));
        }
    }

    [Fact]
    public async Task Child_ParentCancelled_IsCancelledToo()
    {
        await using var bench = new EngineBench();
        bench.Publish(WaitForGo);
        bench.Publish("""
            apiVersion: runbooks/v1
            id: parent
            name: Parent
            steps:
              child: { activity: flow.run-workflow, with: { workflow: wait } }
            """);
        await using var process = bench.StartProcess();
        var parent = await StartAsync(process, "parent");
        string? child = null;
        for (var tries = 0; child is null && tries < 2_000; tries++)
        {
            child = (await bench.StateAsync(parent)).Steps.GetValueOrDefault("child")?.Child?.ChildRunId;
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await bench.Store.EnqueueAsync(parent, InboxCodec.Write("c", InboxCodec.Cancel, new InboxCodec.PersonData("key:test", null), DateTimeOffset.UtcNow));
        process.Wake(parent);

        Assert.True(await process.UntilEndedAsync(parent));
        Assert.Equal(RunStatus.Cancelled, RunStatus.Of(await bench.StateAsync(child!)));
        Assert.Equal(RunStatus.Cancelled, RunStatus.Of(await bench.StateAsync(parent)));
    }

    [Fact]
    public async Task Leases_TwoRunsOnTheSameTargets_GoOneAfterTheOther()
    {
        await using var bench = new EngineBench(vms: 3);
        bench.Publish("""
            apiVersion: runbooks/v1
            id: cycle
            name: Cycle
            steps:
              off: { activity: vm.power-off, with: { targets: "name != ''", mode: hard } }
              on: { activity: vm.power-on, with: { targets: "name != ''" } }
            transitions:
              - off -> on
            """);
        await using var process = bench.StartProcess();
        var runs = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => StartAsync(process, "cycle")));

        foreach (var run in runs) Assert.True(await process.UntilEndedAsync(run));

        foreach (var run in runs) Assert.Equal(RunStatus.Completed, RunStatus.Of(await bench.StateAsync(run)));
        Assert.Empty(await bench.Store.ReadLeasesAsync());
        Assert.Equal(0, Overlaps(await HistoriesAsync(bench, runs)));
    }

    [Fact]
    public async Task Rerun_FailedTargets_KeepsWhatIsDone()
    {
        await using var bench = new EngineBench(vms: 3);
        bench.Publish(PowerOffThree);
        await using var process = bench.StartProcess();
        process.MayChange = false;
        var failed = await RunAsync(bench, process, "off");
        process.MayChange = true;
        var workflow = (await process.Shell.Workflows.FindAsync("off", 1))!;
        var kept = Reruns.Keep(workflow, failed, null, onlyFailedTargets: true);

        var outcome = await new RunStarter(process.Shell).StartAsync(new StartRequest(
            "off", 1, failed.Created!.Inputs, new RunTrigger("rerun", failed.Created.RunId, null), RerunOf: failed.Created.RunId, Kept: kept));

        var run = Assert.IsType<StartOutcome.Accepted>(outcome).RunId;
        Assert.True(await process.UntilEndedAsync(run));
        var state = await bench.StateAsync(run);
        Assert.Equal(RunStatus.Completed, RunStatus.Of(state));
        Assert.True(state.Steps["find"].TakenOver);
        Assert.Equal(bench.Platform.Fleet.Effects.Count, state.Steps["off"].Units!.Completed);
    }

    private static async Task<string> StartAsync(EngineBench.EngineProcess process, string workflow) =>
        Assert.IsType<StartOutcome.Accepted>(await process.StartAsync(workflow)).RunId;

    private static async Task<RunState> RunAsync(EngineBench bench, EngineBench.EngineProcess process, string workflow)
    {
        var run = await StartAsync(process, workflow);
        Assert.True(await process.UntilEndedAsync(run));
        return await bench.StateAsync(run);
    }

    private static async Task SignalAsync(EngineBench bench, EngineBench.EngineProcess process, string run)
    {
        await bench.Store.EnqueueAsync(run, InboxCodec.Write("go", InboxCodec.Signal, new InboxCodec.SignalData("go", JsonElement.Parse("1")), DateTimeOffset.UtcNow));
        process.Wake(run);
    }

    private static async Task UntilAsync(EngineBench bench, string run, Func<RunRow, bool> holds)
    {
        for (var tries = 0; tries < 4_000; tries++)
        {
            if (holds((await bench.Store.ReadRunAsync(run))!)) return;
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"Run {run} did not come to where it should.");
    }

    private static async Task<List<(string Run, RunEvent Event)>> HistoriesAsync(EngineBench bench, IEnumerable<string> runs)
    {
        var all = new List<(string, RunEvent)>();
        foreach (var run in runs)
            all.AddRange((await bench.Store.ReadHistoryAsync(run, 0, 10_000)).Select(e => (run, RunLoader.Read(e))));
        return all;
    }

    /// <summary>How often two runs held one target at a time: from a unit's first start, or grant, to its settling.</summary>
    private static int Overlaps(List<(string Run, RunEvent Event)> events)
    {
        var holds = new List<(string Target, DateTimeOffset From, DateTimeOffset To)>();
        foreach (var unit in events.Where(e => e.Event is UnitStarted or UnitSettled).GroupBy(e => (e.Run, Unit: UnitOf(e.Event))))
        {
            if (unit.Select(e => e.Event).OfType<UnitStarted>().MinBy(e => e.At) is not { } started) continue;
            holds.Add((started.Unit, started.At, unit.Max(e => e.Event.At)));
        }

        return holds.Count(a => holds.Any(b => a != b && a.Target == b.Target && a.From > b.From && a.From < b.To));
    }

    /// <summary>The server was down between its decision to ask a guest and asking it: the guest has its whole grace.</summary>
    [Fact]
    public async Task Operation_IntendedBeforeALongOutage_HasItsWholeLimitFromTheCall()
    {
        var cut = 0;
        for (var dieAt = 1; ; dieAt++)
        {
            await using var bench = new EngineBench();
            bench.Publish(PowerOffThree.Replace("mode: hard", "mode: graceful, grace: PT10M, force: true", StringComparison.Ordinal));
            await using var before = bench.StartProcess(dieAt, time: new AnHourAgo());
            var run = (await Task.WhenAny(StartAsync(before, "off"), before.Crash.Died)) is Task<string> started ? await started : null;
            if (run is null) continue;
            if (await before.UntilEndedAsync(run)) break;
            // What the dying process had given to the writer is written before this.
            await bench.Store.ForgetAsync(DateTimeOffset.MinValue, 1);
            var interrupted = IntendedOnly(await bench.StateAsync(run));
            cut += interrupted.Count;

            await using var after = bench.StartProcess();
            Assert.True(await after.UntilEndedAsync(run));
            var ends = (await HistoriesAsync(bench, [run])).Select(e => e.Event).OfType<OperationSettled>().ToList();
            Assert.All(interrupted, unit => Assert.True(Assert.Single(ends, end => end.Unit == unit).Confirmed, $"{unit} after dying at {dieAt}"));
        }

        Assert.True(cut > 0);
    }

    private static List<string> IntendedOnly(RunState state) =>
    [
        .. from unit in state.Steps.GetValueOrDefault("off")?.Units?.ById ?? []
           where unit.Value.Operations.GetValueOrDefault("shutdown") is { Handle: null, Settled: false }
           select unit.Key,
    ];

    private sealed class AnHourAgo : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - TimeSpan.FromHours(1);
    }

    private static string UnitOf(RunEvent e) => e is UnitStarted s ? s.Path + s.Unit : e is UnitSettled t ? t.Path + t.Unit : "";
}
