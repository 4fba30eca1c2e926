using System.Text.Json;
using Runbooks.Activities.Selectors;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution.State;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>Resolves a step's <c>with</c>, once, when the step is started (rule 4).</summary>
internal static class StepInput
{
    /// <exception cref="ExpressionException">An expression or a selector cannot be resolved.</exception>
    public static JsonElement Resolve(Deciding deciding, FrameState frame, CompiledStep step)
    {
        var input = step.IsConstant ? step.Input : Template.Evaluate(step.Input, Scopes.Of(deciding, frame.Path));
        return Bound(step, deciding.State.Created!.Inputs, input);
    }

    /// <param name="with">What of the step's <c>with</c> can be resolved.</param>
    /// <param name="scope">Made only where there is an expression.</param>
    /// <exception cref="ExpressionException">An expression or a selector cannot be resolved.</exception>
    public static JsonElement Resolve(CompiledStep step, JsonElement with, JsonElement inputs, Func<ExpressionScope> scope)
    {
        var template = TemplateOf(step.Definition with { With = with });
        return Bound(step, inputs, Template.HasExpressions(template) ? Template.Evaluate(template, scope()) : template);
    }

    private static JsonElement Bound(CompiledStep step, JsonElement inputs, JsonElement input) =>
        step.Traits is { SelectorInputs.IsEmpty: false } ? BindSelectors(inputs, step, input) : input;

    /// <summary>What is resolved of a step's <c>with</c> when it is started. What a script or a repeat's condition says is evaluated later, by
    /// itself.</summary>
    public static JsonElement TemplateOf(StepDefinition step)
    {
        var later = LaterIn(step.Activity);
        return Wrap(step, later is null ? step.With : Without(step.With, later));
    }

    public static string? Text(JsonElement input, string name) =>
        input.ValueKind == JsonValueKind.Object && input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>A condition may be written with or without <c>${ … }</c>.</summary>
    public static string AsExpression(string text) => text.Contains("${", StringComparison.Ordinal) ? text : "${ " + text + " }";

    private static string? LaterIn(string activity) => activity switch
    {
        "flow.script" => "script",
        "flow.repeat" => "while",
        _ => null,
    };

    private static JsonElement Wrap(StepDefinition step, JsonElement with) =>
        step.Activity == "flow.if" && Text(with, "condition") is { } condition
            ? Replace(with, "condition", JsonSerializer.SerializeToElement(AsExpression(condition)))
            : with;

    private static JsonElement BindSelectors(JsonElement inputs, CompiledStep step, JsonElement input)
    {
        foreach (var (name, kind) in step.Traits!.SelectorInputs)
        {
            if (Text(input, name) is not { Length: > 0 } text) continue;
            try
            {
                var selector = Selector.Parse(text, kind);
                if (selector.Inputs.Count == 0) continue;
                var values = inputs.EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
                input = Replace(input, name, JsonSerializer.SerializeToElement(selector.Bind(values).Text));
            }
            catch (SelectorException error)
            {
                // A list of targets may be given by names, which are no selectors.
                if (name != "targets") throw new ExpressionException("/" + name, $"{error.Message} (at character {error.Position + 1} of the selector)");
            }
        }

        return input;
    }

    private static JsonElement Replace(JsonElement value, string name, JsonElement with) => JsonSerializer.SerializeToElement(
        value.EnumerateObject().ToDictionary(p => p.Name, p => p.Name == name ? with : p.Value));

    private static JsonElement Without(JsonElement value, string name) => value.ValueKind != JsonValueKind.Object
        ? value
        : JsonSerializer.SerializeToElement(value.EnumerateObject().Where(p => p.Name != name).ToDictionary(p => p.Name, p => p.Value));
}
