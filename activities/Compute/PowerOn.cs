using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Powers on virtual machines; resumes those that are suspended.</summary>
/// <remarks>Done when the platform says that the VM is on. The guest may still be starting.</remarks>
[Activity("vm.power-on", Effect.Change, Title = "Power on VMs", Group = "Compute", Needs = [Capability.Power])]
public sealed class PowerOn : UndoableActivity<TargetsInput, FleetVm, PowerBefore>
{
    protected override PlannedChange? Plan(TargetsInput input, FleetVm target) => PowerUp.Plan(target);

    protected override Task<ActivityResult> ExecuteAsync(
        TargetsInput input, FleetVm target, ActivityContext context, CancellationToken cancellation) =>
        PowerUp.ExecuteAsync(new VmWork(target, context), cancellation);

    protected override PowerBefore? Note(TargetsInput input, FleetVm target) => PowerBack.Note(target, PowerState.On);

    protected override UndoPlan PlanUndo(PowerBefore before, DoneWork done, FleetVm now, DateTimeOffset at) => PowerBack.Plan(before, now);

    protected override Task<ActivityResult> UndoAsync(
        PowerBefore before, DoneWork done, FleetVm now, ActivityContext context, CancellationToken cancellation) =>
        PowerBack.UndoAsync(before, new VmWork(now, context), cancellation);
}
