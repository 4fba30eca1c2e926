using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>The refusal of work that only a running VM allows.</summary>
internal static class NotRunning
{
    /// <param name="done">What was asked for: <c>restarted</c>.</param>
    public static ActivityFailure Failure(FleetVm vm, string done) => new(
        "vm.not-running",
        $"{vm.Name} was not {done}; {VmWork.Words(vm.Vm.PowerState)}, and nothing was changed. Next: power it on (vm.power-on), or leave it out.");

    public static bool Is(PowerState state) => state is PowerState.Off or PowerState.Suspended;
}
