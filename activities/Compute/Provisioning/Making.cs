using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute.Provisioning;

/// <summary>One VM in the making.</summary>
internal sealed record Making(ProvisionBatch.Input Input, PlannedVm Planned, ActivityContext Context)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <returns>Its native id.</returns>
    public async Task<string> MakeAsync(CancellationToken cancellation)
    {
        var order = new PlatformOperation.Provision(Order());
        if (!Context.Begun.Contains(order.Name) && MadeBefore() is { } nativeId) return nativeId;
        try
        {
            var end = await Context.OperateAsync(order, limit: null, cancellation);
            return end.Result?.Deserialize<Provisioned>(JsonSerializerOptions.Web)?.NativeId
                ?? throw new InvalidOperationException($"{Planned.Platform} made {Planned.Name} and did not say which VM it is.");
        }
        catch (PlatformException error)
        {
            throw Failure(error, "was not made");
        }
    }

    /// <summary>Waits until it counts as made.</summary>
    public async Task<VirtualMachine> WaitAsync(string nativeId, CancellationToken cancellation)
    {
        var until = Context.Time.GetUtcNow() + Input.GuestTimeout;
        while (true)
        {
            var vm = await ReadAsync(nativeId, cancellation);
            if (IsReady(vm)) return vm;
            if (Context.Time.GetUtcNow() >= until) throw Silent(vm);
            Context.Progress(0.9, vm.PowerState == PowerState.On ? "Waiting for its guest" : "Waiting until it is on");
            await Task.Delay(BetweenLooks, Context.Time, cancellation);
        }
    }

    /// <summary>A platform that knows nothing of guests cannot be waited for.</summary>
    private bool IsReady(VirtualMachine vm) =>
        vm.PowerState == PowerState.On && (Input.WaitFor == WaitFor.Power || vm.GuestAnswers is null or true);

    private VmOrder Order()
    {
        var connection = Batch.ConnectionOf(Input with { Connection = Planned.Connection }, Context.Fleet);
        return new VmOrder(
            Planned.Name,
            Batch.SourceOf(Input, connection).NativeId,
            Input.Cpus,
            Input.Memory is { } gib ? (long)(gib * (1L << 30)) : null,
            Input.Size,
            Planned.Host,
            Input.Storage,
            Input.Network,
            Input.Tags.SetItem(ProvisionBatch.RunTag, Context.RunId).SetItem(ProvisionBatch.StepTag, Context.StepPath)
                .SetItem(ProvisionBatch.LineageTag, Context.Lineage),
            Input.UserData,
            PowerOn: true);
    }

    /// <summary>The same step of a run that this is a rerun of made it, and its guest had not answered yet.</summary>
    private string? MadeBefore()
    {
        var there = Context.Fleet.Vms.FirstOrDefault(
            vm => vm.Connection == Planned.Connection && string.Equals(vm.Name, Planned.Name, StringComparison.OrdinalIgnoreCase));
        if (there is null) return null;
        if (there.Vm.Tags.TryGetValue(ProvisionBatch.RunTag, out var run)
            && there.Vm.Tags.GetValueOrDefault(ProvisionBatch.LineageTag) == Context.Lineage
            && there.Vm.Tags.GetValueOrDefault(ProvisionBatch.StepTag) == Context.StepPath)
        {
            Context.Log($"{Planned.Name} is there: run {run} made it.");
            return there.Vm.NativeId;
        }

        throw new ActivityFailure(
            "name.taken", $"A VM {Planned.Name} is on '{Planned.Connection}' by now, and this step did not make it; it was left alone. Choose another name.");
    }

    private async Task<VirtualMachine> ReadAsync(string nativeId, CancellationToken cancellation)
    {
        try
        {
            return await Context.Platform.GetVirtualMachineAsync(nativeId, cancellation)
                ?? throw new ActivityFailure("vm.gone", $"{Planned.Name} was made, and is gone again: somebody else deleted it.");
        }
        catch (PlatformException error)
        {
            throw Failure(error, "was made, and cannot be looked at");
        }
    }

    private ActivityFailure Silent(VirtualMachine vm) => new(
        "guest.did-not-answer",
        $"{Planned.Name} was made and is {ActivityJson.Write(vm.PowerState).GetString()}, but its guest did not answer within {Duration.ToWords(Input.GuestTimeout)}. "
        + "It was kept. Look at its console; a rerun of the failed ones goes on waiting for it.",
        retryable: true);

    private ActivityFailure Failure(PlatformException error, string what) => new(
        error.Code,
        $"{Planned.Name} {what}. {Planned.Platform}: `{error.Message}` Next: {PlatformAdvice.Next(error.Error, Planned.Connection)}.",
        error.Retryable,
        error.RetryAfter);
}
