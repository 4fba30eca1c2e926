using System.Text.Json;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution;

/// <summary>Who agreed, for one run, to what a step's input asks for that needs it: whoever approved the step, or whoever started the run by hand. What a
/// trigger or another run started, and what a rerun repeats, has nobody's consent.</summary>
public static class Consent
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
        if (step.Traits?.Consents is not { IsDefaultOrEmpty: false }) return null;
        if (step.Definition.Approval is not null && state.Steps[path].Decision is { Approved: true } decision) return decision.By ?? "who approved the step";
        return state.Created is { Trigger: { Kind: "api", By: { } starter } } ? starter : null;
    }

    private static bool IsTrue(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.True;
}
