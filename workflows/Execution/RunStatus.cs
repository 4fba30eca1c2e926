using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution;

/// <summary>The status of a run: a function of its history. Running beats waiting.</summary>
public static class RunStatus
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Waiting = "waiting";
    public const string Paused = "paused";
    public const string Failing = "failing";
    public const string Cancelling = "cancelling";
    public const string RollingBack = "rolling-back";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";
    public const string RolledBack = "rolled-back";
    public const string RollBackIncomplete = "roll-back-incomplete";

    /// <summary>Of runs that have not ended.</summary>
    public static readonly IReadOnlyList<string> UnderWay = [Queued, Running, Waiting, Paused, Failing, Cancelling, RollingBack];

    public static bool IsTerminal(string status) => status is Completed or Failed or Cancelled or RolledBack or RollBackIncomplete;

    public static string Of(RunState state)
    {
        if (state.End is { } end)
            return end.Status switch
            {
                RunEnd.Completed => Completed,
                RunEnd.Failed => Failed,
                RunEnd.RolledBack => RolledBack,
                RunEnd.RollBackIncomplete => RollBackIncomplete,
                _ => Cancelled,
            };
        if (state.StartedAt is null) return state.Paused ? Paused : Queued;
        if (state.IsRollingBack) return state.Paused ? Paused : RollingBack;
        if (state.Cancel is not null || state.RollBackAsked is not null) return Cancelling;
        if (state.Frames.GetValueOrDefault("")?.Ending is not null) return Failing;
        if (state.Paused) return Paused;
        return Pending.HasAny(state) || state.Active.IsEmpty ? Running : Waiting;
    }

    /// <summary>Whether somebody must be executing the run now: it is recovered at once when its owner is gone.</summary>
    public static bool IsActive(RunState state) => Pending.HasAny(state);

    /// <summary>Whether a unit waits for automation to go on after a stop. Of a scope only the target that it takes next can: it is not
    /// looked at all that it holds, which may be thousands, in every commit.</summary>
    public static bool IsHeld(RunState state)
    {
        if (IsUndoHeld(state)) return true;
        for (var at = 0; at < state.Active.Count; at++)
        {
            if (state.Steps[state.Active[at]] is not { Units: { } units } step) continue;
            if (step.Activity == "flow.scope")
            {
                if (units.Last?.Phase == UnitPhase.Held) return true;
                continue;
            }

            for (var next = 0; next < units.Active.Count; next++)
                if (units.ById[units.Active[next]].Phase == UnitPhase.Held) return true;
        }

        return false;
    }

    private static bool IsUndoHeld(RunState state) =>
        state.IsRollingBack && state.RollBack!.Active.Any(number => state.RollBack.Units[number].Phase == UnitPhase.Held);
}
