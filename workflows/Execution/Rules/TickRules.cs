using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>What happens when a due time has come. While paused, deadlines keep running and the rest waits for the resume (rule 7).</summary>
internal static class TickRules
{
    public static void Fire(Deciding deciding)
    {
        foreach (var due in deciding.State.Timers)
        {
            if (due.Due > deciding.Now || deciding.State.End is not null) break;
            if (due.Kind == TimerKind.Resumption && deciding.State.Paused) continue;
            if (deciding.State.Timers.Contains(due)) Fire(deciding, due);
        }
    }

    private static void Fire(Deciding deciding, DueTime due)
    {
        if (due.Path.Length == 0)
        {
            var limit = deciding.Workflow.Definition.Policy.Timeout;
            EndingRules.Begin(deciding, "", EndingCause.TimeLimit, new RunError("run.time-limit", $"The run reached its time limit of {limit}."));
            return;
        }

        if (Paths.IsUndo(due.Path))
        {
            UndoRules.Start(deciding, due.Path, due.Unit, deciding.State.UnitAt(due.Path, due.Unit)!.Attempt);
            return;
        }

        var step = deciding.State.Steps[due.Path];
        if (due.Kind == TimerKind.Deadline) Expire(deciding, step);
        else if (step.Activity == "flow.delay") StepRules.Settle(deciding, due.Path, Settled.Completed, Outcomes.Done, null, null);
        else deciding.Emit(new UnitStarted(due.Path, due.Unit, step.Units!.ById[due.Unit].Attempt));
    }

    private static void Expire(Deciding deciding, StepState step)
    {
        var container = step.Activity is "flow.scope" or "flow.for-each" or "flow.repeat";
        if (!container)
        {
            StepRules.Settle(deciding, step.Path, Settled.Completed, Outcomes.Expired, null, null);
            return;
        }

        var error = new RunError("step.time-limit", $"'{step.Path}' reached its time limit.");
        if (step.Activity == "flow.scope" && !deciding.State.Frames.ContainsKey(step.Path))
        {
            StepRules.ReleaseHold(deciding, step.Path);
            StepRules.Fail(deciding, step.Path, error);
            return;
        }

        deciding.Emit(new ScopeEnding(step.Path, EndingCause.TimeLimit, error));
    }
}
