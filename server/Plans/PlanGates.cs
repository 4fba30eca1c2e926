using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms.Abilities;
using Runbooks.Server.Connections;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.Units;
using Runbooks.Workflows.Planning;
using Activity = Runbooks.Activities.Catalogue.ActivityDescriptor;

namespace Runbooks.Server.Plans;

/// <summary>What would stand in a unit's way if it began now: what the gate to effects asks then.</summary>
/// <param name="Holders">Targets that runs hold, by id, and who holds them, in words.</param>
internal sealed record PlanGates(UnitServices Services, ConnectionRegistry Connections, IReadOnlyDictionary<string, LeaseRow> Leases, IReadOnlyDictionary<string, string> Holders)
{
    /// <returns>Why the run would leave the target alone and go on; null where it would not.</returns>
    public string? Protection(FleetObject target) => Gate.Protection(Services, target);

    /// <summary>Why moves leave a VM alone.</summary>
    public string? Stays(FleetVm vm) =>
        Protection(vm) ?? (Connections.Find(vm.Connection) is { Mode: ConnectionMode.Observe } ? $"is on '{vm.Connection}', which only observes" : HeldBy(vm.Id));

    /// <summary>What stops a step at its targets: once for each connection, and for each target that is held.</summary>
    public IEnumerable<PlanBlock> Blocks(string path, Activity activity, JsonElement input, IReadOnlyList<Target> targets)
    {
        foreach (var group in targets.GroupBy(target => target.Connection))
        {
            if (Connections.Find(group.Key) is not { } connection)
            {
                yield return new("connection.unknown", $"There is no connection '{group.Key}' any more, so {Count(group)} cannot be reached.", path);
                continue;
            }

            if (connection.Mode == ConnectionMode.Observe)
                yield return new("connection.observe", $"The connection '{connection.Name}' only observes, so {Count(group)} would be left as they are.", path);
            if (IsDown(connection))
                yield return new("connection.stale", $"The connection '{connection.Name}' is down: {Count(group)} were last seen before, and changing steps refuse them.", path);
            if (Lacks(path, activity, input, connection) is { } lack) yield return new("platform.unsupported", lack, path);
        }

        foreach (var block in Held(path, targets)) yield return block;
    }

    public IEnumerable<PlanBlock> Held(string path, IEnumerable<Target> targets) =>
        from target in targets
        let held = HeldBy(target.Id)
        where held is not null
        select new PlanBlock("lease.held", $"{target.Name} {held}; the run would wait for it.", path, target);

    private string? HeldBy(string target) => Leases.TryGetValue(target, out var lease) ? $"is held by {Holders[lease.RootRunId]}" : null;

    private string? Lacks(string path, Activity activity, JsonElement input, Connection connection)
    {
        var all = Services.Connections();
        var known = all.FirstOrDefault(one => one.Id == connection.Id);
        return known is null ? null : StepRefusal.Of(path[(path.LastIndexOf('/') + 1)..], StepNeeds.Of(activity, input), known, all);
    }

    private static bool IsDown(Connection connection) => connection.Status.State == ConnectionState.Down;

    private static string Count(IEnumerable<Target> targets)
    {
        var names = targets.Select(target => target.Name).Take(4).ToList();
        return names.Count < 4 ? string.Join(", ", names) : $"{targets.Count()} targets";
    }
}
