using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.Rules;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Planning;

/// <summary>A step's input as far as it can be known before the run.</summary>
/// <param name="Missing">Inputs that cannot be known yet, with why.</param>
/// <param name="Doubt">Why what is known may be different by then.</param>
/// <param name="Error">An expression or selector that would fail the step.</param>
internal sealed record PlanInput(JsonElement Known, ImmutableArray<KeyValuePair<string, Why>> Missing, Why? Doubt, RunError? Error)
{
    public Why? WhyMissing(string name) => Missing.FirstOrDefault(missing => missing.Key == name).Value;

    public static PlanInput Of(CompiledStep step, PlanFrame frame)
    {
        var known = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var missing = ImmutableArray.CreateBuilder<KeyValuePair<string, Why>>();
        Why? doubt = null;
        try
        {
            foreach (var property in Properties(step.Definition.With))
            {
                var reads = Template.ReferencesOf(AsTemplate(step, property)).ToList();
                doubt ??= reads.Select(frame.DoubtOf).FirstOrDefault(why => why is not null);
                if (reads.Select(frame.WhyUnknown).FirstOrDefault(why => why is not null) is not { } why) known[property.Name] = property.Value;
                else if (!UnitRules.Names.Contains(property.Name)) missing.Add(new(property.Name, why));
            }

            return new(StepInput.Resolve(step, JsonSerializer.SerializeToElement(known), frame.Run.Inputs, frame.Scope), missing.ToImmutable(), doubt, null);
        }
        catch (ExpressionException error)
        {
            return new(step.Definition.With, [], null, new RunError("expression.failed", $"At {error.Path}: {error.Message}"));
        }
    }

    /// <summary>Conditions may be written without <c>${ … }</c>; a script is one whole.</summary>
    private static JsonElement AsTemplate(CompiledStep step, JsonProperty property) => (step.Definition.Activity, property.Name) switch
    {
        ("flow.if", "condition") or ("flow.repeat", "while") when property.Value.ValueKind == JsonValueKind.String =>
            JsonSerializer.SerializeToElement(StepInput.AsExpression(property.Value.GetString()!)),
        ("flow.script", "script") => JsonSerializer.SerializeToElement("${ (() => {" + property.Value + "\n})() }"),
        _ => property.Value,
    };

    private static JsonElement.ObjectEnumerator Properties(JsonElement with) => with.ValueKind == JsonValueKind.Object ? with.EnumerateObject() : default;
}
