using System.Text.Json;
using Runbooks.Activities.Catalogue;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Execution;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>Warns of steps that ask for what needs somebody's consent, where a run that no person starts has nobody's.</summary>
internal static class ConsentChecks
{
    public static void Check(StepDefinition step, ActivityDescriptor activity, string path, string at, ProblemList problems)
    {
        if (step.Approval is not null || !activity.InputSchema.TryGetProperty("properties", out var properties)) return;
        foreach (var input in properties.EnumerateObject().Where(input => input.Value.TryGetProperty(Consent.Keyword, out _)))
        {
            if (!step.With.TryGetProperty(input.Name, out var value) || value.ValueKind is not JsonValueKind.True) continue;
            problems.Warning(
                $"{path}/with/{input.Name}",
                $"Runs that a trigger starts do not do this, as nobody agrees to it: {input.Value.GetProperty(Consent.Keyword).GetString()}. Give the step an approval if they should.",
                at);
        }
    }
}
