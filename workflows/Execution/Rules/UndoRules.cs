using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>Rolling back (rule 16): what has settled last is undone first. It goes past failures, and says at the end what is left.</summary>
internal static class UndoRules
{
    private const int Named = 5;

    /// <summary>Somebody asks for it. A run that goes is cancelled first.</summary>
    public static void Request(Deciding deciding, RunInput.RollBack asked)
    {
        var state = deciding.State;
        if (state.IsRollingBack || state.RollBackAsked is not null || state.HandedOn is not null) return;
        if (state.End is { } end)
        {
            if (!state.Undo.IsEmpty) Begin(deciding, state.RollBack?.After ?? end.Status, state.RollBack is null ? end.Error : state.RollBack.Error, asked.By, asked.Reason);
            return;
        }

        if (state.StartedAt is null) return;
        if (state.Paused) deciding.Emit(new RunResumed(asked.By));
        deciding.Emit(new RollBackRequested(asked.By, asked.Reason));
        EndingRules.Begin(deciding, "", EndingCause.Cancelled, new RunError("run.cancelled", "The run was cancelled, to be rolled back."));
    }

    /// <summary>Instead of the run's end: nothing of it is in flight any more.</summary>
    /// <returns>False: the run ends as it would.</returns>
    public static bool BeginInstead(Deciding deciding, RunEnd end, RunError? error)
    {
        var (state, asked) = (deciding.State, deciding.State.RollBackAsked);
        var wanted = asked is not null || (end == RunEnd.Failed && deciding.Workflow.Definition.Policy.OnFailure == OnFailure.RollBack);
        if (!wanted || state.Undo.IsEmpty) return false;
        Begin(deciding, end, error, asked?.By, asked?.Reason);
        return true;
    }

    /// <returns>Whether anything was decided.</returns>
    public static bool Advance(Deciding deciding)
    {
        if (!deciding.State.IsRollingBack) return false;
        var before = deciding.State.Sequence;
        if (deciding.State.RollBack!.Stopped) DropWaiting(deciding);
        else while (NextOf(deciding) is { } number) BeginUnit(deciding, number);
        if (deciding.State.RollBack is { Active.IsEmpty: true } over && (over.Stopped || over.Next == over.Order.Length)) End(deciding, over);
        return deciding.State.Sequence != before;
    }

    public static void Settle(Deciding deciding, RunInput.UnitEnded ended, Settled status, string? message, RunError? error) =>
        deciding.Emit(new UndoSettled(ended.Path, Of(deciding, ended.Path).Path, ended.Unit, status, message, error));

    /// <summary>Begins it again where it stood: after a wait, a stop, or for a further attempt.</summary>
    public static void Start(Deciding deciding, string path, string unit, int attempt) =>
        deciding.Emit(new UndoStarted(path, Of(deciding, path).Path, unit, attempt));

    public static void GoOn(Deciding deciding, UnitPhase phase)
    {
        if (!deciding.State.IsRollingBack) return;
        foreach (var number in deciding.State.RollBack!.Active)
            if (deciding.State.RollBack.Units[number] is var undo && undo.Phase == phase)
                Start(deciding, Paths.Undo(deciding.State.RollBack.Round, number), undo.Id, undo.Attempt);
    }

    /// <summary>As the step's own units are.</summary>
    public static DateTimeOffset? RetryDue(Deciding deciding, RunInput.UnitEnded ended, RunError error)
    {
        if (deciding.State.RollBack!.Stopped) return null;
        return deciding.Workflow.StepAt(Of(deciding, ended.Path).Path).Definition.Retry is { } policy
            ? Retries.Due(policy, error, ended.Attempt, deciding.Now, $"{deciding.State.Created!.RunId}/{ended.Path}/{ended.Unit}")
            : null;
    }

    private static Undoable Of(Deciding deciding, string path) => deciding.State.Undo[Paths.UndoOf(path)!.Value];

    private static void Begin(Deciding deciding, RunEnd after, RunError? error, string? by, string? reason) =>
        deciding.Emit(new RollBackStarted(after, error, by, reason));

    /// <summary>One after another, but those of one step that were changed together: as many at once as then.</summary>
    private static int? NextOf(Deciding deciding)
    {
        var (state, rollBack) = (deciding.State, deciding.State.RollBack!);
        if (state.Paused || rollBack.Next == rollBack.Order.Length) return null;
        var number = rollBack.Order[rollBack.Next];
        if (rollBack.Active.IsEmpty) return number;
        var path = state.Undo[number].Path;
        var together = state.Steps.GetValueOrDefault(path) is { Units: { } units } step ? UnitRules.Read(step.Input, units.Targets.Length).Concurrency : 1;
        return rollBack.Active.Count < together && rollBack.Active.All(other => IsOtherOfSameStep(state, path, other, number)) ? number : null;
    }

    /// <summary>A rerun may have changed a target again that the run before had changed in the same step.</summary>
    private static bool IsOtherOfSameStep(RunState state, string path, int other, int number) =>
        state.Undo[other].Path == path && state.Undo[other].Target.Id != state.Undo[number].Target.Id;

    private static void BeginUnit(Deciding deciding, int number)
    {
        var (undo, path) = (deciding.State.Undo[number], Paths.Undo(deciding.State.RollBack!.Round, number));
        if (deciding.Busy.Holders.TryGetValue(undo.Target.Id, out var holder)) deciding.Emit(new UnitWaiting(path, undo.Target.Id, holder));
        else deciding.Emit(new UndoStarted(path, undo.Path, undo.Target.Id, 1));
    }

    private static void DropWaiting(Deciding deciding)
    {
        foreach (var number in deciding.State.RollBack!.Active)
        {
            var (undo, unit) = (deciding.State.Undo[number], deciding.State.RollBack.Units[number]);
            if (unit.Phase == UnitPhase.Running) continue;
            var path = Paths.Undo(deciding.State.RollBack.Round, number);
            deciding.Emit(new UndoSettled(path, undo.Path, unit.Id, Settled.Cancelled, "The roll-back was cancelled before this was put back.", unit.Error));
        }
    }

    private static void End(Deciding deciding, RollBackState over)
    {
        var left = deciding.State.Undo;
        if (left.IsEmpty)
        {
            deciding.Emit(new RunEnded(RunEnd.RolledBack, null, over.Error, false));
            return;
        }

        var named = string.Join("; ", left.Reverse().Take(Named).Select(entry => $"{entry.Value.Target.Name}: {Why(deciding.State, entry.Key)}"));
        var more = left.Count > Named ? $"; and {left.Count - Named} more" : "";
        deciding.Emit(new RunEnded(RunEnd.RollBackIncomplete, null, new RunError(
            "roll-back.incomplete", $"{left.Count} of {over.Order.Length} changes were not taken back. {named}{more}"), false));
    }

    private static string Why(RunState state, int number) => state.Undone.GetValueOrDefault(number)?.Message ?? "not begun";
}
