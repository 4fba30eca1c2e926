using System.Text.Json;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>The ends of scopes and of the run (rule 3).</summary>
internal static class EndingRules
{
    /// <summary>Makes a scope ending: nothing new starts in it, waits and retries are dropped.</summary>
    public static void Begin(Deciding deciding, string frame, EndingCause cause, RunError? error)
    {
        if (!deciding.IsEnding(frame) || (frame.Length == 0 && cause is EndingCause.Cancelled or EndingCause.TimeLimit))
            deciding.Emit(new ScopeEnding(frame, cause, error));
    }

    /// <summary>Ends a scope in which nothing is pending.</summary>
    /// <param name="ending">Null: all its steps settled by themselves.</param>
    public static void End(Deciding deciding, FrameState frame, ScopeEnding? ending)
    {
        if (frame.Container is null) EndRun(deciding, ending);
        else if (frame.Index is { } index) EndIteration(deciding, frame, index, ending);
        else EndContainer(deciding, frame, ending);
    }

    private static void EndRun(Deciding deciding, ScopeEnding? ending)
    {
        var status = ending?.Cause switch
        {
            null or EndingCause.Stopped => RunEnd.Completed,
            EndingCause.Cancelled => RunEnd.Cancelled,
            _ => RunEnd.Failed,
        };
        var (outputs, error) = status == RunEnd.Completed ? Outputs(deciding) : (null, ending!.Error);
        if (error is not null && status == RunEnd.Completed) status = RunEnd.Failed;
        if (UndoRules.BeginInstead(deciding, status, error)) return;
        var handled = status == RunEnd.Completed && deciding.State.HadFailures;
        deciding.Emit(new RunEnded(status, outputs, error, handled));
    }

    private static (JsonElement? Outputs, RunError? Error) Outputs(Deciding deciding)
    {
        var declared = deciding.Workflow.Definition.Outputs;
        if (declared.IsDefaultOrEmpty) return (null, null);
        try
        {
            var template = JsonSerializer.SerializeToElement(declared.ToDictionary(o => o.Key, o => o.Value));
            return (Template.Evaluate(template, Scopes.Of(deciding, "")), null);
        }
        catch (ExpressionException error)
        {
            return (null, new RunError("expression.failed", $"The outputs of the workflow could not be evaluated at {error.Path}: {error.Message}"));
        }
    }

    private static void EndIteration(Deciding deciding, FrameState frame, int index, ScopeEnding? ending)
    {
        var status = ending?.Cause switch
        {
            null or EndingCause.Stopped => Settled.Completed,
            EndingCause.Cancelled => Settled.Cancelled,
            _ => Settled.Failed,
        };
        deciding.Emit(new IterationSettled(frame.Container!, frame.Path, index, status, Shorten(ending?.Error?.Message)));
    }

    private static void EndContainer(Deciding deciding, FrameState frame, ScopeEnding? ending)
    {
        StepRules.ReleaseHold(deciding, frame.Container!);
        switch (ending?.Cause)
        {
            case null or EndingCause.Stopped:
                StepRules.Settle(deciding, frame.Container!, Settled.Completed, Outcomes.Done, null, null);
                break;
            case EndingCause.Cancelled:
                StepRules.Settle(deciding, frame.Container!, Settled.Cancelled, null, null, null);
                break;
            default:
                StepRules.Settle(deciding, frame.Container!, Settled.Failed, Outcomes.Failed, null, ending.Error);
                break;
        }
    }

    /// <summary>A settled iteration keeps at most 1 KB (rule 17).</summary>
    private static string? Shorten(string? message) => message is { Length: > 500 } ? message[..500] + " …" : message;
}
