using System.Text.Json;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>Drops what waits in a scope that is ending; what is in flight is awaited (rule 3).</summary>
internal static class DropRules
{
    public static void Drop(Deciding deciding, StepState step)
    {
        if (step.Begins == UnitsBegin.Targets && step.Activity != "flow.scope" && step.Units is { } units) DropTargets(deciding, step, units);
        else if (step.Units?.ById.GetValueOrDefault("") is { } unit) DropUnit(deciding, step, unit);
        else if (step.Child is null && IsIdle(deciding.State, step)) Cancel(deciding, step);
    }

    private static void DropUnit(Deciding deciding, StepState step, UnitState unit)
    {
        if (unit.Phase == UnitPhase.Running) return;
        if (unit.Phase == UnitPhase.Retrying) StepRules.Fail(deciding, step.Path, unit.Error!);
        else Cancel(deciding, step);
    }

    private static void DropTargets(Deciding deciding, StepState step, UnitSet units)
    {
        foreach (var id in units.Active)
        {
            var unit = units.ById[id];
            if (unit.Phase == UnitPhase.Running) continue;
            var failed = unit.Phase == UnitPhase.Retrying;
            var message = failed ? unit.Error!.Message : "The run ended before this was done.";
            deciding.Emit(new UnitSettled(step.Path, id, failed ? Settled.Failed : Settled.Cancelled, message, failed ? unit.Error : null));
        }

        var left = deciding.State.Steps[step.Path];
        if (!left.Units!.Active.IsEmpty) return;
        if (left.Units.Settled == left.Units.Targets.Length) TargetRules.Settle(deciding, left);
        else Cancel(deciding, left, TargetRules.Output(left.Units, deciding.Workflow.StepAt(left.Path).Traits?.Gathers ?? []));
    }

    private static bool IsIdle(RunState state, StepState step) =>
        !state.Frames.Values.Any(f => f.Container == step.Path);

    private static void Cancel(Deciding deciding, StepState step, JsonElement? output = null)
    {
        StepRules.ReleaseHold(deciding, step.Path);
        StepRules.Settle(deciding, step.Path, Settled.Cancelled, null, output, null);
    }
}
