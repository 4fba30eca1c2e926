using System.Text.Json;
using Runbooks.Workflows.Definitions.Schemas;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions;

/// <summary>Checks payloads that others send against a JSON Schema: the part of 2020-12 that inputs are described with. What it does not know
/// is refused when the schema is saved, and not passed over when a payload comes.</summary>
public static class PayloadSchema
{
    private static readonly HashSet<string> Checked =
    [
        "type", "enum", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "minLength", "maxLength", "pattern", "format",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "$ref", "$defs",
    ];

    private static readonly HashSet<string> Told = ["$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"];

    private static readonly HashSet<string> Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    /// <summary>What keeps a schema from being used; paths are into it.</summary>
    public static IReadOnlyList<Problem> CheckSchema(JsonElement schema)
    {
        List<Problem> problems = [];
        CheckSchema(schema, "", problems);
        return problems;
    }

    /// <summary>Where a value does not fit; paths are into it.</summary>
    public static IReadOnlyList<Problem> Check(JsonElement schema, JsonElement value)
    {
        List<Problem> problems = [];
        new SchemaCheck(schema, allowExpressions: false, (path, message) => problems.Add(Error(path, $"'{path.TrimStart('/').Replace('/', '.')}' {message}.")), TextFormats.Check)
            .Check(value, "");
        return problems;
    }

    private static void CheckSchema(JsonElement schema, string path, List<Problem> problems)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False && path.Length > 0) return;
        if (schema.ValueKind is not JsonValueKind.Object)
        {
            problems.Add(Error(path, "A schema has to be an object."));
            return;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            var at = JsonPointer.Append(path, keyword.Name);
            if (Checked.Contains(keyword.Name)) CheckKeyword(keyword.Name, keyword.Value, at, problems);
            else if (!Told.Contains(keyword.Name)) problems.Add(Error(at, $"'{keyword.Name}' is not checked here, so that it may not stand in a schema; known are {string.Join(", ", Checked.Order(StringComparer.Ordinal))}."));
        }
    }

    private static void CheckKeyword(string name, JsonElement value, string at, List<Problem> problems)
    {
        switch (name)
        {
            case "properties" or "$defs" when value.ValueKind is JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) CheckSchema(member.Value, JsonPointer.Append(at, member.Name), problems);
                break;
            case "properties" or "$defs":
                problems.Add(Error(at, "An object is expected here."));
                break;
            case "items" or "additionalProperties":
                CheckSchema(value, at, problems);
                break;
            case "type" when !Names(value).Any() || !Names(value).All(Types.Contains):
                problems.Add(Error(at, $"A type is one of {string.Join(", ", Types)}."));
                break;
            case "pattern" when value.ValueKind is not JsonValueKind.String || TextCheck.Pattern(value.GetString()!) is null:
                problems.Add(Error(at, "This is not a pattern that can be used here: a regular expression without looking around and back."));
                break;
            case "required" or "enum" when value.ValueKind is not JsonValueKind.Array:
                problems.Add(Error(at, "A list is expected here."));
                break;
        }
    }

    private static IEnumerable<string> Names(JsonElement type) => type.ValueKind is JsonValueKind.Array ? type.EnumerateArray().Select(one => one.ToString()) : [type.ToString()];

    private static Problem Error(string path, string message) => new(path, Severity.Error, message);
}
