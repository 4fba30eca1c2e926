using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution;

public static partial class Evolution
{
    private static RunState OnTargetsSelected(RunState state, TargetsSelected e)
    {
        var next = WithStep(state, e.Path, s => s with
        {
            Units = new UnitSet { Targets = e.Targets, Considered = e.Considered, EmptyOutcome = e.EmptyOutcome },
        });
        return next with { Touched = next.Touched.Union(e.Targets.Select(t => t.Id)) };
    }

    private static RunState OnUnitStarted(RunState state, UnitStarted e) => WithUnits(state, e.Path, units =>
    {
        units ??= SingleUnit(e.At);
        var before = units.ById.GetValueOrDefault(e.Unit);
        var unit = (before ?? new(e.Unit, UnitPhase.Running, e.Attempt, e.At) { Position = units.Next }) with
        {
            Phase = UnitPhase.Running,
            Attempt = e.Attempt,
            Since = e.At,
            Due = null,
            HeldBy = null,
        };
        return Begun(units, e.Unit, before) with { ById = units.ById.SetItem(e.Unit, unit) };
    }, RemoveTimer(state, e.Path, e.Unit));

    private static RunState OnUnitRetrying(RunState state, UnitRetrying e) => WithUnit(
        state with { Timers = state.Timers.Add(new(e.Due, TimerKind.Resumption, e.Path, e.Unit)) },
        e.Path,
        e.Unit,
        e.At,
        u => u with { Phase = UnitPhase.Retrying, Attempt = e.Attempt, Due = e.Due, Error = e.Error });

    private static RunState OnUnitDeferred(RunState state, UnitDeferred e) => WithUnit(
        state with { Timers = state.Timers.Add(new(e.Due, TimerKind.Resumption, e.Path, e.Unit)) },
        e.Path,
        e.Unit,
        e.At,
        u => u with { Phase = UnitPhase.Deferred, Due = e.Due, DeferredState = e.State, Message = e.Message });

    private static RunState OnUnitSettled(RunState state, UnitSettled e) => WithUnits(
        KeepForUndo(state with { HadFailures = state.HadFailures || e.Status == Settled.Failed }, e), e.Path, units =>
    {
        var before = units!.ById.GetValueOrDefault(e.Unit);
        var unit = new UnitState(e.Unit, UnitPhase.Settled, before?.Attempt ?? 0, before?.Since ?? e.At)
        {
            Position = before?.Position ?? units.Next,
            Status = e.Status,
            Message = e.Message,
            Error = e.Error,
            Outcome = e.Outcome,
            Output = e.Output,
        };
        var begun = Begun(units, e.Unit, before);
        return begun with
        {
            ById = units.ById.SetItem(e.Unit, unit),
            Active = begun.Active.Remove(e.Unit),
            Completed = units.Completed + (e.Status == Settled.Completed ? 1 : 0),
            Failed = units.Failed + (e.Status == Settled.Failed ? 1 : 0),
            Skipped = units.Skipped + (e.Status == Settled.Skipped ? 1 : 0),
            Cancelled = units.Cancelled + (e.Status == Settled.Cancelled ? 1 : 0),
        };
    }, RemoveTimer(state, e.Path, e.Unit));

    /// <summary>Units begin in the order of their targets, so the first event of one moves the mark.</summary>
    private static UnitSet Begun(UnitSet units, string unit, UnitState? before) =>
        before is not null ? units : units with { Active = units.Active.Add(unit), Next = units.Next + 1 };

    private static RunState WithUnits(RunState state, string path, Func<UnitSet?, UnitSet> change, ImmutableSortedSet<DueTime>? timers = null)
    {
        var step = state.Steps[path];
        return state with
        {
            Steps = state.Steps.SetItem(path, step with { Units = change(step.Units) }),
            Timers = timers ?? state.Timers,
        };
    }

    private static RunState WithUnit(RunState state, string path, string unit, DateTimeOffset at, Func<UnitState, UnitState> change) =>
        Paths.UndoOf(path) is { } number
            ? WithUndo(state, number, unit, at, change)
            : WithUnits(state, path, units =>
            {
                var before = units!.ById.GetValueOrDefault(unit);
                var after = change(before ?? new(unit, UnitPhase.Running, 1, at) { Position = units.Next }) with { Since = at };
                return Begun(units, unit, before) with { ById = units.ById.SetItem(unit, after) };
            });

    private static RunState OnIntended(RunState state, OperationIntended e) =>
        WithOperation(state, e.Path, e.Unit, e.Operation, _ => new(e.Operation, e.Generation, e.Key, e.At) { Holds = e.Holds }, e.Before);

    private static RunState WithOperation(
        RunState state, string path, string unit, string operation, Func<OperationState?, OperationState> change, JsonElement? before = null)
    {
        return Paths.UndoOf(path) is { } number
            ? WithUndo(state, number, Changed)
            : WithUnits(state, path, units => units! with { ById = units.ById.SetItem(unit, Changed(units.ById[unit])) });

        UnitState Changed(UnitState was) => was with
        {
            Before = before ?? was.Before,
            Operations = was.Operations.SetItem(operation, change(was.Operations.GetValueOrDefault(operation))),
        };
    }

    private static ImmutableSortedSet<DueTime> RemoveTimer(RunState state, string path, string unit) =>
        state.UnitAt(path, unit)?.Due is { } due
            ? state.Timers.Remove(new(due, TimerKind.Resumption, path, unit))
            : state.Timers;
}
