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
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    public static string Of(RunState state)
    {
        if (state.End is { } end)
            return end.Status switch
            {
                RunEnd.Completed => Completed,
                RunEnd.Failed => Failed,
                _ => Cancelled,
            };
        if (state.StartedAt is null) return state.Paused ? Paused : Queued;
        if (state.Cancel is not null) return Cancelling;
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
        foreach (var path in state.Active)
        {
            if (state.Steps[path] is not { Units: { } units } step) continue;
            if (step.Activity == "flow.scope")
            {
                if (units.Last?.Phase == UnitPhase.Held) return true;
                continue;
            }

            foreach (var unit in units.Active)
                if (units.ById[unit].Phase == UnitPhase.Held) return true;
        }

        return false;
    }
}
