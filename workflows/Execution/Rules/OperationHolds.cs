using System.Collections.Immutable;
using System.Globalization;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>What single operations hold besides their unit's target: another target, and a place among few. It is taken with the intent, and
/// where it is not free, nothing is decided: the caller goes on without, so that nobody waits while holding.</summary>
internal static class OperationHolds
{
    public static void Intend(Deciding deciding, RunInput.Intended asked)
    {
        if (Free(deciding, asked) is not { } holds) return;
        UnitUpdates.Operation(deciding, asked.Path, asked.Unit, new OperationIntended(
            asked.Path, asked.Unit, asked.Operation, asked.Generation, asked.Key, holds.IsEmpty ? null : holds, asked.Before));
    }

    /// <returns>What is to be held; null where it is not free.</returns>
    private static ImmutableList<HeldTarget>? Free(Deciding deciding, RunInput.Intended asked)
    {
        if (asked.Hold is not { } ask) return [];
        var taken = Taken(deciding.State);
        var holds = ImmutableList<HeldTarget>.Empty;
        if (ask.Target is { } target)
        {
            if (taken.Contains(target.Id) || deciding.Busy.Holders.ContainsKey(target.Id)) return null;
            holds = holds.Add(target);
        }

        if (ask.Queue is not { } queue) return holds;
        var place = Enumerable.Range(1, ask.Places)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"{queue}:{n}"))
            .FirstOrDefault(place => !taken.Contains(place) && !deciding.Busy.Holders.ContainsKey(place));
        return place is null ? null : holds.Add(new HeldTarget(place, place, IsPlace: true));
    }

    /// <summary>What this run works on now: a root run may take again what it has, so that this has to be seen here.</summary>
    private static HashSet<string> Taken(RunState state)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var undos = state.IsRollingBack ? state.RollBack!.Active.Select(number => state.RollBack.Units[number]).ToList() : [];
        taken.UnionWith(undos.Select(undo => undo.Id));
        taken.UnionWith(undos.SelectMany(undo => undo.Operations.Values).Where(o => !o.Settled && o.Holds is not null).SelectMany(o => o.Holds!).Select(h => h.Id));
        foreach (var units in state.Active.Select(path => state.Steps[path]).Where(s => s.Activity != "flow.scope").Select(s => s.Units).OfType<UnitSet>())
        {
            taken.UnionWith(units.Active);
            taken.UnionWith(units.Active.SelectMany(id => units.ById[id].Operations.Values)
                .Where(o => !o.Settled && o.Holds is not null).SelectMany(o => o.Holds!).Select(h => h.Id));
        }

        return taken;
    }
}
