using Runbooks.Activities.Fleet;

namespace Runbooks.Activities.Compute;

/// <summary>What owners say of their VMs by tags.</summary>
internal static class VmTags
{
    public static bool SayYes(FleetVm vm, string tag, StringComparison comparison = StringComparison.OrdinalIgnoreCase) =>
        vm.Vm.Tags.TryGetValue(tag, out var value) && value.Equals("yes", comparison);
}
