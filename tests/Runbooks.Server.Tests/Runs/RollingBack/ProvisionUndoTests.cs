using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Runs.RollingBack;
using Runbooks.Server.Runs.Starting;
using Runbooks.Server.Tests.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.RollingBack;

/// <summary>What becomes of VMs whose making is undone.</summary>
[Trait("Rule", "Undone only while nobody uses it, and kept for a week")]
public sealed class ProvisionUndoTests
{
    private const string Until = "runbooks-quarantined-until", HandedOver = "runbooks-handed-over";

    private const string Make = """
        apiVersion: runbooks/v1
        id: make
        name: Make two
        steps:
          make: { activity: vm.provision-batch, with: { source: ubuntu-24.04, count: 2, namePattern: "fresh-{n:00}", waitFor: power, tags: { env: test } } }
        """;

    private const string Sweep = """
        apiVersion: runbooks/v1
        id: sweep
        name: Sweep
        steps:
          remove: { activity: vm.remove-quarantined }
        """;

    [Fact]
    public async Task RollBack_OfNewVms_PowersOffAndQuarantinesThemAndNothingElse()
    {
        await using var bench = new EngineBench();
        var others = await OthersAsync(bench);
        var (state, vms) = await MadeAndRolledBackAsync(bench);

        Assert.Equal(RunStatus.RolledBack, RunStatus.Of(state));
        var day = DateTime.UtcNow.Date.AddDays(7);
        Assert.All(vms, vm => Assert.Equal((PowerState.Off, true), (vm.PowerState, DateTime.Parse(vm.Tags[Until], System.Globalization.CultureInfo.InvariantCulture) >= day.AddDays(-1))));
        Assert.Equal(others, await OthersAsync(bench));
    }

    [Theory]
    [InlineData(HandedOver, "yes")]
    [InlineData("env", "production")]
    [InlineData("owner", "li")]
    public async Task RollBack_OfAVmThatSomebodyTookOver_LeavesIt(string tag, string value)
    {
        await using var bench = new EngineBench();
        var (state, vms) = await MadeAndRolledBackAsync(bench, async made => await TagAsync(bench, made[0], tag, value));

        Assert.Equal(RunStatus.RollBackIncomplete, RunStatus.Of(state));
        Assert.Equal("provision.in-use", Assert.Single(state.Undone.Values, undone => undone.Error is not null).Error!.Code);
        Assert.Equal([PowerState.On, PowerState.Off], vms.Select(vm => vm.PowerState));
        Assert.False(vms[0].Tags.ContainsKey(Until));
    }

    [Fact]
    public async Task RollBack_OfVmsThatAreOlderThanADay_LeavesThem()
    {
        await using var bench = new EngineBench();
        var (state, vms) = await MadeAndRolledBackAsync(bench, later: TimeSpan.FromHours(25));

        Assert.Equal(RunStatus.RollBackIncomplete, RunStatus.Of(state));
        Assert.All(state.Undone.Values, undone => Assert.Equal("undo.refused", undone.Error!.Code));
        Assert.All(vms, vm => Assert.Equal(PowerState.On, vm.PowerState));
    }

    [Fact]
    public async Task RollBack_OfAVmThatWasMadeByAStepThatFailed_TakesItToo()
    {
        await using var bench = new EngineBench(silent: ["fresh-02"]);
        bench.Publish(Make.Replace("waitFor: power", "guestTimeout: PT0.1S", StringComparison.Ordinal)
            .Replace("name: Make two", "name: Make two\npolicy: { onFailure: roll-back }", StringComparison.Ordinal));
        await using var process = bench.StartProcess();
        var state = await RunAsync(bench, process, "make");

        Assert.Equal(RunStatus.RolledBack, RunStatus.Of(state));
        Assert.All(await VmsAsync(bench), vm => Assert.True(vm.Tags.ContainsKey(Until)));
    }

    [Fact]
    public async Task Sweep_RemovesOnlyWhatHasHadItsWeek()
    {
        var time = new LaterTime();
        await using var bench = new EngineBench(configure: services => services.AddSingleton<TimeProvider>(time));
        await MadeAndRolledBackAsync(bench);
        bench.Publish(Sweep);
        await using var process = bench.StartProcess(time: time);
        time.Later = TimeSpan.FromDays(6.9);
        Assert.Equal("none", (await RunAsync(bench, process, "sweep")).Steps["remove"].Outcome);

        time.Later = TimeSpan.FromDays(9);
        var vms = await VmsAsync(bench);
        await TagAsync(bench, vms[0], HandedOver, "yes");
        await RunAsync(bench, process, "sweep");
        Assert.Equal(["fresh-01"], (await VmsAsync(bench)).Select(vm => vm.Name));

        await TagAsync(bench, vms[0], HandedOver, null);
        await bench.Platform.StartAsync(new PlatformOperation.PowerOn(vms[0].NativeId), "somebody", TestContext.Current.CancellationToken);
        Assert.Equal("none", (await RunAsync(bench, process, "sweep")).Steps["remove"].Outcome);
    }

    [Fact]
    [Trait("Engine", "2 One effect per key")]
    public async Task RollBack_CrashAtEveryPoint_QuarantinesBothOnce()
    {
        var points = await CrashAsync(dieAt: 0);
        Assert.True(points > 10, $"only {points} points were passed");
        for (var point = 1; point <= points; point++) await CrashAsync(point);
    }

    private static async Task<int> CrashAsync(int dieAt)
    {
        await using var bench = new EngineBench();
        bench.Publish(Make);
        string run;
        await using (var making = bench.StartProcess()) run = (await RunAsync(bench, making, "make")).Created!.RunId;
        int points;
        await using (var dying = bench.StartProcess(dieAt))
        {
            var asked = new RollBackStarter(dying.Shell).StartAsync(run, "user:li", null);
            await Task.WhenAny(dying.Crash.Died, asked.ContinueWith(_ => dying.UntilEndedAsync(run), TaskScheduler.Default).Unwrap());
            points = dying.Crash.Passed;
        }

        await using var last = bench.StartProcess();
        await new RollBackStarter(last.Shell).StartAsync(run, "user:li", null);
        Assert.True(await last.UntilEndedAsync(run));
        Assert.Equal(RunStatus.RolledBack, RunStatus.Of(await bench.StateAsync(run)));
        Assert.All(await VmsAsync(bench), vm => Assert.Equal((PowerState.Off, true), (vm.PowerState, vm.Tags.ContainsKey(Until))));
        var effects = bench.Platform.Fleet.Effects;
        Assert.Equal(effects.Count, effects.Select(effect => effect.Key).Distinct().Count());
        Assert.Empty(await bench.Store.ReadLeasesAsync());
        return points;
    }

    private static async Task<(RunState State, List<VirtualMachine> Vms)> MadeAndRolledBackAsync(
        EngineBench bench, Func<List<VirtualMachine>, Task>? then = null, TimeSpan later = default)
    {
        bench.Publish(Make);
        string run;
        await using (var making = bench.StartProcess()) run = (await RunAsync(bench, making, "make")).Created!.RunId;
        if (then is not null) await then(await VmsAsync(bench));
        await using var process = bench.StartProcess(time: new LaterTime { Later = later });
        Assert.Null(await new RollBackStarter(process.Shell).StartAsync(run, "user:li", null));
        Assert.True(await process.UntilEndedAsync(run));
        return (await bench.StateAsync(run), await VmsAsync(bench));
    }

    private static async Task<RunState> RunAsync(EngineBench bench, EngineBench.EngineProcess process, string workflow)
    {
        var accepted = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync(workflow));
        Assert.True(await process.UntilEndedAsync(accepted.RunId));
        return await bench.StateAsync(accepted.RunId);
    }

    private static async Task<List<VirtualMachine>> VmsAsync(EngineBench bench) =>
        [.. (await bench.Platform.GetInventoryAsync(default)).VirtualMachines.Where(vm => vm.Name.StartsWith("fresh-0", StringComparison.Ordinal) && vm.Tags.ContainsKey("runbooks-run")).OrderBy(vm => vm.Name, StringComparer.Ordinal)];

    private static async Task<List<string>> OthersAsync(EngineBench bench) =>
        [.. (await bench.Platform.GetInventoryAsync(default)).VirtualMachines.Where(vm => !vm.Tags.ContainsKey("runbooks-run")).Select(vm => $"{vm.Name} {vm.PowerState} {vm.Tags.Count}")];

    private static Task<string> TagAsync(EngineBench bench, VirtualMachine vm, string tag, string? value) => bench.Platform.StartAsync(
        new PlatformOperation.SetTags(vm.NativeId, ImmutableSortedDictionary<string, string?>.Empty.Add(tag, value)), $"somebody {tag} {value}", default);

    private sealed class LaterTime : TimeProvider
    {
        public TimeSpan Later { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Later;
    }
}
