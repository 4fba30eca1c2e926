using Runbooks.Activities.Platforms;
using Runbooks.Server.Runs.RollingBack;
using Runbooks.Server.Runs.Starting;
using Runbooks.Server.Tests.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.RollingBack;

/// <summary>Each activity that declares an inverse, done and undone on the simulated platform: everything is as before.</summary>
public sealed class UndoneActivitiesTests
{
    [Theory]
    [InlineData("vm.power-off", "mode: hard, ", "powerState == 'on'", 3)]
    [InlineData("vm.power-off", "", "powerState == 'on'", 3)]
    [InlineData("vm.power-on", "", "powerState == 'off'", 1)]
    [InlineData("vm.suspend", "", "powerState == 'on'", 3)]
    [InlineData("vm.snapshot", "name: before, ", "powerState == 'on'", 3)]
    [InlineData("vm.migrate", "", "powerState == 'on'", 3)]
    public async Task RollBack_OfActivity_LeavesEverythingAsItWas(string activity, string with, string where, int least)
    {
        await using var bench = new EngineBench();
        await bench.Platform.StartAsync(new PlatformOperation.PowerOff((await VmsAsync(bench)).First(vm => vm.PowerState == PowerState.On).NativeId), "a first one off", TestContext.Current.CancellationToken);
        bench.Publish($$"""
            apiVersion: runbooks/v1
            id: it
            name: It
            steps:
              find: { activity: fleet.find-vms, with: { where: "{{where}}", limit: 3 } }
              it: { activity: {{activity}}, with: { {{with}}targets: "${ steps.find.output.vms }", failureBudget: 3 } }
            transitions: [find -> it]
            """);
        var before = await DescribeAsync(bench);
        await using var process = bench.StartProcess();
        var state = await RunAsync(bench, process, "it");
        Assert.True(state.Undo.Count >= least, $"{state.Undo.Count} can be undone: {string.Join("; ", state.Steps["it"].Units!.ById.Values.Select(u => u.Message))}");
        Assert.NotEqual(before, await DescribeAsync(bench));

        await RolledBackAsync(bench, process, state);

        Assert.Equal(before, await DescribeAsync(bench));
    }

    [Fact]
    public async Task RollBack_OfAnEvacuatedHost_TakesItsVmsBack()
    {
        await using var bench = new EngineBench(vms: 12);
        var inventory = await bench.Platform.GetInventoryAsync(TestContext.Current.CancellationToken);
        var host = inventory.Hosts.First(h => inventory.VirtualMachines.Any(vm => vm.Host == h.Name && vm.PowerState == PowerState.On)).Name;
        bench.Publish($$"""
            apiVersion: runbooks/v1
            id: empty
            name: Empty
            steps:
              empty: { activity: host.evacuate, with: { host: {{host}} } }
            """);
        var before = await DescribeAsync(bench);
        await using var process = bench.StartProcess();
        var state = await RunAsync(bench, process, "empty");
        Assert.True(state.Undo.Count == 1, state.End!.Error?.Message);

        await RolledBackAsync(bench, process, state);

        Assert.Equal(before, await DescribeAsync(bench));
        Assert.Equal(HostState.Up, (await bench.Platform.GetInventoryAsync(TestContext.Current.CancellationToken)).Hosts.Single(h => h.Name == host).State);
    }

    private static async Task RolledBackAsync(EngineBench bench, EngineBench.EngineProcess process, RunState ended)
    {
        var run = ended.Created!.RunId;
        Assert.Null(await new RollBackStarter(process.Shell).StartAsync(run, "user:li", null));
        Assert.True(await process.UntilEndedAsync(run));
        var state = await bench.StateAsync(run);
        Assert.True(RunStatus.Of(state) == RunStatus.RolledBack, state.End!.Error?.Message);
    }

    private static async Task<RunState> RunAsync(EngineBench bench, EngineBench.EngineProcess process, string workflow)
    {
        var accepted = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync(workflow));
        Assert.True(await process.UntilEndedAsync(accepted.RunId));
        return await bench.StateAsync(accepted.RunId);
    }

    private static async Task<IReadOnlyList<VirtualMachine>> VmsAsync(EngineBench bench) => (await bench.Platform.GetInventoryAsync(default)).VirtualMachines;

    private static async Task<string> DescribeAsync(EngineBench bench)
    {
        var lines = new List<string>();
        foreach (var vm in await VmsAsync(bench))
            lines.Add($"{vm.Name} {vm.PowerState} on {vm.Host}: {string.Join(" ", (await bench.Platform.GetSnapshotsAsync(vm.NativeId, default)).Select(s => s.Name))}");
        return string.Join("\n", lines.Order(StringComparer.Ordinal));
    }
}
