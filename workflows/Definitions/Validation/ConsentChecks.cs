using System.Text.Json;
using Runbooks.Activities.Catalogue;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Execution;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>Refuses steps that ask for what needs somebody's consent in a way in which nobody could give it.</summary>
internal static class ConsentChecks
{
    public static void Check(StepDefinition step, ActivityDescriptor activity, WorkflowDefinition definition, string path, string at, ProblemList problems)
    {
        if (step.Approval is not null || !activity.InputSchema.TryGetProperty("properties", out var properties)) return;
        foreach (var input in properties.EnumerateObject().Where(input => input.Value.TryGetProperty(Consent.Keyword, out _)))
        {
            if (!step.With.TryGetProperty(input.Name, out var value) || value.ValueKind is not (JsonValueKind.True or JsonValueKind.String)) continue;
            if (Consent.InputOf(definition, step, input.Name) is not null) continue;
            problems.Error(
                $"{path}/with/{input.Name}",
                $"Somebody has to agree to '{input.Name}' in each run ({input.Value.GetProperty(Consent.Keyword).GetString()}). Give the step an approval, or take it from an input of "
                + "the workflow that is not true by default, such as ${ inputs.force }.",
                at);
        }
    }
}
