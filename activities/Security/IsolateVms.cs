using Runbooks.Activities.Compute;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Security;

/// <summary>Cuts virtual machines off from all networks, and leaves them as they are otherwise.</summary>
/// <remarks>The VM stays on, with its memory: for what may be compromised and is to be looked at. Nothing gets in or out of any of its cards,
/// also after a restart, until <c>vm.release</c>. It counts as done when the platform shows it on every card. Isolated VMs of <c>vm.isolate</c>
/// cannot be reached by anybody, also not for patching or a backup over the network.</remarks>
[Activity("vm.isolate", Effect.Disrupt, Title = "Isolate VMs", Group = "Security", Needs = [Capability.Isolation])]
public sealed class IsolateVms : UndoableActivity<TargetsInput, FleetVm, IsolateVms.Was>
{
    /// <summary>It was on its networks: one that was cut off before is not this step's to release.</summary>
    public sealed record Was;

    protected override PlannedChange? Plan(TargetsInput input, FleetVm target) => target.Vm.IsCutOff
        ? null
        : new PlannedChange($"Cuts {target.Name} off from all networks", "on its networks", "cut off");

    protected override async Task<ActivityResult> ExecuteAsync(
        TargetsInput input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        await work.OperateAsync(new PlatformOperation.Isolate(work.NativeId), "was not isolated", cancellation);
        return VmWork.Done("Is cut off from all networks.");
    }

    protected override Was? Note(TargetsInput input, FleetVm target) => target.Vm.IsCutOff ? null : new Was();

    protected override UndoPlan PlanUndo(Was before, DoneWork done, FleetVm now, DateTimeOffset at) => now.Vm.IsCutOff
        ? UndoPlan.Would($"Lets {now.Name} back to its networks", "cut off", "on its networks")
        : UndoPlan.LeavesAlone("It is back on its networks.");

    protected override async Task<ActivityResult> UndoAsync(Was before, DoneWork done, FleetVm now, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(now, context);
        await work.OperateAsync(new PlatformOperation.Release(work.NativeId), "was not released", cancellation);
        return VmWork.Done("Is on its networks again.");
    }
}
