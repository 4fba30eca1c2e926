using System.Text.Json;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>A repeat: its inside again and again while a condition holds, up to a limit. The condition is looked at before each time
/// and sees the steps of the time before.</summary>
internal static class RepeatRules
{
    public const int DefaultLimit = 100;

    public static void Advance(Deciding deciding, StepState step)
    {
        var set = step.Iterations ?? new IterationSet();
        if (set.Active > 0) return;
        if (step.Ending is { } ending) StepRules.Settle(deciding, step.Path, Settled.Failed, Outcomes.Failed, null, ending.Error);
        else if (set.Failed > 0) FailWithLast(deciding, step, set);
        else Next(deciding, step, set);
    }

    private static void Next(Deciding deciding, StepState step, IterationSet set)
    {
        try
        {
            if (!Holds(deciding, step, set.Started)) StepRules.Settle(deciding, step.Path, Settled.Completed, Outcomes.Done, null, null);
            else if (set.Started >= Limit(step.Input)) StepRules.Settle(deciding, step.Path, Settled.Completed, "limit", null, null);
            else deciding.Emit(new IterationStarted(step.Path, Paths.Iteration(step.Path, set.Started), set.Started, null));
        }
        catch (ExpressionException error)
        {
            StepRules.Fail(deciding, step.Path, new RunError("expression.failed", $"At /while: {error.Message}"));
        }
    }

    private static bool Holds(Deciding deciding, StepState step, int count)
    {
        if (!deciding.Workflow.StepAt(step.Path).Definition.With.TryGetProperty("while", out var condition)) return true;
        if (condition.ValueKind != JsonValueKind.String) return FlowRules.Truthy(condition);
        var last = count > 0 ? Paths.Iteration(step.Path, count - 1) : null;
        var scope = Scopes.Of(deciding, step.Frame, last) with { Index = count };
        return FlowRules.Truthy(Template.Evaluate(JsonSerializer.SerializeToElement(StepInput.AsExpression(condition.GetString()!)), scope));
    }

    private static int Limit(JsonElement input) =>
        input.ValueKind == JsonValueKind.Object && input.TryGetProperty("limit", out var limit) && limit.ValueKind == JsonValueKind.Number
            ? (int)Math.Clamp(limit.GetDouble(), 0, TargetRules.MaxItems)
            : DefaultLimit;

    private static void FailWithLast(Deciding deciding, StepState step, IterationSet set)
    {
        var last = set.Settled[^1];
        StepRules.Fail(deciding, step.Path, new RunError("iteration.failed", $"Time {last.Index + 1} failed: {last.Message}"));
    }
}
