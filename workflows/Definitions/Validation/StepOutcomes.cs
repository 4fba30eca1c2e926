using System.Text.Json;
using Runbooks.Activities.Catalogue;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>The exits that a step can take.</summary>
/// <param name="Open">Cases come from an expression, so that there may be others.</param>
internal sealed record StepOutcomes(IReadOnlyList<string> Names, bool Open)
{
    public static StepOutcomes Of(StepDefinition step, ActivityDescriptor activity)
    {
        if (activity.Outcomes.Count is 0) return new StepOutcomes([], false);
        var cases = step.Activity is "flow.switch" ? Cases(step.With) : [];
        IEnumerable<string> gate = step.Approval is null ? [] : [Outcomes.Rejected, Outcomes.Expired];
        return new StepOutcomes([.. cases.Concat(activity.Outcomes).Concat(gate).Append(Outcomes.Failed).Distinct()], cases.Any(TemplateText.HasExpressions));
    }

    private static List<string> Cases(JsonElement with)
    {
        if (!with.TryGetProperty("cases", out var cases)) return [];
        return cases.ValueKind switch
        {
            JsonValueKind.Array => [.. cases.EnumerateArray().Select(one => one.ToString())],
            JsonValueKind.Object => [.. cases.EnumerateObject().Select(one => one.Name)],
            JsonValueKind.String => [cases.GetString()!],
            _ => [],
        };
    }
}
