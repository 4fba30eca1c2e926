using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Reading;

/// <summary>Reads a workflow's <c>inputs</c>: JSON Schemas with a default, and <c>type: duration</c> for a text of that format.</summary>
internal sealed partial class InputMapper(ProblemList problems)
{
    /// <summary>Formats that may be written as the type.</summary>
    private static readonly FrozenSet<string> FormatsAsType =
        new[] { "duration", "cron", "email", "uri", "vm-selector", "host-selector", "date-time" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] OwnKeys = ["default", "required"];

    public ImmutableArray<InputDefinition> Map(ObjectReader root)
    {
        if (root.Take("inputs") is not { } inputs) return [];
        var path = JsonPointer.Append(root.Path, "inputs");
        if (ObjectReader.Of(inputs, path, problems, "'inputs'") is null) return [];
        return [.. inputs.EnumerateObject().Select(input => Map(input.Name, input.Value, JsonPointer.Append(path, input.Name))).OfType<InputDefinition>()];
    }

    private InputDefinition? Map(string name, JsonElement value, string path)
    {
        if (!Name().IsMatch(name))
            problems.Error(path, $"The input '{name}' has to be named with letters, digits and _, beginning with a letter, so that inputs.{{name}} can be written.");
        if (ObjectReader.Of(value, path, problems, $"The input '{name}'") is not { } reader) return null;
        var required = reader.Truth("required") ?? true;
        var @default = reader.Take("default");
        return new InputDefinition(name, Schema(value), @default, required && @default is null);
    }

    private static JsonElement Schema(JsonElement value)
    {
        var schema = JsonObject.Create(value)!.DeepClone().AsObject();
        foreach (var key in OwnKeys) schema.Remove(key);
        if (schema["type"] is JsonValue type && type.TryGetValue(out string? format) && FormatsAsType.Contains(format))
        {
            schema["type"] = "string";
            schema["format"] = format;
        }

        return JsonSerializer.SerializeToElement(schema);
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex Name();
}
