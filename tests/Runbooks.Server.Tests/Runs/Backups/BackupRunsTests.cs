using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Server.Runs.Starting;
using Runbooks.Server.Tests.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;
using Runbooks.Workflows.Library;

namespace Runbooks.Server.Tests.Runs.Backups;

/// <summary>Backups by runs, and the shipped workflows about them, on the simulator.</summary>
public sealed class BackupRunsTests
{
    private const string All = """
        apiVersion: runbooks/v1
        id: all
        name: Back up, drill
        steps:
          make: { activity: backup.run, with: { targets: [web-01, app-01] } }
          drill: { activity: backup.drill, with: { targets: "${ steps.make.output.succeeded }" } }
        transitions: [make -> drill]
        """;

    private const string One = """
        apiVersion: runbooks/v1
        id: all
        name: Back up, drill
        steps:
          make: { activity: backup.run, with: { targets: [web-01] } }
          drill: { activity: backup.drill, with: { targets: "${ steps.make.output.succeeded }" } }
        transitions: [make -> drill]
        """;

    [Fact]
    public async Task Run_CrashAtEveryPoint_IsOneCopyAndNothingIsLeftOfTheDrill()
    {
        var points = await CrashAsync(dieAt: 0);
        Assert.True(points > 15, $"only {points} points were passed");
        for (var point = 1; point <= points; point++) await CrashAsync(point);
    }

    [Fact]
    public async Task Shipped_BackUpDrillAndPrune_WorkOnTheSimulator()
    {
        await using var bench = new EngineBench();
        foreach (var id in new[] { "back-up-vms", "restore-drill", "prune-backups" })
            bench.Publish(WorkflowLibrary.All.Single(workflow => workflow.Id == id).Yaml);
        await using var process = bench.StartProcess();

        var made = await EndAsync(bench, process, "back-up-vms", """{ "vms": ["web-01", "db-01"] }""");
        Assert.Equal(2, made.Steps["verify"].Output!.Value.GetProperty("backups").GetArrayLength());
        Assert.Equal(2, bench.Platform.Fleet.Backups.Count);
        var next = await EndAsync(bench, process, "back-up-vms", """{ "vms": ["web-01"], "verify": false }""");
        Assert.Equal("incremental", next.Steps["backUp"].Output!.Value.GetProperty("backups")[0].GetProperty("kind").GetString());

        var drilled = await EndAsync(bench, process, "restore-drill", """{ "vms": ["web-01", "db-01"] }""");
        Assert.Equal(2, drilled.Steps["drill"].Output!.Value.GetProperty("results").GetArrayLength());
        Assert.Equal(10, (await bench.Platform.GetInventoryAsync(CancellationToken.None)).VirtualMachines.Length);

        await EndAsync(bench, process, "back-up-vms", """{ "vms": ["db-01"], "kind": "full" }""");
        var pruned = await EndAsync(bench, process, "prune-backups", """{ "vms": ["web-01", "db-01"], "latest": 1, "daily": 0, "weekly": 0, "monthly": 0 }""");
        Assert.Equal(1, pruned.Steps["prune"].Output!.Value.GetProperty("backups").GetArrayLength());
        Assert.Equal(3, bench.Platform.Fleet.Backups.Count);
    }

    [Fact]
    public async Task Shipped_OneVmCannotBeBackedUp_NamesItAndBacksUpTheOthers()
    {
        await using var bench = new EngineBench();
        bench.Publish(WorkflowLibrary.All.Single(workflow => workflow.Id == "back-up-vms").Yaml);
        bench.Platform.Fleet.Inject(new SimulatorFault { Operation = "back-up", Vm = "db-01", Error = PlatformError.Conflict });
        await using var process = bench.StartProcess();

        var started = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync("back-up-vms", """{ "vms": ["web-01", "db-01"] }"""));
        Assert.True(await process.UntilEndedAsync(started.RunId), "the run did not end");

        var state = await bench.StateAsync(started.RunId);
        Assert.Equal(RunStatus.Failed, RunStatus.Of(state));
        Assert.Contains("db-01", state.Steps["report"].Error!.Message, StringComparison.Ordinal);
        Assert.Single(bench.Platform.Fleet.Backups);
    }

    [Fact]
    public async Task Run_ProtectedVm_IsBackedUpAllTheSame()
    {
        await using var bench = new EngineBench();
        bench.Publish(All);
        await using var process = bench.StartProcess(protect: "name == 'web-01'");
        await EndAsync(bench, process, "all", "{}");
        Assert.Equal(2, bench.Platform.Fleet.Backups.Count);
    }

    private static async Task<int> CrashAsync(int dieAt)
    {
        await using var bench = new EngineBench();
        bench.Publish(One);
        int points;
        await using (var first = bench.StartProcess(dieAt))
        {
            var start = first.StartAsync("all", key: "k");
            await Task.WhenAny(start, first.Crash.Died);
            if (!first.Crash.IsDead && start.Result is StartOutcome.Accepted accepted) await first.UntilEndedAsync(accepted.RunId);
            points = first.Crash.Passed;
        }

        await using var second = bench.StartProcess();
        var again = Assert.IsType<StartOutcome.Accepted>(await second.StartAsync("all", key: "k"));
        Assert.True(await second.UntilEndedAsync(again.RunId), "the run did not end");
        Assert.Equal(RunStatus.Completed, RunStatus.Of(await bench.StateAsync(again.RunId)));
        Assert.Single(bench.Platform.Fleet.Backups);
        Assert.Equal(10, (await bench.Platform.GetInventoryAsync(CancellationToken.None)).VirtualMachines.Length);
        Assert.Single(bench.Platform.Fleet.Effects, effect => effect.Operation == "restore");
        Assert.Empty(await bench.Store.ReadLeasesAsync());
        return points;
    }

    private static async Task<RunState> EndAsync(EngineBench bench, EngineBench.EngineProcess process, string workflow, string inputs)
    {
        var started = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync(workflow, inputs));
        Assert.True(await process.UntilEndedAsync(started.RunId), "the run did not end");
        var state = await bench.StateAsync(started.RunId);
        Assert.True(RunStatus.Of(state) == RunStatus.Completed, string.Join("; ", state.Steps.Values.Select(step => step.Error?.Message)));
        return state;
    }
}
