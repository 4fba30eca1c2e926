using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities.Patching;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Runs.Starting;
using Runbooks.Server.Tests.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;
using Runbooks.Workflows.Library;

namespace Runbooks.Server.Tests.Runs.Patching;

/// <summary>Patching by the platform's own means, on the simulator: rings, gates, ways back, groups.</summary>
public sealed class PatchApplyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Patch(string targets, string with = "", string retry = "") => $$"""
        apiVersion: runbooks/v1
        id: patch
        name: Patch
        steps:
          patch: { activity: patch.apply, with: { targets: {{targets}}, method: platform{{(with.Length > 0 ? ", " + with : "")}} }{{retry}} }
        """;

    [Fact]
    public async Task Patch_TwoRings_PatchesAllAndSaysWhatChanged()
    {
        await using var bench = new EngineBench();
        var ended = await RunAsync(bench, Patch("[web-01, app-01, cache-01]", "rings: [1], snapshot: true"));

        var output = ended.Steps["patch"].Output!.Value;
        Assert.Equal(["app-01", "cache-01", "web-01"], Names(output, "succeeded"));
        var packages = output.GetProperty("packages").EnumerateArray().ToList();
        Assert.Equal(["app-01", "cache-01", "web-01"], packages.Select(p => p.GetProperty("vm").GetString()).Distinct());
        Assert.All(packages, p => Assert.True(string.CompareOrdinal(p.GetProperty("from").GetString(), p.GetProperty("to").GetString()) < 0, p.ToString()));
        Assert.Equal(3, Count(bench, "create-snapshot"));
        Assert.Equal(3, Count(bench, "patch-guest"));
        Assert.All(await SnapshotsAsync(bench, "web-01"), snapshot => Assert.StartsWith("before-patch-72h-", snapshot.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Patch_OneFailsItsGate_TheNextRingIsUntouched()
    {
        await using var bench = new EngineBench(silent: ["app-01"]);
        var ended = await RunAsync(bench, Patch("[app-01, cache-01, web-01]", "rings: [1], reboot: always, rebootTimeout: 5s, healthGate: { within: 1s }"));

        Assert.Equal("patch.not-back", ended.Steps["patch"].Error!.Code);
        Assert.Equal(["cache-01", "web-01"], Names(ended.Steps["patch"].Output!.Value, "skipped"));
        Assert.Equal(1, Count(bench, "patch-guest"));
    }

    [Fact]
    public async Task Patch_Check_ChangesNothing()
    {
        await using var bench = new EngineBench();
        var ended = await RunAsync(bench, Patch("[web-01, app-01]", "check: true, snapshot: true, rollBack: true, reboot: always"));

        Assert.NotEqual(0, ended.Steps["patch"].Output!.Value.GetProperty("packages").GetArrayLength());
        Assert.Empty(bench.Platform.Fleet.Effects);
    }

    [Theory]
    [InlineData("false", true)]
    [InlineData("true", false)]
    public async Task PatchLinux_DefaultFleet_PatchesItsLinuxTestVms(string check, bool changes)
    {
        await using var bench = new EngineBench(vms: 60);
        var linux = (await bench.Platform.GetInventoryAsync(Cancellation)).VirtualMachines
            .Where(vm => vm.PowerState == PowerState.On && vm.Tags.GetValueOrDefault("env") == "test" && !vm.Os!.StartsWith("Windows", StringComparison.Ordinal))
            .Select(vm => vm.NativeId).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(linux);

        var ended = await RunAsync(bench, WorkflowLibrary.All.Single(workflow => workflow.Id == "patch-linux").Yaml, $$"""{ "check": {{check}} }""", "patch-linux");

        Assert.Equal("completed", RunStatus.Of(ended));
        Assert.Equal(linux.Count, ended.End!.Outputs!.Value.GetProperty("succeeded").GetArrayLength());
        Assert.NotEqual(0, ended.End.Outputs.Value.GetProperty("packages").GetArrayLength());
        Assert.Equal(changes ? linux : [], bench.Platform.Fleet.Effects.Where(effect => effect.Operation == "patch-guest").Select(effect => effect.Vm).Order(StringComparer.Ordinal));
    }

    /// <summary>Snapshot revert erases hours of transactions.</summary>
    [Theory]
    [Trait("Rule", "Going back destroys")]
    [InlineData("rollBack: true", "", 1)]
    [InlineData("rollBack: false", "", 0)]
    [InlineData("rollBack: true", "stateful", 0)]
    public async Task Patch_FailsBeforeItsGate_IsPutBackOnlyWhereAskedForAndNotStateful(string rollBack, string data, int reverts)
    {
        await using var bench = new EngineBench(silent: ["web-01"]);
        await TagAsync(bench, "web-01", ("data", data));
        var ended = await RunAsync(
            bench, Patch("[web-01]", $"snapshot: true, {rollBack}, reboot: always, rebootTimeout: 5s, healthGate: {{ within: 1s }}"));

        Assert.Equal("patch.not-back", ended.Steps["patch"].Error!.Code);
        Assert.Equal(reverts, Count(bench, "revert-snapshot"));
        Assert.Equal(reverts == 1, ended.Steps["patch"].Error!.Message.Contains("put back", StringComparison.Ordinal));
        Assert.Equal(PowerState.On, (await FindAsync(bench, "web-01")).PowerState);
    }

    /// <summary>Snapshot revert erases hours of transactions: once the gate was passed, nothing goes back.</summary>
    [Fact]
    [Trait("Rule", "Going back destroys")]
    public async Task Patch_AnotherFailsAfterThisOnePassed_ThisOneIsNotPutBack()
    {
        await using var bench = new EngineBench(silent: ["web-01"]);
        await RunAsync(bench, Patch("[app-01, web-01]", "concurrency: 1, snapshot: true, rollBack: true, reboot: always, rebootTimeout: 5s"));

        Assert.Equal(["web-01"], await NamesAsync(bench, "revert-snapshot"));
    }

    /// <summary>Snapshots fill the datastore: units that look at one moment may not all find room for the last.</summary>
    [Fact]
    [Trait("Rule", "Snapshots leave room, are capped and expire")]
    public async Task Patch_ManyAtOnceAndRoomForOneMoreSnapshot_OneIsPatched()
    {
        await using var bench = new EngineBench(vms: 30, timeScale: 0.02);
        var beside = (await bench.Platform.GetInventoryAsync(Cancellation)).VirtualMachines.Where(vm => vm.PowerState == PowerState.On)
            .GroupBy(vm => vm.Storages[0], vm => vm.Name).MaxBy(vms => vms.Count())!.ToList();
        Assert.True(beside.Count > 2, $"only {beside.Count} VMs that are on share a storage");
        for (var n = 1; n < SnapshotRoom.Cap; n++) await OperateAsync(bench, new PlatformOperation.CreateSnapshot((await FindAsync(bench, beside[0])).NativeId, $"{SnapshotRoom.Prefix}{n}", Memory: false));

        var ended = await RunAsync(bench, Patch($"[{string.Join(", ", beside.Skip(1))}]", $"snapshot: true, reboot: never, failureBudget: {beside.Count}"));

        Assert.Equal(SnapshotRoom.Cap, Count(bench, "create-snapshot"));
        Assert.Single(Names(ended.Steps["patch"].Output!.Value, "succeeded"));
        Assert.All(ended.Steps["patch"].Units!.ById.Values.Where(unit => unit.Error is not null), unit => Assert.Equal("patch.snapshot-cap", unit.Error!.Code));
        Assert.Empty(await bench.Store.ReadLeasesAsync());
    }

    /// <summary>Primary and standby patched together.</summary>
    [Fact]
    [Trait("Rule", "One member of a group at a time")]
    public async Task Patch_MembersOfOneGroupInTwoRuns_AreNeverPatchedAtOnce()
    {
        await using var bench = new EngineBench(timeScale: 0.1);
        string[] members = ["web-01", "app-01", "cache-01"];
        foreach (var member in members) await TagAsync(bench, member, ("group", "pair"));
        bench.Publish(Patch("[web-01, app-01]", "reboot: never"));
        bench.Publish(Patch("[cache-01]", "reboot: never").Replace("id: patch", "id: other", StringComparison.Ordinal));
        await using var process = bench.StartProcess();
        var runs = await Task.WhenAll(process.StartAsync("patch"), process.StartAsync("other"));
        var most = 0;
        var ended = Task.WhenAll(runs.Select(run => process.UntilEndedAsync(Assert.IsType<StartOutcome.Accepted>(run).RunId)));
        while (!ended.IsCompleted)
        {
            most = Math.Max(most, process.InFlight.All.Count(operation => operation.Operation == "patch-guest"));
            await Task.Delay(20, Cancellation);
        }

        Assert.Equal(1, most);
        Assert.Equal(3, Count(bench, "patch-guest"));
        Assert.Empty(await bench.Store.ReadLeasesAsync());
    }

    /// <summary>Primary and standby patched together: a primary that failed is still down.</summary>
    [Fact]
    [Trait("Rule", "One member of a group at a time")]
    public async Task Patch_OneMemberOfAGroupFails_TheOtherIsLeftAlone()
    {
        // Which of them comes first is not said; neither comes back.
        string[] pair = ["app-01", "web-01"];
        await using var bench = new EngineBench(silent: pair);
        foreach (var member in pair) await TagAsync(bench, member, ("group", "pair"));
        var ended = await RunAsync(bench, Patch("[app-01, web-01]", "reboot: always, rebootTimeout: 5s"));

        var first = Assert.Single(await NamesAsync(bench, "patch-guest"));
        var other = Assert.Single(pair, name => name != first);
        Assert.Equal([other], Names(ended.Steps["patch"].Output!.Value, "skipped"));
        // In a run of its own neither, for as long as the first does not answer.
        bench.Publish(Patch($"[{other}]"));
        Assert.Equal("patch.group-impaired", (await RunAsync(bench, Patch($"[{other}]"))).Steps["patch"].Error!.Code);
        Assert.Equal([first], await NamesAsync(bench, "patch-guest"));
    }

    /// <summary>Whatever moment the process dies at: each VM is patched once and put back at most once, and nothing stays held.</summary>
    [Theory]
    [InlineData("", "patch-guest")]
    [InlineData("web-01", "revert-snapshot")]
    public async Task Patch_CrashAtEveryPoint_DoesNothingTwice(string silent, string counted)
    {
        var points = await CrashAsync(silent, counted, 0);
        Assert.True(points > 10, $"only {points} points were passed");
        for (var point = 1; point <= points; point++) await CrashAsync(silent, counted, point);
    }

    private static async Task<int> CrashAsync(string silent, string counted, int dieAt)
    {
        await using var bench = new EngineBench(silent: [silent]);
        await TagAsync(bench, "web-01", ("group", "pair"));
        bench.Publish(Patch("[web-01]", silent.Length > 0
            ? "snapshot: true, rollBack: true, reboot: never, healthGate: { url: 'http://127.0.0.1:9/', within: 1s }"
            : "snapshot: true, rollBack: true"));
        int points;
        await using (var first = bench.StartProcess(dieAt))
        {
            var start = first.StartAsync("patch", key: "k");
            await Task.WhenAny(start, first.Crash.Died);
            if (!first.Crash.IsDead && start.Result is StartOutcome.Accepted accepted) await first.UntilEndedAsync(accepted.RunId);
            points = first.Crash.Passed;
        }

        await using var second = bench.StartProcess();
        var again = Assert.IsType<StartOutcome.Accepted>(await second.StartAsync("patch", key: "k"));
        Assert.True(await second.UntilEndedAsync(again.RunId), "the run did not end");
        Assert.Equal(1, Count(bench, counted));
        Assert.Equal(1, Count(bench, "patch-guest"));
        Assert.Empty(await bench.Store.ReadLeasesAsync());
        return points;
    }

    private static async Task<RunState> RunAsync(EngineBench bench, string yaml, string inputs = "{}", string id = "patch")
    {
        bench.Publish(yaml);
        await using var process = bench.StartProcess();
        var started = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync(id, inputs));
        Assert.True(await process.UntilEndedAsync(started.RunId), "the run did not end");
        return await bench.StateAsync(started.RunId);
    }

    private static async Task TagAsync(EngineBench bench, string vm, params (string Name, string Value)[] tags)
    {
        var set = tags.ToImmutableSortedDictionary(tag => tag.Name, tag => (string?)tag.Value);
        await OperateAsync(bench, new PlatformOperation.SetTags((await FindAsync(bench, vm)).NativeId, set));
    }

    private static async Task OperateAsync(EngineBench bench, PlatformOperation operation) =>
        await bench.Platform.AwaitAsync(operation, await bench.Platform.StartAsync(operation, $"{Guid.NewGuid()}", Cancellation), null, Cancellation);

    private static async Task<VirtualMachine> FindAsync(EngineBench bench, string vm) =>
        (await bench.Platform.GetInventoryAsync(Cancellation)).VirtualMachines.Single(known => known.Name == vm);

    private static async Task<IReadOnlyList<Snapshot>> SnapshotsAsync(EngineBench bench, string vm) =>
        await bench.Platform.GetSnapshotsAsync((await FindAsync(bench, vm)).NativeId, Cancellation);

    private static int Count(EngineBench bench, string operation) => bench.Platform.Fleet.Effects.Count(effect => effect.Operation == operation);

    private static async Task<string[]> NamesAsync(EngineBench bench, string operation)
    {
        var vms = (await bench.Platform.GetInventoryAsync(Cancellation)).VirtualMachines.ToDictionary(vm => vm.NativeId, vm => vm.Name);
        return [.. bench.Platform.Fleet.Effects.Where(effect => effect.Operation == operation).Select(effect => vms[effect.Vm])];
    }

    private static string[] Names(JsonElement output, string list) => [.. output.GetProperty(list).EnumerateArray().Select(vm => vm.GetProperty("name").GetString()!)];
}
