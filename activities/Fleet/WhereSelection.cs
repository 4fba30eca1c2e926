using System.Text.Json;

namespace Runbooks.Activities.Fleet;

/// <summary>The targets of an activity that chooses them by a condition of its own.</summary>
internal static class WhereSelection
{
    /// <param name="where">The bound selector, to be checked again for each target before it is changed.</param>
    public static TargetSelection Of(
        IEnumerable<FleetVm> chosen, string? where, IFleet fleet, string emptyOutcome, JsonElement? considered = null)
    {
        var targets = chosen.Select(vm => new Target(vm.Id, vm.Name, TargetKind.Vm, vm.Connection, vm.Cluster, where)).ToList();
        var clusters = targets.Select(target => target.Cluster).OfType<string>().ToHashSet();
        var sizes = fleet.Vms.DistinctBy(vm => vm.Id)
            .Where(vm => vm.Cluster is { } cluster && clusters.Contains(cluster))
            .CountBy(vm => vm.Cluster!)
            .ToDictionary();
        return new TargetSelection(targets, sizes, considered, emptyOutcome);
    }
}
