using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>How a VM is brought to be on.</summary>
internal static class PowerUp
{
    public static PlannedChange? Plan(FleetVm vm) => vm.Vm.PowerState switch
    {
        PowerState.On => null,
        PowerState.Suspended => new PlannedChange($"Resumes {vm.Name}", "suspended", "on"),
        PowerState.Off => new PlannedChange($"Powers on {vm.Name}", "off", "on"),
        _ => new PlannedChange($"Powers on {vm.Name}, whose power state is not known", "unknown", "on"),
    };

    /// <summary>Whether an earlier execution has begun it.</summary>
    public static bool Began(VmWork work) => work.Began(new PlatformOperation.PowerOn(work.NativeId));

    public static async Task<ActivityResult> ExecuteAsync(VmWork work, CancellationToken cancellation)
    {
        await work.OperateAsync(new PlatformOperation.PowerOn(work.NativeId), "did not power on", cancellation);
        return VmWork.Done("Is on.");
    }
}
