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
        return Pending.Of(state).Any() || state.Active.IsEmpty ? Running : Waiting;
    }

    /// <summary>Whether somebody must be executing the run now: it is recovered at once when its owner is gone.</summary>
    public static bool IsActive(RunState state) => Pending.Of(state).Any();

    /// <summary>Whether a unit waits for automation to go on after a stop. Of a scope only the target that it takes next can: it is not
    /// looked at all that it holds, which may be thousands, in every commit.</summary>
    public static bool IsHeld(RunState state) => state.Active.Any(p => state.Steps[p] is { Units: { } units } step
        && (step.Activity == "flow.scope" ? units.Last?.Phase == UnitPhase.Held : units.Active.Any(u => units.ById[u].Phase == UnitPhase.Held)));
}
