using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Suspends virtual machines that are on; <c>vm.power-on</c> resumes them.</summary>
/// <remarks>A VM that is off cannot be suspended: it fails as <c>vm.not-running</c> and stays as it is. One that does not come back as it
/// was fails as <c>vm.loses-when-off</c>, unless <c>allowLoss</c> is set.</remarks>
[Activity("vm.suspend", Effect.Disrupt, Title = "Suspend VMs", Group = "Compute", Needs = [Capability.Suspend])]
public sealed class Suspend : UndoableActivity<Suspend.Input, FleetVm, PowerBefore>
{
    public sealed record Input : TargetsInput
    {
        /// <summary>Also where the VM does not come back as it was: on EC2 it may lose its instance store or its public address, or be replaced
        /// by its Auto Scaling group.</summary>
        public bool AllowLoss { get; init; }
    }

    protected override PlannedChange? Plan(Input input, FleetVm target) => OffLosses.Plan(target, input.AllowLoss) ?? target.Vm.PowerState switch
    {
        PowerState.Suspended => null,
        PowerState.Off => new PlannedChange($"Fails for {target.Name}: it is off and cannot be suspended", "off", "off"),
        _ => new PlannedChange($"Suspends {target.Name}", "on", "suspended"),
    };

    protected override async Task<ActivityResult> ExecuteAsync(
        Input input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        var suspend = new PlatformOperation.Suspend(work.NativeId);
        if (target.Vm.PowerState == PowerState.Off && !work.Began(suspend)) throw NotRunning.Failure(target, "suspended");
        if (!work.Began(suspend)) OffLosses.Refuse(target, input.AllowLoss);
        await work.OperateAsync(suspend, "was not suspended", cancellation);
        return VmWork.Done("Is suspended.");
    }

    protected override PowerBefore? Note(Input input, FleetVm target) => PowerBack.Note(target, PowerState.Suspended);

    protected override UndoPlan PlanUndo(PowerBefore before, DoneWork done, FleetVm now, DateTimeOffset at) => PowerBack.Plan(before, now);

    protected override Task<ActivityResult> UndoAsync(
        PowerBefore before, DoneWork done, FleetVm now, ActivityContext context, CancellationToken cancellation) =>
        PowerBack.UndoAsync(before, new VmWork(now, context), cancellation);
}
