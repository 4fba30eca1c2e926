using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Restarts virtual machines that are on.</summary>
/// <remarks>Graceful asks the guest and is done when the request was taken: a guest may ignore it. Hard resets the VM at once. A VM that is
/// off or suspended fails as <c>vm.not-running</c> and stays as it is.</remarks>
[Activity("vm.restart", Effect.Disrupt, Title = "Restart VMs", Group = "Compute", Needs = [Capability.Power],
    NoUndo = "A restart has happened.")]
public sealed class Restart : TargetActivity<Restart.Input, FleetVm>
{
    public sealed record Input : TargetsInput
    {
        /// <summary>Graceful asks the guest to restart; hard resets the VM, and loses what the guest has not written.</summary>
        [Needs(Capability.GracefulShutdown, When = "graceful"), Needs(Capability.Reset, When = "hard")]
        public PowerMode Mode { get; init; }
    }

    protected override PlannedChange? Plan(Input input, FleetVm target) => target.Vm.PowerState switch
    {
        PowerState.Off => new PlannedChange($"Fails for {target.Name}: it is off and cannot be restarted", "off", "off"),
        PowerState.Suspended => new PlannedChange($"Fails for {target.Name}: it is suspended and cannot be restarted", "suspended", "suspended"),
        _ when input.Mode == PowerMode.Hard => new PlannedChange($"Resets {target.Name} without asking its guest", "on", "on, started anew"),
        _ => new PlannedChange($"Asks the guest of {target.Name} to restart", "on", "on, started anew"),
    };

    protected override async Task<ActivityResult> ExecuteAsync(
        Input input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        PlatformOperation restart = input.Mode == PowerMode.Hard
            ? new PlatformOperation.Reset(work.NativeId)
            : new PlatformOperation.Restart(work.NativeId);
        if (NotRunning.Is(target.Vm.PowerState) && !work.Began(restart)) throw NotRunning.Failure(target, "restarted");
        await work.OperateAsync(restart, "was not restarted", cancellation);
        return VmWork.Done(input.Mode == PowerMode.Hard ? "Was reset." : "Its guest was asked to restart.");
    }
}
