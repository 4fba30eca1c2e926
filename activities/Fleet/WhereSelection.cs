using System.Text.Json;

namespace Runbooks.Activities.Fleet;

/// <summary>The targets of an activity that chooses VMs by a condition of its own.</summary>
internal static class WhereSelection
{
    /// <param name="where">The bound selector, to be checked again for each target before it is changed.</param>
    public static TargetSelection Of(
        IEnumerable<FleetVm> chosen, string? where, IFleet fleet, string emptyOutcome, JsonElement? considered = null)
    {
        var candidates = new TargetCandidates(TargetKind.Vm, fleet, connection: null);
        return candidates.Selection(chosen.Select(vm => candidates.Identified(vm.Id, vm.Name, where))) with
        {
            Considered = considered,
            EmptyOutcome = emptyOutcome,
        };
    }
}
