using Runbooks.Activities.Compute;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Security;

/// <summary>Lets virtual machines that were isolated back to their networks, as they were before.</summary>
/// <remarks>Network filters that they had before <c>vm.isolate</c> are theirs again.</remarks>
[Activity("vm.release", Effect.Change, Title = "Release isolated VMs", Group = "Security", Needs = [Capability.Isolation],
    NoUndo = "Isolate them again where they should be cut off.")]
public sealed class ReleaseVms : TargetActivity<TargetsInput, FleetVm>
{
    protected override PlannedChange? Plan(TargetsInput input, FleetVm target) => (target.Vm.Cards ?? []).Any(card => card.IsCutOff)
        ? new PlannedChange($"Lets {target.Name} back to its networks", "cut off", "on its networks")
        : null;

    protected override async Task<ActivityResult> ExecuteAsync(
        TargetsInput input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        await work.OperateAsync(new PlatformOperation.Release(work.NativeId), "was not released", cancellation);
        return VmWork.Done("Is on its networks again.");
    }
}
