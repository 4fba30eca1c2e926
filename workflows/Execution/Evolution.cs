using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution;

/// <summary>Folds events into the state. Evaluates nothing and chooses nothing: replay runs this alone.</summary>
public static partial class Evolution
{
    public static RunState Evolve(RunState state, RunEvent recorded)
    {
        var next = recorded switch
        {
            RunCreated e => OnCreated(state, e),
            RunAdmitted e => OnAdmitted(state, e),
            RunPaused => state with { Paused = true },
            RunResumed => state with { Paused = false },
            RunCancelRequested e => OnCancel(state, e),
            ScopeEnding e => OnScopeEnding(state, e),
            RunEnded e => OnEnded(state, e),
            VariableSet e => state with { Variables = state.Variables.SetItem(e.Name, e.Value) },
            SignalReceived e => state with { Signals = state.Signals.Add(e), SignalIds = state.SignalIds.Add(e.Id) },
            SignalConsumed e => state with { Signals = state.Signals.RemoveAll(s => s.Id == e.Id) },
            RollBackRequested or RollBackStarted or UndoStarted or UndoSettled or UndoInherited or UndoHandedOn => EvolveUndo(state, recorded),
            _ => EvolveSteps(state, recorded),
        };
        // The copy is nobody else's yet: a second one of it, for the sequence alone, would double what a fold allocates.
        if (ReferenceEquals(next, state)) next = state with { };
        next.Sequence = state.Sequence + 1;
        return next;
    }

    public static RunState Fold(IEnumerable<RunEvent> history, RunState? from = null) => history.Aggregate(from ?? RunState.Empty, Evolve);

    private static RunState EvolveSteps(RunState state, RunEvent recorded) => recorded switch
    {
        StepStarted e => OnStepStarted(state, e),
        StepSettled e => OnStepSettled(state, e),
        StepSkipped e => OnStepSkipped(state, e),
        StepTakenOver e => OnTakenOver(state, e),
        ApprovalRequested e => OnApprovalRequested(state, e),
        ApprovalDecided e => OnApprovalDecided(state, e),
        IterationStarted e => OnIterationStarted(state, e),
        IterationSettled e => OnIterationSettled(state, e),
        ChildStarted e => WithStep(state, e.Path, s => s with { Child = e }),
        TargetsSelected e => OnTargetsSelected(state, e),
        _ => EvolveUnits(state, recorded),
    };

    private static RunState EvolveUnits(RunState state, RunEvent recorded) => recorded switch
    {
        UnitStarted e => OnUnitStarted(state, e),
        UnitWaiting e => WithUnit(state, e.Path, e.Unit, e.At, u => u with { Phase = UnitPhase.WaitingForLease, HeldBy = e.HeldBy }),
        UnitHeld e => WithUnit(state, e.Path, e.Unit, e.At, u => u with { Phase = UnitPhase.Held, Message = e.Reason }),
        UnitRetrying e => OnUnitRetrying(state, e),
        UnitDeferred e => OnUnitDeferred(state, e),
        UnitSettled e => OnUnitSettled(state, e),
        OperationIntended e => OnIntended(state, e),
        OperationStarted e => WithOperation(state, e.Path, e.Unit, e.Operation, o => o! with { Handle = e.Handle, StartedAt = e.At }),
        OperationSettled e => WithOperation(
            state, e.Path, e.Unit, e.Operation, o => o! with { Settled = true, Confirmed = e.Confirmed, Result = e.Result, Error = e.Error }),
        _ => throw new InvalidOperationException($"No fold for {recorded.GetType().Name}."),
    };

    private static RunState OnCreated(RunState state, RunCreated e) => state with
    {
        Created = e,
        CreatedAt = e.At,
        Frames = state.Frames.SetItem("", new FrameState("", null, null, null)),
    };

    private static RunState OnAdmitted(RunState state, RunAdmitted e) => state with
    {
        StartedAt = e.At,
        Timers = e.Deadline is { } deadline ? state.Timers.Add(new(deadline, TimerKind.Deadline, "", "")) : state.Timers,
    };

    /// <summary>A container of iterations has no frame of its own: its step carries the mark.</summary>
    private static RunState OnScopeEnding(RunState state, ScopeEnding e)
    {
        var next = state.Frames.TryGetValue(e.Frame, out var frame)
            ? state with { Frames = state.Frames.SetItem(e.Frame, frame with { Ending = Join(frame.Ending, e) }) }
            : WithStep(state, e.Frame, s => s with { Ending = Join(s.Ending, e) });
        // What only awaits its units keeps the time limit: it bounds how long one that hangs is awaited.
        if (!e.AsksToStop) return next;
        return next with
        {
            Timers = next.Timers.Except(next.Timers.Where(t => t.Path == e.Frame && t.Unit.Length == 0 && t.Kind == TimerKind.Deadline)),
        };
    }

    /// <summary>A time limit hurries an ending; why the scope ends it does not change.</summary>
    private static ScopeEnding Join(ScopeEnding? before, ScopeEnding e) =>
        before is not null && e.Cause == EndingCause.TimeLimit ? before with { LimitPassed = true } : e;

    private static RunState OnEnded(RunState state, RunEnded e) => state with
    {
        End = e,
        EndedAt = e.At,
        Frames = state.Frames.Clear(),
        Timers = state.Timers.Clear(),
        Signals = [],
    };
}
