using System.Text.Json;
using System.Text.RegularExpressions;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution;

/// <summary>Who agreed, for one run, to what a step's input asks for that needs it: whoever approved the step, or whoever started the run and said so in an
/// input. What the definition says by itself, what a trigger gave, and what a rerun repeats is nobody's consent.</summary>
public static partial class Consent
{
    /// <summary>In the schemas of inputs: what is agreed to.</summary>
    public const string Keyword = "x-consent";

    /// <summary>What the step's input asks for that somebody has to agree to, in words.</summary>
    public static IEnumerable<string> Asked(ActivityTraits? traits, JsonElement input) =>
        (traits?.Consents ?? []).Where(consent => IsTrue(input, consent.Key)).Select(consent => consent.Value);

    /// <returns>Null: nobody.</returns>
    public static string? Of(CompiledWorkflow workflow, RunState state, string path)
    {
        var step = workflow.StepAt(path);
        if (step.Traits?.Consents is not { IsDefaultOrEmpty: false } consents) return null;
        if (step.Definition.Approval is not null && state.Steps[path].Decision is { Approved: true } decision) return decision.By ?? "who approved the step";
        if (state.Created is not { Trigger: { Kind: "api", By: { } starter } } created) return null;
        var asked = consents.Where(consent => IsTrue(state.Steps[path].Input, consent.Key)).ToList();
        return asked.TrueForAll(consent => IsGiven(workflow.Definition, step.Definition, consent.Key, created.Inputs)) ? starter : null;
    }

    /// <summary>The workflow's input that a step's input is, as it is, and that whoever starts a run has to set by himself; null where it is none.</summary>
    public static InputDefinition? InputOf(WorkflowDefinition definition, StepDefinition step, string name)
    {
        if (!step.With.TryGetProperty(name, out var value) || value.ValueKind is not JsonValueKind.String) return null;
        var reference = Reference().Match(value.GetString()!);
        return reference.Success ? definition.Inputs.FirstOrDefault(input => input.Name == reference.Groups[1].Value && input.Default is not { ValueKind: JsonValueKind.True }) : null;
    }

    private static bool IsGiven(WorkflowDefinition definition, StepDefinition step, string name, JsonElement inputs) =>
        InputOf(definition, step, name) is { } input && IsTrue(inputs, input.Name);

    private static bool IsTrue(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.True;

    [GeneratedRegex(@"^\s*\$\{\s*inputs\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\s*\z")]
    private static partial Regex Reference();
}
