using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Suspends virtual machines that are on; <c>vm.power-on</c> resumes them.</summary>
/// <remarks>A VM that is off cannot be suspended: it fails as <c>vm.not-running</c> and stays as it is.</remarks>
[Activity("vm.suspend", Effect.Disrupt, Title = "Suspend VMs", Group = "Compute", Needs = [Capability.Suspend])]
public sealed class Suspend : TargetActivity<TargetsInput, FleetVm>
{
    protected override PlannedChange? Plan(TargetsInput input, FleetVm target) => target.Vm.PowerState switch
    {
        PowerState.Suspended => null,
        PowerState.Off => new PlannedChange($"Fails for {target.Name}: it is off and cannot be suspended", "off", "off"),
        _ => new PlannedChange($"Suspends {target.Name}", "on", "suspended"),
    };

    protected override async Task<ActivityResult> ExecuteAsync(
        TargetsInput input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        var suspend = new PlatformOperation.Suspend(work.NativeId);
        if (target.Vm.PowerState == PowerState.Off && !work.Began(suspend)) throw NotRunning.Failure(target, "suspended");
        await work.OperateAsync(suspend, "was not suspended", cancellation);
        return VmWork.Done("Is suspended.");
    }
}
