using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>Scopes: which steps start, which are skipped, and when the scope is over (rules 1 to 3).</summary>
internal static class FrameRules
{
    /// <returns>Whether anything was decided.</returns>
    public static bool Advance(Deciding deciding)
    {
        var decided = false;
        foreach (var (_, frame) in deciding.State.Frames)
        {
            if (deciding.State.End is not null) break;
            if (deciding.State.Frames.TryGetValue(frame.Path, out var live)) decided |= Advance(deciding, live);
        }

        return decided;
    }

    private static bool Advance(Deciding deciding, FrameState frame)
    {
        if (deciding.EndingOf(frame.Path) is { } ending) return EndWhenIdle(deciding, frame, ending);
        var flow = deciding.Workflow.FlowAt(frame.Path, frame.Container);
        var decided = false;
        var settled = 0;
        foreach (var step in flow.Steps)
        {
            var path = Paths.Join(frame.Path, step.Definition.Id);
            if (deciding.State.Steps.TryGetValue(path, out var reached))
            {
                if (reached.IsSettled) settled++;
                continue;
            }

            decided |= Reach(deciding, frame, step, path);
            if (deciding.State.End is not null || deciding.IsEnding(frame.Path)) return true;
        }

        if (decided || settled < flow.Steps.Length) return decided;
        EndingRules.End(deciding, frame, null);
        return true;
    }

    private static bool EndWhenIdle(Deciding deciding, FrameState frame, ScopeEnding ending)
    {
        var active = deciding.State.Active.Any(p => deciding.State.Steps[p].Frame == frame.Path);
        if (active) return false;
        EndingRules.End(deciding, frame, ending);
        return true;
    }

    private static bool Reach(Deciding deciding, FrameState frame, CompiledStep step, string path)
    {
        switch (Readiness(deciding.State, frame, step))
        {
            case Arrival.Dead:
                deciding.Emit(new StepSkipped(path));
                return true;
            case Arrival.Ready when !deciding.State.Paused:
                StepRules.Start(deciding, frame, step, path);
                return true;
            default:
                return false;
        }
    }

    private static Arrival Readiness(RunState state, FrameState frame, CompiledStep step)
    {
        if (step.Inbound.IsEmpty) return Arrival.Ready;
        var taken = 0;
        var settled = 0;
        foreach (var transition in step.Inbound)
        {
            if (!state.Steps.TryGetValue(Paths.Join(frame.Path, transition.From), out var from) || !from.IsSettled) continue;
            settled++;
            if (from.Status != Settled.Skipped && Outcomes.Takes(transition, from.Outcome)) taken++;
        }

        if (step.Definition.Join == JoinMode.Any && taken > 0) return Arrival.Ready;
        if (settled < step.Inbound.Length) return Arrival.Pending;
        return taken > 0 ? Arrival.Ready : Arrival.Dead;
    }

    private enum Arrival
    {
        Pending,
        Ready,
        Dead,
    }
}
