using System.Collections.Immutable;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Runs.Starting;
using Runbooks.Workflows.Execution;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>Operations on VMs that are not their unit's target: held from the commit of the intent to that of the end, each once, whatever
/// dies in between.</summary>
public sealed class OtherTargetTests
{
    private const string Evacuate = """
        apiVersion: runbooks/v1
        id: evacuate
        name: Evacuate
        steps:
          empty: { activity: host.evacuate, with: { host: hv-a-02, headroom: 0 } }
        outputs:
          moves: "${ steps.empty.output.moves.length }"
        """;

    [Fact]
    [Trait("Engine", "1 Crash equivalence")]
    [Trait("Engine", "2 One effect per key")]
    public async Task Run_CrashAtEveryPoint_NeitherRepeatsNorLosesAMove()
    {
        var points = await RunAsync(dieAt: 0);
        for (var point = 1; point <= points; point++) await RunAsync(point);
    }

    [Fact]
    public async Task Run_VmIsHeldByAnotherRun_IsNotMoved()
    {
        await using var bench = Bench(Evacuate);
        await using var process = bench.StartProcess();
        var vm = OnIt(bench)[0];
        // A platform that takes its time, so that the other run holds the VM while this one looks for work.
        bench.Publish($$"""
            apiVersion: runbooks/v1
            id: hold
            name: Hold
            steps:
              keep:
                activity: flow.scope
                with: { hold: ["{{vm.Id}}"] }
                steps:
                  wait: { activity: flow.wait-for-signal, with: { name: go, timeout: PT1H } }
            """);
        var holder = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync("hold")).RunId;
        await UntilAsync(async () => (await bench.Store.ReadLeasesAsync()).Any(lease => lease.TargetId == vm.Id));

        var run = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync("evacuate")).RunId;
        Assert.True(await process.UntilEndedAsync(run));
        var state = await bench.StateAsync(run);
        Assert.Equal("failed", RunStatus.Of(state));
        Assert.Contains(vm.Name, state.Steps["empty"].Error!.Message, StringComparison.Ordinal);
        Assert.Equal("hv-a-02", (await bench.Platform.GetVirtualMachineAsync(vm.NativeId, TestContext.Current.CancellationToken))!.Host);
        Assert.Equal([holder], (await bench.Store.ReadLeasesAsync()).Select(lease => lease.RunId).Distinct());
    }

    [Fact]
    [Trait("Rule", "Two moves, a cool-down, and room for the loss of a host")]
    public async Task Run_TwoRunsMoveVmsOfOneCluster_AtMostTwoMovesAtOnce()
    {
        await using var bench = Bench(Evacuate, timeScale: 0.05);
        await using var process = bench.StartProcess();
        var moving = OnIt(bench);
        Assert.True(moving.Count > 3, $"{moving.Count} VMs are too few to see a limit");
        bench.Publish(MigrateOf("evens", moving.Where((_, index) => index % 2 == 0)));
        bench.Publish(MigrateOf("odds", moving.Where((_, index) => index % 2 == 1)));
        var starts = await Task.WhenAll(process.StartAsync("evens"), process.StartAsync("odds"));
        var runs = starts.Select(start => Assert.IsType<StartOutcome.Accepted>(start).RunId).ToList();
        var (most, holders) = (0, new HashSet<string>());
        await UntilAsync(async () =>
        {
            var places = (await bench.Store.ReadLeasesAsync()).Where(lease => lease.TargetId.StartsWith("moves:", StringComparison.Ordinal)).ToList();
            most = Math.Max(most, places.Count);
            holders.UnionWith(places.Select(place => place.RunId));
            var read = await Task.WhenAll(runs.Select(run => bench.Store.ReadRunAsync(run)));
            return read.All(run => run is { Projection.Terminal: true });
        });
        Assert.InRange(most, 1, 2);
        Assert.Equal(runs.Order(), holders.Order());
        Assert.Empty(OnIt(bench));
        var effects = bench.Platform.Fleet.Effects;
        Assert.Equal(moving.Count, effects.Count);
        // No three of them overlapped: each began when at most one other was on its way.
        Assert.All(effects, effect => Assert.InRange(effects.Count(other => other.At > effect.At - TimeSpan.FromMilliseconds(200) && other.At <= effect.At), 1, 2));
        Assert.Empty(await bench.Store.ReadLeasesAsync());
    }

    [Fact]
    public async Task Run_SubRunsOfOneRunMoveVmsOfOneCluster_AtMostTwoMovesAtOnce()
    {
        await using var bench = Bench(Evacuate, timeScale: 0.05);
        await using var process = bench.StartProcess();
        var moving = OnIt(bench);
        Assert.True(moving.Count > 3, $"{moving.Count} VMs are too few to see a limit");
        for (var part = 0; part < 3; part++) bench.Publish(MigrateOf($"part-{part}", moving.Where((_, index) => index % 3 == part)));
        bench.Publish("""
            apiVersion: runbooks/v1
            id: all
            name: All
            steps:
              a: { activity: flow.run-workflow, with: { workflow: part-0 } }
              b: { activity: flow.run-workflow, with: { workflow: part-1 } }
              c: { activity: flow.run-workflow, with: { workflow: part-2 } }
            """);
        var run = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync("all")).RunId;
        var most = 0;
        await UntilAsync(async () =>
        {
            most = Math.Max(most, (await bench.Store.ReadLeasesAsync()).Count(lease => lease.TargetId.StartsWith("moves:", StringComparison.Ordinal)));
            return await bench.Store.ReadRunAsync(run) is { Projection.Terminal: true };
        });
        Assert.InRange(most, 1, 2);
        Assert.Equal("completed", RunStatus.Of(await bench.StateAsync(run)));
        Assert.Empty(OnIt(bench));
        Assert.Empty(await bench.Store.ReadLeasesAsync());
    }

    /// <returns>How many points there were to die at.</returns>
    private static async Task<int> RunAsync(int dieAt)
    {
        await using var bench = Bench(Evacuate);
        // Each bench has a world of its own.
        var toMove = OnIt(bench).Count;
        Assert.True(toMove > 1, "several moves are needed for a crash between them");
        int points;
        await using (var first = bench.StartProcess(dieAt))
        {
            var start = first.StartAsync("evacuate", key: "k");
            await Task.WhenAny(start, first.Crash.Died);
            if (!first.Crash.IsDead && start.Result is StartOutcome.Accepted accepted) await first.UntilEndedAsync(accepted.RunId);
            points = first.Crash.Passed;
        }

        await using var second = bench.StartProcess();
        var again = Assert.IsType<StartOutcome.Accepted>(await second.StartAsync("evacuate", key: "k"));
        Assert.True(await second.UntilEndedAsync(again.RunId), "the run did not end");
        var state = await bench.StateAsync(again.RunId);
        Assert.True(state.End!.Error is null, state.End.Error?.Message);
        Assert.Empty(OnIt(bench));
        Assert.Empty(await bench.Store.ReadLeasesAsync());
        var effects = bench.Platform.Fleet.Effects;
        Assert.Equal(effects.Count, effects.Select(effect => effect.Key).Distinct().Count());
        Assert.Equal(toMove, effects.Count(effect => effect.Operation == "migrate"));
        Assert.Equal(("completed", $$"""{"moves":{{toMove}}}"""), (RunStatus.Of(state), state.End!.Outputs.ToString()));
        return points;
    }

    /// <summary>Each bench has a world of its own: one in which no VM of the host is suspended, which could not be moved.</summary>
    private static string MigrateOf(string id, IEnumerable<VirtualMachine> vms) => $$"""
        apiVersion: runbooks/v1
        id: {{id}}
        name: Migrate
        steps:
          move: { activity: vm.migrate, with: { targets: ["{{string.Join("\", \"", vms.Select(vm => vm.Id))}}"], to: hv-a-03 } }
        """;

    private static EngineBench Bench(string workflow, double timeScale = 0)
    {
        var bench = new EngineBench(vms: 24, timeScale);
        if (VmsOf(bench).Any(vm => vm.Host == "hv-a-02" && vm.PowerState == PowerState.Suspended)) return Bench(workflow, timeScale);
        bench.Publish(workflow);
        return bench;
    }

    private static ImmutableArray<VirtualMachine> VmsOf(EngineBench bench) =>
        bench.Platform.GetInventoryAsync(CancellationToken.None).GetAwaiter().GetResult().VirtualMachines;

    private static IReadOnlyList<VirtualMachine> OnIt(EngineBench bench) =>
        [.. VmsOf(bench).Where(vm => vm.Host == "hv-a-02" && vm.PowerState == PowerState.On)];

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await holds()) await Task.Delay(5, limit.Token);
    }
}
