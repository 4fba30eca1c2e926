using System.Text.Json;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Definitions.Schemas;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>Checks the declarations of a workflow's inputs.</summary>
internal static class InputChecks
{
    private static readonly string[] Types = ["string", "number", "integer", "boolean", "array", "object"];

    private static readonly string[] Keywords =
    [
        "type", "title", "description", "format", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
        "pattern", "items", "minItems", "maxItems", "properties", "required", "additionalProperties", "default", "examples",
    ];

    public static void Check(WorkflowDefinition definition, ProblemList problems)
    {
        foreach (var input in definition.Inputs)
        {
            var path = JsonPointer.Append("/inputs", input.Name);
            var before = problems.Count;
            CheckSchema(input.Schema, path, problems, depth: 0);
            if (input.Default is not { } given || problems.Count > before) continue;
            if (Template.HasExpressions(given)) problems.Error($"{path}/default", "A default is a plain value; expressions are not evaluated here.");
            foreach (var problem in InputValidation.CheckValue(input, given)) problems.Error($"{path}/default", $"The default does not fit: {problem.Message}");
        }
    }

    private static void CheckSchema(JsonElement schema, string path, ProblemList problems, int depth)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
        {
            problems.Error(path, "A schema has to be an object.");
            return;
        }

        foreach (var keyword in schema.EnumerateObject())
            if (!Keywords.Contains(keyword.Name)) problems.Error(JsonPointer.Append(path, keyword.Name), $"The key '{keyword.Name}' is not known here{Suggestion.For(keyword.Name, Keywords)}");
        CheckType(schema, path, problems);
        CheckWords(schema, path, problems);
        CheckNumbers(schema, path, problems);
        CheckNested(schema, path, problems, depth);
    }

    private static void CheckType(JsonElement schema, string path, ProblemList problems)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            if (!schema.TryGetProperty("enum", out _)) problems.Warning(path, "The input has no 'type', so that it takes anything.");
        }
        else if (type.ValueKind is not JsonValueKind.String || !Types.Contains(type.GetString()))
        {
            problems.Error($"{path}/type", $"{type.GetRawText()} is not a type; types are {string.Join(", ", Types)}, duration{Suggestion.For(type.ToString(), Types)}");
        }
    }

    private static void CheckWords(JsonElement schema, string path, ProblemList problems)
    {
        foreach (var name in (string[])["title", "description", "format", "pattern"])
            if (schema.TryGetProperty(name, out var word) && word.ValueKind is not JsonValueKind.String) problems.Error($"{path}/{name}", $"'{name}' has to be a text.");
        if (schema.TryGetProperty("format", out var format) && format.ValueKind is JsonValueKind.String && !TextFormats.OfInputs.Contains(format.GetString()))
            problems.Error($"{path}/format", $"The format '{format.GetString()}' is not known{Suggestion.For(format.GetString()!, TextFormats.OfInputs)}");
        if (schema.TryGetProperty("pattern", out var pattern) && pattern.ValueKind is JsonValueKind.String && TextCheck.Pattern(pattern.GetString()!) is null)
            problems.Error($"{path}/pattern", "The pattern is not a regular expression, or uses look-around or back-references, which are not available.");
        if (schema.TryGetProperty("enum", out var values) && (values.ValueKind is not JsonValueKind.Array || values.GetArrayLength() is 0))
            problems.Error($"{path}/enum", "'enum' has to be a list of at least one value.");
    }

    private static void CheckNumbers(JsonElement schema, string path, ProblemList problems)
    {
        foreach (var name in (string[])["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems"])
            if (schema.TryGetProperty(name, out var number) && number.ValueKind is not JsonValueKind.Number) problems.Error($"{path}/{name}", $"'{name}' has to be a number.");
        foreach (var (least, most) in ((string, string)[])[("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems")])
            if (Number(schema, least) > Number(schema, most)) problems.Error($"{path}/{least}", $"'{least}' is above '{most}': nothing fits.");
    }

    private static void CheckNested(JsonElement schema, string path, ProblemList problems, int depth)
    {
        if (depth > 10) return;
        if (schema.TryGetProperty("items", out var items)) CheckSchema(items, $"{path}/items", problems, depth + 1);
        if (!schema.TryGetProperty("properties", out var properties)) return;
        if (properties.ValueKind is not JsonValueKind.Object) problems.Error($"{path}/properties", "'properties' has to be an object.");
        else foreach (var property in properties.EnumerateObject()) CheckSchema(property.Value, JsonPointer.Append($"{path}/properties", property.Name), problems, depth + 1);
    }

    private static double? Number(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var number) && number.ValueKind is JsonValueKind.Number ? number.GetDouble() : null;
}
