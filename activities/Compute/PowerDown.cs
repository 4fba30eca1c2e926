using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>How a VM is brought to be off: the guest is asked first, and forced only where that was allowed.</summary>
/// <param name="AllowLoss">Also where the VM does not come back as it was.</param>
internal sealed record PowerDown(PowerMode Mode, TimeSpan Grace, bool Force, bool AllowLoss)
{
    /// <summary>What is agreed to by whoever agrees to forcing (forcing.decision.md).</summary>
    public const string WhatIsLost = "guests that do not shut down in time are forced off, and lose what they have not written";

    public static readonly TimeSpan DefaultGrace = TimeSpan.FromMinutes(2);

    public PlannedChange? Plan(FleetVm vm) => OffLosses.Plan(vm, AllowLoss) ?? vm.Vm.PowerState switch
    {
        PowerState.Off => null,
        PowerState.Suspended when Mode == PowerMode.Graceful && !Force =>
            new PlannedChange($"Fails for {vm.Name}: it is suspended, and its guest cannot be asked", "suspended", "suspended"),
        PowerState.Suspended => new PlannedChange($"Forces {vm.Name} off; what it holds in memory is lost", "suspended", "off"),
        _ when Mode == PowerMode.Hard => new PlannedChange($"Forces {vm.Name} off without asking its guest", "on", "off"),
        _ when Force => new PlannedChange($"Shuts down {vm.Name}, and forces it off after {Duration.ToWords(Grace)}", "on", "off"),
        _ => new PlannedChange($"Shuts down {vm.Name}", "on", "off"),
    };

    /// <summary>Whether an earlier execution has begun it.</summary>
    public static bool Began(VmWork work) =>
        work.Began(new PlatformOperation.Shutdown(work.NativeId)) || work.Began(new PlatformOperation.PowerOff(work.NativeId));

    /// <exception cref="ActivityFailure">The guest did not shut down, or something would be lost, and that was not allowed.</exception>
    public async Task<ActivityResult> ExecuteAsync(VmWork work, CancellationToken cancellation)
    {
        if (!Began(work)) OffLosses.Refuse(work.Seen, AllowLoss);
        var pull = new PlatformOperation.PowerOff(work.NativeId);
        if (Mode == PowerMode.Hard || work.Began(pull)) return await ForceAsync(work, pull, cancellation);

        var refusal = await AskAsync(work, cancellation);
        if (refusal is null) return VmWork.Done("Shut down by its guest.");

        // The guest may have finished between the limit and this look.
        var state = await work.StateAsync(cancellation);
        if (state == PowerState.Off) return VmWork.Done("Shut down by its guest.");
        if (!Force) throw refusal.Failure(work.Name, state);
        if (work.Context.Consent is not { } who) throw refusal.NotAgreed(work.Name, state);
        work.Context.Log($"{work.Name} is forced off, as {who} agreed to. {refusal.Why}.");
        return await ForceAsync(work, pull, cancellation);
    }

    /// <returns>Null where the guest shut down; else why it did not.</returns>
    private async Task<Refusal?> AskAsync(VmWork work, CancellationToken cancellation)
    {
        var shutdown = new PlatformOperation.Shutdown(work.NativeId);
        if (work.Seen.Vm.PowerState == PowerState.Suspended && !work.Began(shutdown))
            return new Refusal("guest.cannot-be-asked", "It is suspended, so its guest cannot be asked");
        try
        {
            var end = await work.Context.OperateAsync(shutdown, Grace, cancellation);
            if (end.Confirmed) return null;
            return new Refusal("guest.did-not-shut-down", $"Its guest was asked and did not shut down within {Duration.ToWords(Grace)}");
        }
        catch (PlatformException error) when (error.Error is PlatformError.Conflict or PlatformError.Unsupported)
        {
            return new Refusal(error.Code, "Its guest could not be asked", $" {work.Seen.Platform}: `{error.Message}`");
        }
        catch (PlatformException error)
        {
            throw await work.FailureAsync(error, "did not power off", cancellation);
        }
    }

    private static async Task<ActivityResult> ForceAsync(VmWork work, PlatformOperation pull, CancellationToken cancellation)
    {
        await work.OperateAsync(pull, "was not forced off", cancellation);
        return VmWork.Done("Forced off.");
    }

    private sealed record Refusal(string Code, string Why, string Said = "")
    {
        public ActivityFailure Failure(string name, PowerState state) => new(
            Code,
            $"{name} did not power off. {Why}; {(state == PowerState.On ? "the VM is still on" : VmWork.Words(state))}, nothing was forced.{Said} "
            + "Next: see why its guest does not answer, then retry; or ask for a forced power-off (force).");

        public ActivityFailure NotAgreed(string name, PowerState state) => new(
            "guest.force-not-approved",
            $"{name} did not power off. {Why}; {(state == PowerState.On ? "the VM is still on" : VmWork.Words(state))}, nothing was forced: the step says force, and nobody has agreed to it in this run.{Said} "
            + "Next: see why its guest does not answer; or give the step an approval, or start the workflow by hand with force.");
    }
}
