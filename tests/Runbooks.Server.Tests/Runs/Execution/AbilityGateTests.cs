using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Abilities;
using Runbooks.Server.Runs.Starting;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>Steps that meet a platform which cannot do them only when they run.</summary>
public sealed class AbilityGateTests
{
    [Theory]
    [InlineData("vm.migrate", "targets: \"powerState == 'on' && host == 'hv-a-02'\"")]
    [InlineData("host.evacuate", "host: hv-a-02, maintenance: false")]
    [InlineData("cluster.rebalance", "cluster: cluster-a, spread: 0.02")]
    public async Task Run_PlatformCannot_IsRefusedInTheWordsOfTheValidator(string activity, string with)
    {
        await using var bench = new EngineBench(vms: 24, sampled: true, lacks: [Capability.LiveMigration]);
        var state = await RunAsync(bench, activity, with);

        var error = state.Steps["act"].Error!;
        var words = StepRefusal.Of("act", [Capability.LiveMigration], new KnownConnection("sim", "simulator", bench.Platform.Capabilities), []);
        Assert.Equal("platform.unsupported", error.Code);
        Assert.EndsWith(words!, error.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Platform.Fleet.Effects);
    }

    [Fact]
    public async Task Run_InputAsksForMore_IsRefused()
    {
        await using var bench = new EngineBench(lacks: [Capability.MemorySnapshot]);
        var state = await RunAsync(bench, "vm.snapshot", "targets: \"powerState == 'on'\", name: a, memory: true");

        Assert.EndsWith(
            "Step 'act' cannot run on 'sim' (simulator): no memory in snapshots; use vm.snapshot with memory: false.",
            state.Steps["act"].Error!.Message,
            StringComparison.Ordinal);
        Assert.Empty(bench.Platform.Fleet.Effects);
    }

    private static async Task<RunState> RunAsync(EngineBench bench, string activity, string with)
    {
        bench.Publish($$"""
            apiVersion: runbooks/v1
            id: act
            name: Act
            steps:
              act: { activity: {{activity}}, with: { {{with}} } }
            """);
        await using var process = bench.StartProcess();
        var run = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync("act")).RunId;
        Assert.True(await process.UntilEndedAsync(run), "the run did not end");
        var state = await bench.StateAsync(run);
        Assert.Equal("failed", RunStatus.Of(state));
        return state;
    }
}
