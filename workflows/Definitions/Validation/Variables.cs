using System.Text.Json;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>The variables that a workflow sets anywhere.</summary>
/// <param name="Open">One of them is named by an expression, so that any name may be set.</param>
internal sealed record Variables(IReadOnlySet<string> Names, bool Open)
{
    public static Variables Of(FlowBody body)
    {
        var names = All(body).Where(step => step.Activity is "flow.set-variable").Select(Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return new Variables(names, names.Any(TemplateText.HasExpressions));
    }

    private static string? Name(StepDefinition step) =>
        step.With.TryGetProperty("name", out var name) && name.ValueKind is JsonValueKind.String ? name.GetString() : null;

    private static IEnumerable<StepDefinition> All(FlowBody body) =>
        body.Steps.SelectMany(step => step.Body is { } inside ? All(inside).Prepend(step) : [step]);
}
