using System.Collections.Immutable;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution;

public static partial class Evolution
{
    private static RunState OnStepStarted(RunState state, StepStarted e)
    {
        var step = new StepState(e.Path, Paths.FrameOf(e.Path, state.Frames))
        {
            Activity = e.Activity,
            Input = e.Input,
            Begins = e.Units,
            StartedAt = e.At,
            Due = e.Due,
            Units = e.Units == UnitsBegin.Now ? SingleUnit(e.At) : null,
        };
        return state with
        {
            Steps = state.Steps.SetItem(e.Path, step),
            Active = state.Active.Add(e.Path),
            Timers = e.Due is { } due ? state.Timers.Add(StepTimer(e.Path, e.Activity, due)) : state.Timers,
        };
    }

    private static RunState OnStepSettled(RunState state, StepSettled e)
    {
        var step = state.Steps[e.Path];
        var settled = step with
        {
            Status = e.Status,
            Outcome = e.Outcome,
            Output = e.Output,
            Error = e.Error,
            EndedAt = e.At,
            Approval = null,
            Iterations = step.Iterations is { } iterations ? iterations with { Settled = [] } : null,
        };
        var next = state with
        {
            Steps = state.Steps.SetItem(e.Path, settled),
            Active = state.Active.Remove(e.Path),
            HadFailures = state.HadFailures || e.Status == Settled.Failed,
            Timers = step.Due is { } due ? state.Timers.Remove(StepTimer(e.Path, step.Activity, due)) : state.Timers,
        };
        var container = step.Activity is "flow.scope" or "flow.for-each" or "flow.repeat";
        return container ? DropSteps(next with { Frames = next.Frames.Remove(e.Path) }, e.Path) : next;
    }

    private static RunState OnStepSkipped(RunState state, StepSkipped e) => state with
    {
        Steps = state.Steps.SetItem(
            e.Path,
            new StepState(e.Path, Paths.FrameOf(e.Path, state.Frames)) { Status = Settled.Skipped, EndedAt = e.At }),
    };

    private static RunState OnTakenOver(RunState state, StepTakenOver e)
    {
        if (!e.Units.IsDefaultOrEmpty && e.Units.Any(u => u.Status is null)) return state with { Kept = state.Kept.SetItem(e.Path, e.Units) };
        var step = new StepState(e.Path, "")
        {
            Status = e.Status,
            Outcome = e.Outcome,
            Output = e.Output,
            EndedAt = e.At,
            TakenOver = true,
        };
        return state with { Steps = state.Steps.SetItem(e.Path, step), HadFailures = state.HadFailures || e.Status == Settled.Failed };
    }

    private static RunState OnApprovalRequested(RunState state, ApprovalRequested e)
    {
        var next = WithStep(state, e.Path, s => s with { Approval = e, Due = e.Expires ?? s.Due });
        return e.Expires is { } expires
            ? next with { Timers = next.Timers.Add(new(expires, TimerKind.Deadline, e.Path, "")) }
            : next;
    }

    private static RunState OnApprovalDecided(RunState state, ApprovalDecided e)
    {
        var step = state.Steps[e.Path];
        var expires = step.Approval?.Expires;
        return state with
        {
            Steps = state.Steps.SetItem(e.Path, step with { Approval = null, Decision = e, Due = null }),
            Timers = expires is { } due ? state.Timers.Remove(new(due, TimerKind.Deadline, e.Path, "")) : state.Timers,
        };
    }

    private static RunState OnIterationStarted(RunState state, IterationStarted e)
    {
        var next = state with { Frames = state.Frames.SetItem(e.Frame, new FrameState(e.Frame, e.Path, e.Index, e.Item)) };
        if (e.Index is not { } index) return next;
        // Others of a for-each may still go; its settled ones are folded away already.
        if (state.Steps[e.Path].Activity == "flow.repeat") next = DropSteps(next, Paths.Iteration(e.Path, index - 1));
        return WithStep(next, e.Path, s => s with
        {
            Iterations = (s.Iterations ?? new()) with { Started = index + 1, Active = (s.Iterations?.Active ?? 0) + 1 },
        });
    }

    private static RunState OnIterationSettled(RunState state, IterationSettled e)
    {
        var next = state with
        {
            Frames = state.Frames.Remove(e.Frame),
            HadFailures = state.HadFailures || e.Status == Settled.Failed,
        };
        // The condition of a repeat looks at its last iteration, which is therefore folded away by the next.
        if (state.Steps[e.Path].Activity != "flow.repeat") next = DropSteps(next, e.Frame);
        return WithStep(next, e.Path, s => s with
        {
            Iterations = s.Iterations! with
            {
                Active = s.Iterations.Active - 1,
                Failed = s.Iterations.Failed + (e.Status == Settled.Failed ? 1 : 0),
                Settled = s.Iterations.Settled.Add(e),
            },
        });
    }

    /// <summary>Folds away the steps below a path.</summary>
    private static RunState DropSteps(RunState state, string path)
    {
        var prefix = path + "/";
        var below = state.Steps.Keys.Where(p => p.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return below.Count == 0 ? state : state with { Steps = state.Steps.RemoveRange(below) };
    }

    private static RunState WithStep(RunState state, string path, Func<StepState, StepState> change) =>
        state with { Steps = state.Steps.SetItem(path, change(state.Steps[path])) };

    private static DueTime StepTimer(string path, string activity, DateTimeOffset due) =>
        new(due, activity == "flow.delay" ? TimerKind.Resumption : TimerKind.Deadline, path, "");

    private static UnitSet SingleUnit(DateTimeOffset at) => new()
    {
        ById = ImmutableDictionary.Create<string, UnitState>(StringComparer.Ordinal).Add("", new("", UnitPhase.Running, 1, at)),
        Active = ImmutableSortedSet.Create(StringComparer.Ordinal, ""),
    };
}
