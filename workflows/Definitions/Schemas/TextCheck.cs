using System.Text.Json;
using System.Text.RegularExpressions;

namespace Runbooks.Workflows.Definitions.Schemas;

/// <summary>Checks a text against a schema: length, pattern, format.</summary>
internal static class TextCheck
{
    public static void Check(JsonElement schema, string text, string path, Action<string, string> say, Func<string, string, string?> formats)
    {
        if (Length(schema, "minLength") is { } least && text.Length < least) say(path, $"has to have at least {least} characters");
        if (Length(schema, "maxLength") is { } most && text.Length > most) say(path, $"may have at most {most} characters");
        if (schema.TryGetProperty("pattern", out var pattern) && pattern.ValueKind is JsonValueKind.String && !Fits(text, pattern.GetString()!))
            say(path, $"does not fit the pattern {pattern.GetString()}");
        if (schema.TryGetProperty("format", out var format) && format.ValueKind is JsonValueKind.String && formats(format.GetString()!, text) is { } misfit)
            say(path, misfit);
    }

    /// <summary>The pattern without backtracking, so that no text takes long; null where it is no such pattern.</summary>
    public static Regex? Pattern(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(250));
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static bool Fits(string text, string pattern)
    {
        try
        {
            return Pattern(pattern)?.IsMatch(text) ?? true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static int? Length(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
