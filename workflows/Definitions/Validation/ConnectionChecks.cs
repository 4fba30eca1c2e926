using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Catalogue;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Abilities;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>Refuses steps that no connection they may run on can do. Where the connection is known only when the step runs, the gate to
/// its targets says the same.</summary>
internal sealed class ConnectionChecks(IReadOnlyList<KnownConnection> connections, ProblemList problems)
{
    public void Check(StepDefinition step, ActivityDescriptor activity, string path, string at)
    {
        if (connections.Count == 0 || StepNeeds.Of(activity, step.With) is not { Count: > 0 } needs) return;
        var input = Input(activity);
        if (input is not null && step.With.TryGetProperty(input, out var given) && given.ValueKind is not JsonValueKind.Null)
            CheckNamed(step, needs, given, JsonPointer.Append($"{path}/with", input), at);
        else
            CheckAny(step, needs, $"{path}/activity", at);
    }

    private void CheckNamed(StepDefinition step, IReadOnlyList<Capability> needs, JsonElement given, string path, string at)
    {
        if (given.ValueKind is not JsonValueKind.String || TemplateText.HasExpressions(given.GetString()!)) return;
        if (connections.FirstOrDefault(known => known.Id == given.GetString()) is { } named && StepRefusal.Of(step.Id, needs, named, connections) is { } why)
            problems.Error(path, why, at);
    }

    /// <summary>The step may meet targets of any connection: it is refused where none of them can.</summary>
    private void CheckAny(StepDefinition step, IReadOnlyList<Capability> needs, string path, string at)
    {
        var refusals = connections.Select(one => StepRefusal.Of(step.Id, needs, one, connections)).ToList();
        if (refusals.Contains(null)) return;
        problems.Error(path, refusals[0] + (connections.Count > 1 ? " No other connection can either." : ""), at);
    }

    /// <summary>The input that names the connection.</summary>
    private static string? Input(ActivityDescriptor activity)
    {
        if (!activity.InputSchema.TryGetProperty("properties", out var inputs)) return null;
        foreach (var input in inputs.EnumerateObject())
            if (input.Value.TryGetProperty("format", out var format) && format.ValueEquals(Formats.Connection)) return input.Name;
        return null;
    }
}
