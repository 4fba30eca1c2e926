using Runbooks.Server.Runs.Starting;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>Crash equivalence: a process that dies after any commit, or before or after any call, leaves a run that ends as if nothing had
/// happened, and no key has two effects.</summary>
[Trait("Engine", "1 Crash equivalence")]
[Trait("Engine", "2 One effect per key")]
[Trait("Engine", "6 Conservation at rest")]
public sealed class CrashEquivalenceTests
{
    private const string PowerCycle = """
        apiVersion: runbooks/v1
        id: power-cycle
        name: Power cycle
        steps:
          find: { activity: fleet.find-vms, with: { where: "powerState == 'on'", limit: 3 } }
          off: { activity: vm.power-off, with: { targets: "${ steps.find.output.vms }", mode: graceful, concurrency: 2 } }
          count: { activity: flow.set-variable, with: { name: n, value: "${ steps.off.output.succeeded.length }" } }
          each:
            activity: flow.for-each
            with: { items: [1, 2] }
            steps:
              pause: { activity: flow.delay, with: { for: PT0.01S } }
        outputs:
          off: "${ steps.off.output.succeeded.length }"
        transitions:
          - find -> off
          - off -> count
          - count -> each
        """;

    private const string PutBack = """
        apiVersion: runbooks/v1
        id: put-back
        name: Put back
        policy: { onFailure: roll-back }
        steps:
          find: { activity: fleet.find-vms, with: { where: "powerState == 'on'", limit: 3 } }
          keep: { activity: vm.snapshot, with: { targets: "${ steps.find.output.vms }", name: before, concurrency: 1 } }
          off: { activity: vm.power-off, with: { targets: "${ steps.find.output.vms }", mode: hard, concurrency: 2 } }
          no: { activity: flow.fail, with: { message: It did not help. } }
        transitions: [find -> keep, keep -> off, off -> no]
        """;

    [Fact]
    public async Task RollBack_CrashAtEveryPoint_EndsTheSameWithOneEffectPerKey()
    {
        var (undisturbed, points) = await RollBackAsync(dieAt: 0);
        Assert.Equal((RunStatus.RolledBack, 6), (RunStatus.Of(undisturbed), undisturbed.Undone.Count));
        Assert.True(points > 40, $"only {points} points were passed");

        for (var point = 1; point <= points; point++)
        {
            var (state, _) = await RollBackAsync(point);
            Assert.Equal((point, Describe(undisturbed), 6), (point, Describe(state), state.Undone.Values.Count(u => u.Status == Settled.Completed)));
        }
    }

    private static async Task<(RunState State, int Points)> RollBackAsync(int dieAt)
    {
        await using var bench = new EngineBench();
        bench.Publish(PutBack);
        var (runId, points) = await RunAsync(bench, "put-back", dieAt);
        var effects = bench.Platform.Fleet.Effects;
        Assert.Equal(12, effects.Count);
        Assert.Equal(effects.Count, effects.Select(e => e.Key).Distinct().Count());
        var vms = (await bench.Platform.GetInventoryAsync(default)).VirtualMachines;
        foreach (var vm in vms) Assert.Empty(await bench.Platform.GetSnapshotsAsync(vm.NativeId, default));
        await AtRestAsync(bench, runId);
        return (await bench.StateAsync(runId), points);
    }

    [Fact]
    public async Task Run_CrashAtEveryPoint_EndsTheSameWithOneEffectPerKey()
    {
        var (undisturbed, points) = await RunAsync(dieAt: 0);
        Assert.Equal(RunStatus.Completed, RunStatus.Of(undisturbed));
        Assert.True(points > 15, $"only {points} points were passed");

        for (var point = 1; point <= points; point++)
        {
            var (state, _) = await RunAsync(point);
            Assert.Equal(Describe(undisturbed), Describe(state));
        }
    }

    private static async Task<(RunState State, int Points)> RunAsync(int dieAt)
    {
        await using var bench = new EngineBench();
        bench.Publish(PowerCycle);
        var (runId, points) = await RunAsync(bench, "power-cycle", dieAt);
        var effects = bench.Platform.Fleet.Effects;
        Assert.Equal(3, effects.Count);
        Assert.Equal(effects.Count, effects.Select(e => e.Key).Distinct().Count());
        await AtRestAsync(bench, runId);
        return (await bench.StateAsync(runId), points);
    }

    /// <summary>A process that dies, and one that goes on.</summary>
    private static async Task<(string RunId, int Points)> RunAsync(EngineBench bench, string workflow, int dieAt)
    {
        int points;
        await using (var first = bench.StartProcess(dieAt))
        {
            // The start itself may be where the process dies: then the caller asks again, with the same key.
            var start = first.StartAsync(workflow, key: "k");
            await Task.WhenAny(start, first.Crash.Died);
            if (!first.Crash.IsDead && start.Result is StartOutcome.Accepted accepted) await first.UntilEndedAsync(accepted.RunId);
            points = first.Crash.Passed;
        }

        await using var second = bench.StartProcess();
        var again = Assert.IsType<StartOutcome.Accepted>(await second.StartAsync(workflow, key: "k"));
        Assert.True(await second.UntilEndedAsync(again.RunId), "the run did not end");
        return (again.RunId, points);
    }

    /// <summary>Conservation: nothing of an ended run is left, and its row says what its history says.</summary>
    private static async Task AtRestAsync(EngineBench bench, string runId)
    {
        Assert.Empty(await bench.Store.ReadLeasesAsync());
        Assert.Empty(await bench.Store.ReadInboxAsync(runId));
        Assert.Empty(await bench.Store.ReadApprovalsAsync());
        var row = (await bench.Store.ReadRunAsync(runId))!;
        var state = await bench.StateAsync(runId);
        Assert.Equal(RunStatus.Of(state), row.Projection.Status);
        Assert.Equal(state.Sequence, row.Sequence);
        var history = await bench.Store.ReadHistoryAsync(runId, 0, 10_000);
        Assert.Equal(Enumerable.Range(1, history.Count).Select(n => (long)n), history.Select(e => e.Sequence));
    }

    /// <summary>Each bench has a world of its own, in which the VMs are others: they are counted.</summary>
    private static string Describe(RunState state) => string.Join(
        "\n",
        state.Steps.Values.OrderBy(s => s.Path, StringComparer.Ordinal)
            .Select(s => $"{s.Path} {s.Status} {s.Outcome} {s.Units?.Completed} {s.Units?.Failed} {s.Units?.Skipped}")
            .Append(RunStatus.Of(state))
            .Append(state.End!.Outputs.ToString())
            .Append(state.Variables.GetValueOrDefault("n").ToString()));
}
