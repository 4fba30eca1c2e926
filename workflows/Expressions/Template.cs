using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Runbooks.Workflows.Expressions;

/// <summary>JSON values whose strings may carry <c>${ … }</c>; <c>$${</c> writes the text <c>${</c>.</summary>
public static class Template
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether any string in the value carries an expression.</summary>
    public static bool HasExpressions(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TemplateText.HasExpressions(value.GetString()!),
        JsonValueKind.Array => value.EnumerateArray().Any(HasExpressions),
        JsonValueKind.Object => value.EnumerateObject().Any(property => HasExpressions(property.Value)),
        _ => false,
    };

    /// <summary>The value with its expressions replaced. A string that is one expression whole becomes what it evaluates to, of any
    /// type; within text, values are written into it: null as nothing, objects and arrays as JSON, undefined is an error. A property that
    /// evaluates to undefined is left out; an array's element becomes null; undefined itself is <c>default</c>. <c>secrets.x</c> gives a
    /// reference, never the value (<see cref="SecretReference"/>).</summary>
    /// <exception cref="ExpressionException">Broken, or beyond the bounds of time, memory or recursion.</exception>
    public static JsonElement Evaluate(JsonElement value, ExpressionScope scope)
    {
        if (!HasExpressions(value)) return value;
        if (value.ValueKind is JsonValueKind.String) return EvaluateText(value.GetString()!, scope, "") ?? default;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, value, scope, "");
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>Runs a script (<c>flow.script</c>): a function body over the scope's names; what it returns is the output.</summary>
    /// <exception cref="ExpressionException">Broken, or beyond the bounds of time, memory or recursion.</exception>
    public static JsonElement? RunScript(string script, ExpressionScope scope) => Sandbox.Run(CompiledExpression.FunctionBody(script), scope);

    /// <summary>What each expression in the value reads.</summary>
    /// <exception cref="ExpressionException">One of them is broken.</exception>
    public static IEnumerable<ExpressionReferences> ReferencesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ReferencesOf(value.GetString()!),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(ReferencesOf),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property => ReferencesOf(property.Value)),
        _ => [],
    };

    private static IEnumerable<ExpressionReferences> ReferencesOf(string text) => !TemplateText.HasExpressions(text)
        ? []
        : TemplateText.Parse(text).Parts.Where(part => part.IsExpression).Select(part => CompiledExpression.Expression(part.Text).References);

    private static void Write(Utf8JsonWriter writer, JsonElement value, ExpressionScope scope, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject()) WriteProperty(writer, property, scope, JsonPointer.Append(path, property.Name));
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                var index = 0;
                foreach (var element in value.EnumerateArray()) Write(writer, element, scope, JsonPointer.Append(path, index++));
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when EvaluateText(value.GetString()!, scope, path) is { } evaluated:
                evaluated.WriteTo(writer);
                break;
            case JsonValueKind.String:
                writer.WriteNullValue();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteProperty(Utf8JsonWriter writer, JsonProperty property, ExpressionScope scope, string path)
    {
        if (property.Value.ValueKind is not JsonValueKind.String)
        {
            writer.WritePropertyName(property.Name);
            Write(writer, property.Value, scope, path);
        }
        else if (EvaluateText(property.Value.GetString()!, scope, path) is { } evaluated)
        {
            writer.WritePropertyName(property.Name);
            evaluated.WriteTo(writer);
        }
    }

    private static JsonElement? EvaluateText(string text, ExpressionScope scope, string path)
    {
        if (!TemplateText.HasExpressions(text)) return JsonSerializer.SerializeToElement(text);
        try
        {
            var template = TemplateText.Parse(text);
            return template.Whole is { } whole
                ? EvaluateExpression(whole, scope)
                : JsonSerializer.SerializeToElement(Join(template, scope));
        }
        catch (ExpressionException error)
        {
            throw new ExpressionException(path, error.Message);
        }
    }

    private static JsonElement? EvaluateExpression(string text, ExpressionScope scope)
    {
        var expression = CompiledExpression.Expression(text);
        return expression.Path is { } path && path.TryRead(scope, out var value) ? value : Sandbox.Run(expression, scope);
    }

    private static string Join(TemplateText template, ExpressionScope scope)
    {
        var joined = new StringBuilder();
        foreach (var part in template.Parts)
            joined.Append(part.IsExpression ? AsText(part.Text, EvaluateExpression(part.Text, scope), scope) : part.Text);
        return joined.ToString();
    }

    private static string AsText(string expression, JsonElement? value, ExpressionScope scope) => value switch
    {
        null => throw new ExpressionException(
            "",
            $"{CompiledExpression.Shown(expression)} is undefined and cannot be written into text; say what to write then, as in (x ?? 'none'). {ScopeNames.Describe(scope)}"),
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { ValueKind: JsonValueKind.Null } => "",
        { } other => JsonSerializer.Serialize(other, Compact),
    };
}
