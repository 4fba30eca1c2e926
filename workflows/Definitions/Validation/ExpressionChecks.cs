using System.Text.Json;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>Checks expressions: that they can be read, and that what they read is there by then.</summary>
internal sealed class ExpressionChecks(WorkflowDefinition definition, Variables variables, ProblemList problems)
{
    private static readonly string[] StepMembers = ["output", "status", "outcome", "error"];

    private readonly List<string> _inputs = [.. definition.Inputs.Select(input => input.Name)];

    public void CheckValue(JsonElement value, string path, Sight sight, string? at)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject()) CheckValue(property.Value, JsonPointer.Append(path, property.Name), sight, at);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var element in value.EnumerateArray()) CheckValue(element, JsonPointer.Append(path, index++), sight, at);
                break;
            case JsonValueKind.String when TemplateText.HasExpressions(value.GetString()!):
                CheckTemplate(value.GetString()!, path, sight, at);
                break;
        }
    }

    /// <summary>A condition may be written with or without <c>${ … }</c>.</summary>
    public void CheckCondition(string text, string path, Sight sight, string? at)
    {
        if (TemplateText.HasExpressions(text)) CheckTemplate(text, path, sight, at);
        else Check(() => CompiledExpression.Expression(text), text, path, sight, at);
    }

    public void CheckScript(string text, string path, Sight sight, string? at) =>
        Check(() => CompiledExpression.FunctionBody(text), text, path, sight, at);

    private void CheckTemplate(string text, string path, Sight sight, string? at)
    {
        try
        {
            foreach (var part in TemplateText.Parse(text).Parts.Where(part => part.IsExpression))
                Check(() => CompiledExpression.Expression(part.Text), part.Text, path, sight, at);
        }
        catch (ExpressionException error)
        {
            problems.Error(path, error.Message, at);
        }
    }

    private void Check(Func<CompiledExpression> read, string text, string path, Sight sight, string? at)
    {
        try
        {
            CheckReads(read().References, path, sight, at);
        }
        catch (ExpressionException error)
        {
            problems.Error(path, error.Message + Hint(text, sight), at);
        }
    }

    /// <summary>JavaScript takes the hyphen of an id for a minus.</summary>
    private static string Hint(string text, Sight sight) =>
        sight.Steps.Keys.Concat(sight.Others.Keys).FirstOrDefault(id => id.Contains('-') && text.Contains($"steps.{id}", StringComparison.Ordinal)) is { } id
            ? $" Write steps['{id}'] for a step with a hyphen."
            : "";

    private void CheckReads(ExpressionReferences reads, string path, Sight sight, string? at)
    {
        foreach (var name in reads.Inputs.Where(name => !_inputs.Contains(name)))
            problems.Error(path, $"The workflow has no input '{name}'{Suggestion.For(name, _inputs)}", at);
        foreach (var name in reads.Variables.Where(name => !variables.Open && !variables.Names.Contains(name)))
            problems.Error(path, $"No step sets the variable '{name}'{Suggestion.For(name, variables.Names)}", at);
        foreach (var name in reads.Names.Where(ScopeNames.OfTriggers.Contains)) problems.Error(path, $"'{name}' is there only in the inputs of a trigger.", at);
        foreach (var step in reads.Steps) CheckStep(step, path, sight, at);
        if (reads.Item && !sight.Item) problems.Error(path, "'item' is there only inside a flow.for-each (and not in a flow.repeat within it).", at);
        if (reads.Index && !sight.Index) problems.Error(path, "'index' is there only inside a flow.for-each or flow.repeat.", at);
    }

    private void CheckStep(StepReference reference, string path, Sight sight, string? at)
    {
        if (sight.Others.TryGetValue(reference.Id, out var why))
            problems.Error(path, $"The step '{reference.Id}' {why}.", at);
        else if (!sight.Steps.TryGetValue(reference.Id, out var output))
            problems.Error(path, $"There is no step '{reference.Id}'{Suggestion.For(reference.Id, sight.Steps.Keys)}", at);
        else if (reference.Path is [var member, ..] && !StepMembers.Contains(member))
            problems.Error(path, $"A step has output, status, outcome and error, but no '{member}'{Meant(reference, output)}", at);
        else if (reference.Path is ["output", var property, ..] && Properties(output) is { Count: > 0 } known && !known.Contains(property))
            problems.Warning(path, $"The output of '{reference.Id}' has no '{property}'{Suggestion.For(property, known)}", at);
    }

    private static string Meant(StepReference reference, JsonElement? output) =>
        Properties(output).Contains(reference.Path[0])
            ? $"; did you mean steps.{reference.Id}.output.{reference.Path[0]}?"
            : Suggestion.For(reference.Path[0], StepMembers);

    private static List<string> Properties(JsonElement? schema) =>
        schema is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty("properties", out var properties)
            ? [.. properties.EnumerateObject().Select(property => property.Name)]
            : [];
}
