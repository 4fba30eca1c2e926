using System.Text.Json;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution;

/// <summary>The variables that settled steps have left, for a rerun that does not execute them again.</summary>
internal static class KeptVariables
{
    public static IEnumerable<VariableSet> Of(IEnumerable<StepDefinition> settled, RunState ended) =>
        from step in settled
        let state = ended.Steps[step.Id]
        orderby state.EndedAt
        from set in Of(step, state, ended)
        select set;

    private static IEnumerable<VariableSet> Of(StepDefinition step, StepState state, RunState ended)
    {
        // What the step itself was given: the variable may have been set again since, by a step that is executed again.
        if (step.Activity == "flow.set-variable" && state.Input.ValueKind == JsonValueKind.Object && state.Input.TryGetProperty("value", out var value))
            return [new VariableSet(NameIn(state.Input) ?? step.Id, value)];
        return Names(step).Where(ended.Variables.ContainsKey).Select(name => new VariableSet(name, ended.Variables[name]));
    }

    private static IEnumerable<string> Names(StepDefinition step)
    {
        if (step.Activity == "flow.set-variable") return [NameIn(step.With) ?? step.Id];
        return step.Body?.Steps.SelectMany(Names) ?? [];
    }

    private static string? NameIn(JsonElement input) =>
        input.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
}
