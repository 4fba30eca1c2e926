using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Server.Runs.Starting;
using Runbooks.Server.Tests.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Provisioning;

/// <summary>VMs that runs make.</summary>
public sealed class ProvisionBatchTests
{
    private static string Batch(string with) => $$"""
        apiVersion: runbooks/v1
        id: batch
        name: Make three
        steps:
          make: { activity: vm.provision-batch, with: { source: {{Template}}, count: 3, namePattern: "web-{n:000}", {{with}} } }
        outputs:
          made: "${ steps.make.output.created.map(vm => vm.name).join(' ') }"
        """;

    private const string Template = "ubuntu-24.04";

    [Fact]
    [Trait("Rule", "Names are checked and creation is keyed")]
    public async Task Provision_CrashAtEveryPoint_NeverMakesTwoVmsOfOneName()
    {
        var points = await RunAsync(dieAt: 0);
        Assert.True(points > 10, $"only {points} points were passed");
        for (var point = 1; point <= points; point++) await RunAsync(point);
    }

    [Fact]
    public async Task Provision_OneFails_KeepsTheOthersAndARerunMakesOnlyTheMissing()
    {
        await using var bench = new EngineBench();
        bench.Publish(Batch("waitFor: power, failureBudget: 1"));
        bench.Platform.Fleet.Inject(new SimulatorFault { Operation = "provision", Vm = "web-002", Count = 1, Error = PlatformError.Capacity });
        await using var process = bench.StartProcess();
        var first = await EndAsync(bench, process);
        Assert.Equal("web-001 web-003", Made(first));

        var rerun = await RerunFailedAsync(bench, process, first);

        Assert.Equal("web-001 web-002 web-003", Made(rerun).Split(' ').Order().Aggregate((a, b) => a + " " + b));
        Assert.Equal(3, bench.Platform.Fleet.Effects.Count(effect => effect.Operation == "provision"));
    }

    [Fact]
    public async Task Provision_GuestDidNotAnswer_RerunsOfRerunsGoOnWithTheSameVm()
    {
        await using var bench = new EngineBench(silent: ["web-002"]);
        bench.Publish(Batch("guestTimeout: PT1S, failureBudget: 1"));
        await using var process = bench.StartProcess();
        var run = await EndAsync(bench, process);
        for (var rerun = 0; rerun < 2; rerun++)
        {
            Assert.Equal("guest.did-not-answer", run.Steps["make"].Units!.ById.Values.Single(unit => unit.Error is not null).Error!.Code);
            run = await RerunFailedAsync(bench, process, run);
        }

        Assert.Equal(3, bench.Platform.Fleet.Effects.Count(effect => effect.Operation == "provision"));
    }

    [Fact]
    public async Task Provision_AnotherRunTookTheNameMeanwhile_LeavesItsVmAlone()
    {
        await using var bench = new EngineBench();
        bench.Publish(Batch("waitFor: power, failureBudget: 1"));
        bench.Platform.Fleet.Inject(new SimulatorFault { Operation = "provision", Vm = "web-002", Count = 1, Error = PlatformError.Capacity });
        await using var process = bench.StartProcess();
        var first = await EndAsync(bench, process);
        // Another run, with a step of the same name.
        bench.Publish(Batch("waitFor: power, first: 2").Replace("count: 3", "count: 1", StringComparison.Ordinal).Replace("id: batch", "id: other", StringComparison.Ordinal));
        await EndAsync(bench, process, "other");

        var rerun = await RerunFailedAsync(bench, process, first);

        Assert.Equal("name.taken", rerun.Steps["make"].Units!.ById.Values.Single(unit => unit.Error is not null).Error!.Code);
        Assert.Equal("web-001 web-003", Made(rerun));
    }

    [Theory]
    [Trait("Rule", "No secrets in user data")]
    [InlineData("first: 1, userData: \"password: ${ secrets.root }\"", "provision.secret-in-user-data")]
    [InlineData("memory: 4000", "capacity.short")]
    [InlineData("apart: true, first: 1, count: 7", "capacity.short")]
    [InlineData("source: nothing", "template.unknown")]
    [InlineData("connection: elsewhere", "connection.unknown")]
    public async Task Provision_CannotMakeAll_MakesNone(string with, string code)
    {
        await using var bench = new EngineBench();
        var yaml = Batch(with);
        // What is given twice is given here.
        if (with.Contains("count:", StringComparison.Ordinal)) yaml = yaml.Replace("count: 3, ", "", StringComparison.Ordinal);
        if (with.Contains("source:", StringComparison.Ordinal)) yaml = yaml.Replace($"source: {Template}, ", "", StringComparison.Ordinal);
        bench.Publish(yaml);
        await using var process = bench.StartProcess();

        var ended = await EndAsync(bench, process);

        Assert.Equal(code, ended.Steps["make"].Error!.Code);
        Assert.Empty(bench.Platform.Fleet.Effects);
    }

    [Fact]
    [Trait("Rule", "Names are checked and creation is keyed")]
    public async Task Provision_ANameIsTaken_MakesNoneAndNamesIt()
    {
        await using var bench = new EngineBench();
        bench.Publish(Batch("waitFor: power").Replace("count: 3", "count: 2", StringComparison.Ordinal));
        await using (var earlier = bench.StartProcess()) await EndAsync(bench, earlier);
        bench.Publish(Batch("first: 2, waitFor: power"));
        await using var process = bench.StartProcess();

        var error = (await EndAsync(bench, process)).Steps["make"].Error!;

        Assert.Equal("name.taken", error.Code);
        Assert.Contains("1 of 3 names are taken on 'sim': web-002", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, bench.Platform.Fleet.Effects.Count);
    }

    private static async Task<int> RunAsync(int dieAt)
    {
        await using var bench = new EngineBench();
        bench.Publish(Batch("waitFor: power, tags: { env: test }"));
        int points;
        await using (var first = bench.StartProcess(dieAt))
        {
            var start = first.StartAsync("batch", key: "k");
            await Task.WhenAny(start, first.Crash.Died);
            if (!first.Crash.IsDead && start.Result is StartOutcome.Accepted accepted) await first.UntilEndedAsync(accepted.RunId);
            points = first.Crash.Passed;
        }

        await using var second = bench.StartProcess();
        var again = Assert.IsType<StartOutcome.Accepted>(await second.StartAsync("batch", key: "k"));
        Assert.True(await second.UntilEndedAsync(again.RunId), "the run did not end");
        var state = await bench.StateAsync(again.RunId);
        Assert.Equal(RunStatus.Completed, RunStatus.Of(state));
        Assert.Equal("web-001 web-002 web-003", Made(state));
        var inventory = await bench.Platform.GetInventoryAsync(CancellationToken.None);
        var made = inventory.VirtualMachines.Where(vm => vm.Name.StartsWith("web-0", StringComparison.Ordinal) && vm.Name.Length == 7).ToList();
        Assert.Equal(3, made.Count);
        Assert.All(made, vm => Assert.Equal("test", vm.Tags["env"]));
        Assert.Empty(await bench.Store.ReadLeasesAsync());
        return points;
    }

    private static async Task<RunState> RerunFailedAsync(EngineBench bench, EngineBench.EngineProcess process, RunState ended)
    {
        var workflow = (await process.Shell.Workflows.FindAsync("batch", 1))!;
        var kept = Reruns.Keep(workflow, ended, null, onlyFailedTargets: true);
        var runId = ended.Created!.RunId;
        var started = Assert.IsType<StartOutcome.Accepted>(await new RunStarter(process.Shell).StartAsync(new StartRequest(
            "batch", 1, ended.Created.Inputs, new RunTrigger("rerun", runId, null), RerunOf: runId, Kept: kept, Lineage: ended.Created.Origin)));
        Assert.True(await process.UntilEndedAsync(started.RunId));
        return await bench.StateAsync(started.RunId);
    }

    private static async Task<RunState> EndAsync(EngineBench bench, EngineBench.EngineProcess process, string workflow = "batch")
    {
        var started = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync(workflow));
        Assert.True(await process.UntilEndedAsync(started.RunId), "the run did not end");
        return await bench.StateAsync(started.RunId);
    }

    private static string Made(RunState state) => string.Join(
        ' ', state.Steps["make"].Output!.Value.GetProperty("created").EnumerateArray().Select(vm => vm.GetProperty("name").GetString()));
}
