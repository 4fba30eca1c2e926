using System.Text;
using System.Text.Json;

namespace Runbooks.Workflows.Definitions.Text;

/// <summary>Writes JSON as YAML in the style that people write definitions in: blocks, short flat objects on one line, quotes where
/// they are needed, long texts folded. YamlDotNet's emitter is not used because it loses characters where it folds.</summary>
internal sealed class YamlText
{
    private const int LongestFlow = 90;
    private const int LongestSimpleKey = 1000;

    /// <summary>Parts of a definition that have a line for each entry, however short.</summary>
    private static readonly HashSet<string> AlwaysBlocks = ["inputs", "outputs", "policy", "steps", "transitions"];

    private readonly StringBuilder _text = new();

    public static string Write(JsonElement document)
    {
        var yaml = new YamlText();
        if (document.ValueKind is JsonValueKind.Object && document.EnumerateObject().Any()) yaml.WriteMembers(document, 0, firstIsHere: false);
        else yaml._text.Append(YamlStyle.Flow(document)).Append('\n');
        return yaml._text.ToString();
    }

    /// <summary>Writes a value after its key's colon or its dash.</summary>
    /// <param name="indent">Where lines of the value begin.</param>
    private void WriteValue(JsonElement value, string name, int indent, bool afterDash)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) WriteScalar(value, indent);
        else if (IsShort(value, name)) _text.Append(' ').Append(YamlStyle.Flow(value)).Append('\n');
        else
        {
            _text.Append(afterDash ? ' ' : '\n');
            if (value.ValueKind is JsonValueKind.Object) WriteMembers(value, indent, afterDash);
            else WriteElements(value, indent, afterDash);
        }
    }

    private void WriteMembers(JsonElement value, int indent, bool firstIsHere)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (!firstIsHere) _text.Append(' ', indent);
            firstIsHere = false;
            var key = YamlStyle.Key(property.Name);
            if (key.Length > LongestSimpleKey) _text.Append("? ").Append(key).Append('\n').Append(' ', indent).Append(':');
            else _text.Append(key).Append(':');
            WriteValue(property.Value, property.Name, indent + 2, afterDash: false);
        }
    }

    private void WriteElements(JsonElement value, int indent, bool firstIsHere)
    {
        foreach (var element in value.EnumerateArray())
        {
            if (!firstIsHere) _text.Append(' ', indent);
            firstIsHere = false;
            _text.Append('-');
            WriteValue(element, "", indent + 2, afterDash: true);
        }
    }

    private void WriteScalar(JsonElement value, int indent)
    {
        var lines = value.ValueKind is JsonValueKind.String ? YamlStyle.Block(value.GetString()!) : null;
        _text.Append(' ').Append(lines is null ? YamlStyle.Scalar(value, inFlow: false) : lines[0]).Append('\n');
        foreach (var line in lines?.Skip(1) ?? []) _text.Append(' ', line.Length is 0 ? 0 : indent).Append(line).Append('\n');
    }

    /// <summary>Whether the value is written on one line: flat, or a list of flat lists as in a layout.</summary>
    private static bool IsShort(JsonElement value, string name)
    {
        var raw = value.GetRawText();
        return raw.Length <= 400 && IsFlat(value, 2) && YamlStyle.Flow(value) is var flow && flow.Length <= LongestFlow && (flow.Length is 2 || !AlwaysBlocks.Contains(name));
    }

    private static bool IsFlat(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object => depth is 2 && value.EnumerateObject().All(property => IsFlat(property.Value, depth - 1)),
        JsonValueKind.Array => depth > 0 && value.EnumerateArray().All(element => IsFlat(element, depth - 1)),
        JsonValueKind.String => !value.GetString()!.Contains('\n'),
        _ => true,
    };
}
