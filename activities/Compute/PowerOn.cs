using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Powers on virtual machines; resumes those that are suspended.</summary>
/// <remarks>Done when the platform says that the VM is on. The guest may still be starting.</remarks>
[Activity("vm.power-on", Effect.Change, Title = "Power on VMs", Group = "Compute", Needs = [Capability.Power])]
public sealed class PowerOn : TargetActivity<TargetsInput, FleetVm>
{
    protected override PlannedChange? Plan(TargetsInput input, FleetVm target) => target.Vm.PowerState switch
    {
        PowerState.On => null,
        PowerState.Suspended => new PlannedChange($"Resumes {target.Name}", "suspended", "on"),
        PowerState.Off => new PlannedChange($"Powers on {target.Name}", "off", "on"),
        _ => new PlannedChange($"Powers on {target.Name}, whose power state is not known", "unknown", "on"),
    };

    protected override async Task<ActivityResult> ExecuteAsync(
        TargetsInput input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        await work.OperateAsync(new PlatformOperation.PowerOn(work.NativeId), "did not power on", cancellation);
        return VmWork.Done("Is on.");
    }
}
