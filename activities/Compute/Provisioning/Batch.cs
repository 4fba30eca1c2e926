using Runbooks.Activities.Compute.Balancing;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute.Provisioning;

/// <summary>What is found out for the whole batch, before the first VM is made.</summary>
internal static class Batch
{
    /// <summary>The rest is left for what the hosts themselves need.</summary>
    private const double Fullest = 0.9;

    private const int Shown = 5;

    /// <exception cref="ActivityFailure"><c>connection.unknown</c>, <c>connection.ambiguous</c> or <c>connection.stale</c>.</exception>
    public static FleetConnection ConnectionOf(ProvisionBatch.Input input, IFleet fleet)
    {
        var able = fleet.Connections.Where(c => input.Connection is null ? !c.Templates.IsEmpty : c.Id == input.Connection).ToList();
        return able switch
        {
            [{ Stale: false } one] => one,
            [var stale] => throw new ActivityFailure(
                "connection.stale", $"The connection '{stale.Id}' is down, so it cannot be told which names and how much room are free. Nothing was made.", retryable: true),
            [] when input.Connection is { } id => throw new ActivityFailure("connection.unknown", $"There is no connection '{id}' that has been read. Nothing was made."),
            [] => throw new ActivityFailure("connection.unknown", "No connection shows a template or image to make VMs from. Nothing was made."),
            _ => throw new ActivityFailure(
                "connection.ambiguous", $"VMs can be made on several connections ({List(able.Select(c => c.Id))}): say which as 'connection'. Nothing was made."),
        };
    }

    /// <exception cref="ActivityFailure"><c>template.unknown</c> or <c>template.ambiguous</c>.</exception>
    public static Template SourceOf(ProvisionBatch.Input input, FleetConnection connection)
    {
        var found = connection.Templates.Where(t => input.Source is null || t.Name == input.Source || t.NativeId == input.Source || t.Id == input.Source).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw new ActivityFailure(
                "template.unknown",
                $"'{connection.Id}' has no template or image '{input.Source}'. It has: {List(connection.Templates.Select(t => t.Name))}. Nothing was made."),
            _ => throw new ActivityFailure(
                "template.ambiguous",
                $"'{connection.Id}' has several ({List(found.Select(t => t.Name))}): say which as 'source', by its id where the name is not unique. Nothing was made."),
        };
    }

    /// <exception cref="ActivityFailure">A VM of one of the names is there (<c>name.taken</c>).</exception>
    public static void CheckFree(IReadOnlyList<string> names, FleetConnection connection, IFleet fleet)
    {
        var wanted = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var taken = fleet.Vms.Where(vm => vm.Connection == connection.Id && wanted.Contains(vm.Name)).Select(vm => vm.Name).ToList();
        if (taken.Count == 0) return;
        throw new ActivityFailure(
            "name.taken",
            $"{taken.Count} of {names.Count} names are taken on '{connection.Id}': {List(taken)}. Nothing was made. Choose another pattern, or another first number.");
    }

    /// <returns>A host's name for each VM; null where the platform chooses.</returns>
    /// <exception cref="ActivityFailure">The hosts have no room for all (<c>capacity.short</c>).</exception>
    public static IReadOnlyList<string>? Place(ProvisionBatch.Input input, FleetConnection connection, IFleet fleet)
    {
        var hosts = Rooms(connection, fleet);
        if (input.Placement == Placement.Platform || hosts.Count == 0) return null;
        var memory = (long)((input.Memory ?? 0) * (1L << 30));
        var choice = new HostChoice(input.Placement, Fullest, input.Apart);
        if (choice.Choose(hosts, input.Count, memory) is { } chosen) return chosen;
        throw new ActivityFailure(
            "capacity.short",
            $"'{connection.Id}' has room for {choice.Fit(hosts, input.Count, memory)} of {input.Count} VMs"
            + (input.Apart ? $", one on each of its {hosts.Count(h => h.TakesVms)} hosts" : "") + ". Nothing was made. Ask for fewer or smaller ones, or make room.");
    }

    private static List<HostLoad> Rooms(FleetConnection connection, IFleet fleet)
    {
        // What is off takes its memory back when it is powered on.
        var given = fleet.Vms.Where(vm => vm.Connection == connection.Id && vm.Vm.Host is not null)
            .GroupBy(vm => vm.Vm.Host!).ToDictionary(on => on.Key, on => on.Sum(vm => vm.Vm.MemoryBytes));
        return
        [
            .. fleet.Hosts.Where(host => host.Connection == connection.Id).Select(host => new HostLoad(
                host.Name, host.Host.Cpus, host.Host.MemoryBytes, 0, given.GetValueOrDefault(host.Name),
                host.Host.State == HostState.Up, [.. host.Host.Storages])),
        ];
    }

    private static string List(IEnumerable<string> names)
    {
        var all = names.Order(StringComparer.Ordinal).ToList();
        return string.Join(", ", all.Take(Shown)) + (all.Count > Shown ? $" and {all.Count - Shown} more" : "");
    }
}
