using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.Starting;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>Between the choice of a target and its change a world may have passed: an approval, a window, a retry.</summary>
public sealed class MomentOfActingTests
{
    private const string OffLater = """
        apiVersion: runbooks/v1
        id: later
        name: Off later
        steps:
          find: { activity: fleet.find-vms, with: { where: "tags.role == 'mine' && powerState == 'on'" } }
          wait: { activity: flow.wait-for-signal, with: { name: go } }
          off: { activity: vm.power-off, with: { targets: "${ steps.find.output.vms }", mode: hard, failureBudget: 10 } }
        transitions:
          - find.found -> wait
          - wait.received -> off
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Rule", "Condition again at the moment of acting")]
    public async Task Unit_ConditionNoLongerHolds_IsSkippedAndTheOthersAreChanged()
    {
        await using var bench = new EngineBench();
        var vms = await TagAsync(bench, "mine", 2);
        var ended = await RunAsync(bench, () => SetAsync(bench, vms[0], "another's"));

        Assert.Equal(Settled.Skipped, ended.Steps["off"].Units!.ById[vms[0].Id].Status);
        Assert.Contains("no longer holds", ended.Steps["off"].Units!.ById[vms[0].Id].Message, StringComparison.Ordinal);
        Assert.Equal([vms[1].NativeId], bench.Platform.Fleet.Effects.Where(effect => effect.Operation == "power-off").Select(effect => effect.Vm));
    }

    [Fact]
    [Trait("Rule", "What is stale is neither changed nor taken for deleted")]
    public async Task Unit_ConnectionIsDown_FailsAsUnreachableAndIsNotTakenForDeleted()
    {
        await using var bench = new EngineBench();
        var vms = await TagAsync(bench, "mine", 1);
        var ended = await RunAsync(bench, () =>
        {
            bench.Platform.Fleet.Inject(new SimulatorFault { Operation = "vm", Error = PlatformError.Unreachable });
            return Task.CompletedTask;
        });

        Assert.Equal("platform.unreachable", ended.Steps["off"].Units!.ById[vms[0].Id].Error!.Code);
        Assert.DoesNotContain(bench.Platform.Fleet.Effects, effect => effect.Operation == "power-off");
        Assert.Contains((await bench.Platform.GetInventoryAsync(Cancellation)).VirtualMachines, vm => vm is { PowerState: PowerState.On } && vm.Id == vms[0].Id);
    }

    /// <param name="meanwhile">Happens after the targets were found, and before they are changed.</param>
    private static async Task<RunState> RunAsync(EngineBench bench, Func<Task> meanwhile)
    {
        bench.Publish(OffLater);
        await using var process = bench.StartProcess();
        var run = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync("later")).RunId;
        await UntilAsync(async () => (await bench.StateAsync(run)).Steps.GetValueOrDefault("wait") is { IsSettled: false });
        await meanwhile();
        await bench.Store.EnqueueAsync(run, InboxCodec.Write("go", InboxCodec.Signal, new InboxCodec.SignalData("go", JsonElement.Parse("1")), DateTimeOffset.UtcNow));
        process.Wake(run);
        Assert.True(await process.UntilEndedAsync(run), "the run did not end");
        return await bench.StateAsync(run);
    }

    private static async Task<List<VirtualMachine>> TagAsync(EngineBench bench, string role, int count)
    {
        var vms = (await bench.Platform.GetInventoryAsync(Cancellation)).VirtualMachines.Where(vm => vm.PowerState == PowerState.On).Take(count).ToList();
        foreach (var vm in vms) await SetAsync(bench, vm, role);
        return vms;
    }

    private static async Task SetAsync(EngineBench bench, VirtualMachine vm, string role)
    {
        var operation = new PlatformOperation.SetTags(vm.NativeId, ImmutableSortedDictionary<string, string?>.Empty.Add("role", role));
        await bench.Platform.AwaitAsync(operation, await bench.Platform.StartAsync(operation, $"{Guid.NewGuid()}", Cancellation), null, Cancellation);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 4_000; tries++)
        {
            if (await holds()) return;
            await Task.Delay(5, Cancellation);
        }

        Assert.Fail("It did not come to where it should.");
    }
}
