using System.Text.Json;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Schemas;

/// <summary>Checks a value against the part of JSON Schema 2020-12 that activities and inputs are described with.</summary>
/// <param name="allowExpressions">Strings may carry <c>${ … }</c>: a whole one stands for a value of any type.</param>
/// <param name="say">Takes the path and the message of each misfit.</param>
/// <param name="formats">Checks a text of a format; null where it fits.</param>
internal sealed class SchemaCheck(JsonElement root, bool allowExpressions, Action<string, string> say, Func<string, string, string?> formats)
{
    public void Check(JsonElement value, string path) => Check(root, value, path);

    private void Check(JsonElement schema, JsonElement value, string path)
    {
        schema = Resolve(schema);
        if (schema.ValueKind is not JsonValueKind.Object) return;
        if (IsTemplate(value))
        {
            CheckTemplate(schema, value, path);
            return;
        }

        if (!FitsType(schema, value))
        {
            say(path, $"has to be {TypeWords(schema)}, not {Shown(value)}");
            return;
        }

        if (FitsEnum(schema, value, path)) CheckByKind(schema, value, path);
    }

    private bool FitsEnum(JsonElement schema, JsonElement value, string path)
    {
        if (!schema.TryGetProperty("enum", out var values) || values.ValueKind is not JsonValueKind.Array) return true;
        if (values.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value))) return true;
        say(path, $"has to be one of {string.Join(", ", values.EnumerateArray().Select(Shown))}, not {Shown(value)}");
        return false;
    }

    private void CheckByKind(JsonElement schema, JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: CheckObject(schema, value, path); break;
            case JsonValueKind.Array: CheckArray(schema, value, path); break;
            case JsonValueKind.String: TextCheck.Check(schema, value.GetString()!, path, say, formats); break;
            case JsonValueKind.Number: CheckNumber(schema, value.GetDouble(), path); break;
        }
    }

    private void CheckObject(JsonElement schema, JsonElement value, string path)
    {
        schema.TryGetProperty("properties", out var properties);
        var known = properties.ValueKind is JsonValueKind.Object ? properties.EnumerateObject().Select(property => property.Name).ToList() : [];
        var hasRest = schema.TryGetProperty("additionalProperties", out var rest);
        foreach (var member in value.EnumerateObject())
        {
            var at = JsonPointer.Append(path, member.Name);
            if (known.Contains(member.Name, StringComparer.Ordinal)) Check(properties.GetProperty(member.Name), member.Value, at);
            else if (hasRest && rest.ValueKind is JsonValueKind.False) say(at, $"is not known here{Suggestion.For(member.Name, known)}");
            else if (hasRest) Check(rest, member.Value, at);
        }

        if (!schema.TryGetProperty("required", out var required) || required.ValueKind is not JsonValueKind.Array) return;
        foreach (var name in required.EnumerateArray().Select(name => name.ToString()))
            if (!value.TryGetProperty(name, out var given) || (given.ValueKind is JsonValueKind.Null && !AllowsNull(properties, name)))
                say(JsonPointer.Append(path, name), "is missing");
    }

    private bool AllowsNull(JsonElement properties, string name) =>
        properties.ValueKind is JsonValueKind.Object && properties.TryGetProperty(name, out var schema) && Types(Resolve(schema)).Contains("null");

    private void CheckArray(JsonElement schema, JsonElement value, string path)
    {
        var count = value.GetArrayLength();
        if (Number(schema, "minItems") is { } least && count < least) say(path, $"has to have at least {least} entries");
        if (Number(schema, "maxItems") is { } most && count > most) say(path, $"may have at most {most} entries");
        if (!schema.TryGetProperty("items", out var items)) return;
        var index = 0;
        foreach (var element in value.EnumerateArray()) Check(items, element, JsonPointer.Append(path, index++));
    }

    private void CheckNumber(JsonElement schema, double value, string path)
    {
        if (Number(schema, "minimum") is { } least && value < least) say(path, $"has to be at least {least}");
        if (Number(schema, "maximum") is { } most && value > most) say(path, $"has to be at most {most}");
        if (Number(schema, "exclusiveMinimum") is { } above && value <= above) say(path, $"has to be above {above}");
        if (Number(schema, "exclusiveMaximum") is { } below && value >= below) say(path, $"has to be below {below}");
        if (Number(schema, "multipleOf") is > 0 and { } step && Math.Abs((value / step) - Math.Round(value / step)) > 1e-9) say(path, $"has to be a multiple of {step}");
    }

    private bool IsTemplate(JsonElement value) =>
        allowExpressions && value.ValueKind is JsonValueKind.String && TemplateText.HasExpressions(value.GetString()!);

    /// <summary>Text around an expression makes the result text. Broken expressions are for the check of expressions to say.</summary>
    private void CheckTemplate(JsonElement schema, JsonElement value, string path)
    {
        try
        {
            var types = Types(schema);
            if (TemplateText.Parse(value.GetString()!).Whole is null && types.Count > 0 && !types.Contains("string"))
                say(path, $"has to be {TypeWords(schema)}, but the text around the expression makes it a text");
        }
        catch (ExpressionException)
        {
        }
    }

    private static bool FitsType(JsonElement schema, JsonElement value)
    {
        var types = Types(schema);
        return types.Count is 0 || types.Any(type => type switch
        {
            "object" => value.ValueKind is JsonValueKind.Object,
            "array" => value.ValueKind is JsonValueKind.Array,
            "string" => value.ValueKind is JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind is JsonValueKind.Null,
            "integer" => value.ValueKind is JsonValueKind.Number && double.IsInteger(value.GetDouble()),
            "number" => value.ValueKind is JsonValueKind.Number && double.IsFinite(value.GetDouble()),
            _ => true,
        });
    }

    private static List<string> Types(JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object || !schema.TryGetProperty("type", out var type)) return [];
        return type.ValueKind is JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.ToString())] : [type.ToString()];
    }

    private static string TypeWords(JsonElement schema) => string.Join(" or ", Types(schema).Where(type => type is not "null").Select(type => type switch
    {
        "object" => "an object",
        "array" => "a list",
        "string" => "a text",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        _ => type,
    }));

    private static double? Number(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) && value.ValueKind is JsonValueKind.Number ? value.GetDouble() : null;

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"'{(value.GetString() is { Length: > 40 } text ? text[..40] + "…" : value.GetString())}'",
        _ => value.GetRawText(),
    };

    /// <summary>Follows a reference within the schema, as the exporter writes them for types that recur.</summary>
    private JsonElement Resolve(JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object || !schema.TryGetProperty("$ref", out var reference)) return schema;
        var at = root;
        foreach (var name in (reference.GetString() ?? "").TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (at.ValueKind is not JsonValueKind.Object || !at.TryGetProperty(name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out at)) return default;
        return at;
    }
}
