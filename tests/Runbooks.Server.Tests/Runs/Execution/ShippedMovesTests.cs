using Runbooks.Activities.Platforms;
using Runbooks.Server.Runs.Starting;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;
using Runbooks.Workflows.Library;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>The shipped workflows that move VMs, on the default simulated fleet, in which hv-a-01 is too hot.</summary>
public sealed class ShippedMovesTests : IAsyncDisposable
{
    private readonly EngineBench bench = new(vms: 60, sampled: true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task RelieveHotHost_DefaultFleet_BringsTheHotHostBelowTheThreshold()
    {
        Assert.True(await CpuAsync("hv-a-01") > 0.8, "the default fleet has a hot host");

        var state = await RunAsync("relieve-hot-host", "{}");

        Assert.Equal(("completed", "relieved"), (RunStatus.Of(state), state.Steps["relieve"].Outcome));
        Assert.InRange(await CpuAsync("hv-a-01"), 0, 0.8);
        Assert.Equal(bench.Platform.Fleet.Effects.Count, state.End!.Outputs!.Value.GetProperty("moves").GetArrayLength());
        Assert.All(bench.Platform.Fleet.Effects, effect => Assert.Equal("migrate", effect.Operation));
    }

    [Fact]
    public async Task EvacuateHost_DefaultFleet_EmptiesTheHost()
    {
        var inventory = await bench.Platform.GetInventoryAsync(Cancellation);
        // A host with a protected VM is not emptied.
        var host = inventory.Hosts.Select(host => host.Name).First(name => name != "hv-a-01" && inventory.VirtualMachines.All(vm =>
            vm.Host != name || vm.PowerState != PowerState.Suspended && !vm.Tags.ContainsKey("protected")));

        var state = await RunAsync("evacuate-host", $$"""{ "host": "{{host}}", "headroom": 0 }""");

        Assert.Equal("completed", RunStatus.Of(state));
        var after = await bench.Platform.GetInventoryAsync(Cancellation);
        Assert.Equal(HostState.Maintenance, after.Hosts.Single(shown => shown.Name == host).State);
        Assert.DoesNotContain(after.VirtualMachines, vm => vm.Host == host && vm.PowerState == PowerState.On);
        Assert.NotEqual(0, state.End!.Outputs!.Value.GetProperty("moves").GetArrayLength());
    }

    [Fact]
    public async Task RebalanceCluster_DefaultFleet_BringsItsHostsCloser()
    {
        var before = await ApartAsync();

        var state = await RunAsync("rebalance-cluster", """{ "cluster": "cluster-a", "maxMoves": 2 }""");

        Assert.Equal("completed", RunStatus.Of(state));
        Assert.InRange(state.End!.Outputs!.Value.GetProperty("moves").GetArrayLength(), 1, 2);
        Assert.True(await ApartAsync() < before, $"the hosts are still {before} apart");
    }

    private async Task<double> ApartAsync()
    {
        var shares = await Task.WhenAll(new[] { "hv-a-01", "hv-a-02", "hv-a-03" }.Select(CpuAsync));
        return shares.Max() - shares.Min();
    }

    private async Task<double> CpuAsync(string host)
    {
        var id = (await bench.Platform.GetInventoryAsync(Cancellation)).Hosts.Single(shown => shown.Name == host).Id;
        return (await bench.Platform.SampleAsync(Cancellation)).Single(sample => sample.Id == id).Cpu!.Value;
    }

    private async Task<RunState> RunAsync(string id, string inputs)
    {
        bench.Publish(WorkflowLibrary.All.Single(workflow => workflow.Id == id).Yaml);
        await using var process = bench.StartProcess();
        var run = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync(id, inputs)).RunId;
        Assert.True(await process.UntilEndedAsync(run), "the run did not end");
        return await bench.StateAsync(run);
    }
}
