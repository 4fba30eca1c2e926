using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Runbooks.Workflows.Definitions.Text;

/// <summary>How keys and scalars are written in YAML, so that every reader gets the same text back.</summary>
internal static class YamlStyle
{
    private const int Width = 110;

    /// <summary>Signs that mean something to YAML somewhere, or make a text hard to read without quotes.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create("\"'{}[]#\\`");

    private static readonly SearchValues<char> SpecialInFlow = SearchValues.Create("\"'{}[]#\\`:,");

    public static string Key(string name) =>
        YamlScalars.IsSafePlainKey(name) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.') && name[0] is not ('-' or '.')
            ? name
            : Quote(name);

    public static string Scalar(JsonElement value, bool inFlow) => value.ValueKind is not JsonValueKind.String
        ? value.GetRawText()
        : value.GetString()! is var text && IsPlain(text, inFlow) ? text : Quote(text);

    /// <summary>The value on one line.</summary>
    public static string Flow(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when value.EnumerateObject().Any() =>
            "{ " + string.Join(", ", value.EnumerateObject().Select(property => $"{Key(property.Name)}: {Flow(property.Value)}")) + " }",
        JsonValueKind.Object => "{}",
        JsonValueKind.Array => "[" + string.Join(", ", value.EnumerateArray().Select(Flow)) + "]",
        _ => Scalar(value, inFlow: true),
    };

    /// <summary>The header and lines of a block: literal for text of several lines, folded for a long line. Null where a block would
    /// not hold the text exactly, or is not worth it.</summary>
    public static IReadOnlyList<string>? Block(string text)
    {
        if (text.Contains('\n')) return IsLiteral(text) ? [text[^1] is '\n' ? "|" : "|-", .. text.TrimEnd('\n').Split('\n')] : null;
        return text.Length > Width && IsFoldable(text) ? [">-", .. Fold(text)] : null;
    }

    /// <summary>No line ends in a space that an editor would drop, and the first one shows the indentation.</summary>
    private static bool IsLiteral(string text) =>
        !char.IsWhiteSpace(text[0]) && !text.EndsWith("\n\n", StringComparison.Ordinal) && text.Split('\n').All(line => line.Length is 0 || !char.IsWhiteSpace(line[^1]))
        && !text.Any(letter => letter is not '\n' && MustEscape(letter));

    private static bool IsFoldable(string text) =>
        !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]) && !text.Contains("  ", StringComparison.Ordinal) && !text.Any(MustEscape);

    private static IEnumerable<string> Fold(string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }

    private static bool IsPlain(string text, bool inFlow) =>
        YamlScalars.IsSafePlain(text) && (char.IsLetterOrDigit(text[0]) || text[0] is '/' or '(') && text[^1] is not ':' && !char.IsWhiteSpace(text[^1])
        && !text.AsSpan().ContainsAny(inFlow ? SpecialInFlow : Special) && !text.Contains(": ", StringComparison.Ordinal) && !text.Any(MustEscape);

    private static bool MustEscape(char letter) => char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFEFF' or (>= '\uFFFE' and <= '\uFFFF');

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' => quoted.Append('\\').Append(letter),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                _ when MustEscape(letter) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append('"').ToString();
    }
}
