using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>A scope, with or without targets that it holds over all its steps (rule 14). A held set is taken in sorted order at entry, so
/// that two runs never wait for each other in a circle.</summary>
internal static class HoldRules
{
    public static void Start(Deciding deciding, CompiledStep step, string path, JsonElement input, DateTimeOffset? due)
    {
        var holds = input.ValueKind == JsonValueKind.Object
            && input.TryGetProperty("hold", out var hold)
            && hold.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
        FlowRules.Begin(deciding, step, path, input, due, holds ? UnitsBegin.Targets : UnitsBegin.None);
        if (!holds) Enter(deciding, path);
    }

    public static void Advance(Deciding deciding, StepState step)
    {
        if (step.Units is not { } units || deciding.State.Frames.ContainsKey(step.Path)) return;
        // One after another, so that only the last can still be waited for.
        while (units.Next < units.Targets.Length && units.Last is null or { Phase: UnitPhase.Running })
        {
            UnitUpdates.Begin(deciding, step.Path, units.Targets[units.Next]);
            units = deciding.State.Steps[step.Path].Units!;
        }

        if (units.Next == units.Targets.Length && units.Last is null or { Phase: UnitPhase.Running }) Enter(deciding, step.Path);
    }

    /// <summary>The first target that a scope around the step does not hold though it holds others; null where none.</summary>
    public static Target? OutsideHold(RunState state, StepState step, IReadOnlyList<Target> targets)
    {
        for (var frame = state.Frames[step.Frame]; frame.Container is { } container; frame = state.Frames[state.Steps[container].Frame])
        {
            if (state.Steps[container] is not { Activity: "flow.scope", Units: { } held }) continue;
            if (targets.FirstOrDefault(t => !held.ById.ContainsKey(t.Id)) is { } outside) return outside;
        }

        return null;
    }

    private static void Enter(Deciding deciding, string path) => deciding.Emit(new IterationStarted(path, path, null, null));
}
