using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>The refusal to power off a VM that does not come back as it was: on EC2 one with an instance store, with a public address that is
/// only lent, or in an Auto Scaling group, which replaces it.</summary>
internal static class OffLosses
{
    /// <summary>What would be lost: <c>Powering it off loses its public address …</c>; null where nothing.</summary>
    public static string? Objection(FleetVm vm) => vm.Vm.LostWhenOff is { IsDefaultOrEmpty: false } losses
        ? $"Powering it off loses {string.Join("; ", losses)}."
        : null;

    /// <summary>In a plan; null where it may go on.</summary>
    public static PlannedChange? Plan(FleetVm vm, bool allowed) => !allowed && vm.Vm.PowerState == PowerState.On && Objection(vm) is { } objection
        ? new PlannedChange($"Fails for {vm.Name}: {char.ToLowerInvariant(objection[0])}{objection[1..].TrimEnd('.')}", "on", "on")
        : null;

    /// <exception cref="ActivityFailure"><c>vm.loses-when-off</c>: something would be lost, and that was not allowed.</exception>
    public static void Refuse(FleetVm vm, bool allowed)
    {
        if (allowed || vm.Vm.PowerState == PowerState.Off || Objection(vm) is not { } objection) return;
        throw new ActivityFailure(
            "vm.loses-when-off",
            $"{vm.Name} was left as it is; {VmWork.Words(vm.Vm.PowerState)}, and nothing was changed. {objection} "
            + "Next: leave it out; or, where that does no harm, allow it (allowLoss).");
    }
}
