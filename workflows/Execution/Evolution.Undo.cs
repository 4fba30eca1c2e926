using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution;

public static partial class Evolution
{
    private static RunState EvolveUndo(RunState state, RunEvent recorded) => recorded switch
    {
        RollBackRequested e => state with { RollBackAsked = e },
        RollBackStarted e => OnRollBackStarted(state, e),
        UndoStarted e => OnUndoStarted(state, e),
        UndoSettled e => OnUndoSettled(state, e),
        UndoInherited e => e.Units.Aggregate(state, Keep),
        UndoHandedOn e => state with { HandedOn = e.To, Undo = state.Undo.Clear() },
        _ => throw new InvalidOperationException($"No fold for {recorded.GetType().Name}."),
    };

    /// <summary>Of a run that rolls back already, the cancel stops that.</summary>
    private static RunState OnCancel(RunState state, RunCancelRequested e) => state with
    {
        Cancel = e,
        RollBack = state.IsRollingBack ? state.RollBack! with { Stopped = true } : state.RollBack,
    };

    private static RunState OnRollBackStarted(RunState state, RollBackStarted e) => state with
    {
        End = null,
        EndedAt = null,
        RollBackAsked = null,
        Frames = state.Frames.Clear(),
        Timers = state.Timers.Clear(),
        Signals = [],
        RollBack = new RollBackState((state.RollBack?.Round ?? 0) + 1, e.After, e.Error, e.By, e.Reason, e.At)
        {
            Order = [.. state.Undo.Keys.Reverse()],
        },
    };

    private static RunState OnUndoStarted(RunState state, UndoStarted e) => WithUndo(
        state with { Timers = RemoveTimer(state, e.Undo, e.Unit) },
        Paths.UndoOf(e.Undo)!.Value,
        e.Unit,
        e.At,
        unit => unit with { Phase = UnitPhase.Running, Attempt = e.Attempt, Due = null, HeldBy = null });

    private static RunState OnUndoSettled(RunState state, UndoSettled e)
    {
        var number = Paths.UndoOf(e.Undo)!.Value;
        var outcome = new UndoOutcome(e.Path, state.Undo[number].Target, e.Status, e.Message, e.Error, e.At);
        var settled = WithUndo(
            state with { Timers = RemoveTimer(state, e.Undo, e.Unit) },
            number,
            e.Unit,
            e.At,
            unit => new UnitState(e.Unit, UnitPhase.Settled, unit.Attempt, e.At) { Status = e.Status, Message = e.Message, Error = e.Error });
        return settled with
        {
            RollBack = settled.RollBack! with { Active = settled.RollBack.Active.Remove(number) },
            Undone = settled.Undone.SetItem(number, outcome),
            Undo = outcome.IsOver ? settled.Undo.Remove(number) : settled.Undo,
        };
    }

    /// <summary>Undos begin in their order, so the first event of one moves the mark.</summary>
    private static RunState WithUndo(RunState state, int number, string unit, DateTimeOffset at, Func<UnitState, UnitState> change)
    {
        var rollBack = state.RollBack!;
        if (!rollBack.Units.ContainsKey(number))
        {
            var begun = new UnitState(unit, UnitPhase.Running, 1, at);
            rollBack = rollBack with { Active = rollBack.Active.Add(number), Next = rollBack.Next + 1, Units = rollBack.Units.Add(number, begun) };
        }

        return WithUndo(state with { RollBack = rollBack }, number, was => change(was) with { Since = at });
    }

    private static RunState WithUndo(RunState state, int number, Func<UnitState, UnitState> change) => state with
    {
        RollBack = state.RollBack! with { Units = state.RollBack.Units.SetItem(number, change(state.RollBack.Units[number])) },
    };

    /// <summary>What a unit has noted counts from its settling, whether it ended well or not: the order of undoing is the reverse of that.</summary>
    private static RunState KeepForUndo(RunState state, UnitSettled e)
    {
        var step = state.Steps[e.Path];
        if (step.Units?.ById.GetValueOrDefault(e.Unit) is not { Before: { } before } unit || step.Units.TargetOf(e.Unit) is not { } target) return state;
        var did = unit.Operations.Values
            .Where(o => o is not { Settled: true, Error: not null })
            .OrderBy(o => o.IntendedAt).ThenBy(o => o.Name, StringComparer.Ordinal)
            .Take(UndoLimits.MostOperations)
            .Select(o => new DoneOperation(o.Name, o.Result is { } result && UndoLimits.Fits(result) ? result : (JsonElement?)null))
            .ToImmutableList();
        return did.IsEmpty ? state : Keep(state, new Undoable(e.Path, target, step.Activity, before, did, e.At));
    }

    private static RunState Keep(RunState state, Undoable unit) => state with
    {
        UndoCount = state.UndoCount + 1,
        Undo = state.Undo.Add(state.UndoCount + 1, unit),
    };
}
