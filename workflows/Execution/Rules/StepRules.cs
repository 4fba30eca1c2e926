using System.Text.Json;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>A step from its start to its settling.</summary>
internal static class StepRules
{
    /// <summary>Resolves the step's input and starts it. An input that cannot be resolved fails the step.</summary>
    public static void Start(Deciding deciding, FrameState frame, CompiledStep step, string path)
    {
        JsonElement input;
        try
        {
            input = StepInput.Resolve(deciding, frame, step);
        }
        catch (ExpressionException error)
        {
            deciding.Emit(new StepStarted(path, step.Definition.Activity, step.Definition.With, null, UnitsBegin.None));
            Fail(deciding, path, new RunError("expression.failed", $"At {error.Path}: {error.Message}"));
            return;
        }

        if (step.IsFlow) FlowRules.Start(deciding, step, path, input);
        else if (step.Traits is null) FailUnknown(deciding, step, path, input);
        else StartActivity(deciding, step, path, input);
    }

    /// <summary>Settles the step; an adverse outcome that no transition takes makes its scope ending.</summary>
    public static void Settle(Deciding deciding, string path, Settled status, string? outcome, JsonElement? output, RunError? error)
    {
        var frame = deciding.State.Steps[path].Frame;
        deciding.Emit(new StepSettled(path, status, outcome, output, error));
        if (!Outcomes.IsAdverse(outcome)) return;
        if (deciding.Workflow.StepAt(path).Outbound.Any(t => Outcomes.Takes(t, outcome))) return;
        EndingRules.Begin(deciding, frame, EndingCause.Failed, error ?? new RunError($"step.{outcome}", $"The step '{path}' ended {outcome}."));
    }

    public static void Fail(Deciding deciding, string path, RunError error) =>
        Settle(deciding, path, Settled.Failed, Outcomes.Failed, null, error);

    /// <summary>Carries active steps on, and drops what waits in scopes that are ending.</summary>
    /// <returns>Whether anything was decided.</returns>
    public static bool Advance(Deciding deciding)
    {
        var before = deciding.State.Sequence;
        var active = deciding.State.Active;
        for (var at = 0; at < active.Count && deciding.State.End is null; at++)
        {
            var path = active[at];
            if (!deciding.State.Active.Contains(path)) continue;
            var step = deciding.State.Steps[path];
            if (deciding.IsEnding(step.Frame)) DropRules.Drop(deciding, step);
            else if (step.Ending is not null || !deciding.State.Paused) Advance(deciding, step);
        }

        return deciding.State.Sequence != before;
    }

    /// <summary>Gives up the leases of a scope's hold.</summary>
    public static void ReleaseHold(Deciding deciding, string path)
    {
        var step = deciding.State.Steps[path];
        if (step.Units is null || step.Activity != "flow.scope") return;
        foreach (var unit in step.Units.Active) deciding.Emit(new UnitSettled(path, unit, Settled.Completed, null, null));
    }

    private static void Advance(Deciding deciding, StepState step)
    {
        switch (step.Activity)
        {
            case "flow.for-each":
                ForEachRules.Advance(deciding, step);
                break;
            case "flow.repeat":
                RepeatRules.Advance(deciding, step);
                break;
            case "flow.scope":
                HoldRules.Advance(deciding, step);
                break;
            case "flow.wait-for-signal":
                WaitRules.TakeSignal(deciding, step);
                break;
            default:
                if (step.Units is not null && step.Begins == UnitsBegin.Targets) TargetRules.Advance(deciding, step);
                break;
        }
    }

    private static void StartActivity(Deciding deciding, CompiledStep step, string path, JsonElement input)
    {
        var gate = step.Definition.Approval;
        var begins = step.Traits!.OverTargets ? UnitsBegin.Targets : gate is null ? UnitsBegin.Now : UnitsBegin.AfterApproval;
        deciding.Emit(new StepStarted(path, step.Definition.Activity, input, null, begins));
        if (begins == UnitsBegin.AfterApproval) WaitRules.AskAtGate(deciding, path, step.Definition, null);
        if (begins == UnitsBegin.Targets && deciding.State.Kept.TryGetValue(path, out var kept)) TargetRules.TakeOver(deciding, path, kept);
    }

    private static void FailUnknown(Deciding deciding, CompiledStep step, string path, JsonElement input)
    {
        deciding.Emit(new StepStarted(path, step.Definition.Activity, input, null, UnitsBegin.None));
        Fail(deciding, path, new RunError(
            "activity.unknown", $"There is no activity '{step.Definition.Activity}' in this server; nothing was done. Publish a version without it."));
    }
}
