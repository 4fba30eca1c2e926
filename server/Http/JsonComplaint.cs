using System.Text.Json;
using System.Text.RegularExpressions;

namespace Runbooks.Server.Http;

/// <summary>Says what a JSON body has wrong, in the sender's terms: no types of ours.</summary>
internal static partial class JsonComplaint
{
    public static Problem Explain(JsonException error) => IsSyntax(error)
        ? new Problem(StatusCodes.Status400BadRequest, "json.malformed", $"The body is not JSON: {Syntax(error)}{Position(error)}.")
        {
            Errors = [new ProblemError("", Syntax(error) + Position(error))],
        }
        : new Problem(StatusCodes.Status400BadRequest, "json.unfit", $"The body does not have the expected shape{Position(error)}: {Shape(error)}")
        {
            Errors = [new ProblemError(Pointer(error.Path), Shape(error))],
        };

    /// <summary>Turns <c>$.steps[0]['a.b']</c> into <c>/steps/0/a.b</c>.</summary>
    public static string Pointer(string? path)
    {
        if (path is null) return "";
        var parts = Part().Matches(path).Select(part => part.Groups["index"].Success ? part.Groups["index"].Value
            : part.Groups["quoted"].Success ? part.Groups["quoted"].Value
            : part.Groups["name"].Value);
        return string.Concat(parts.Select(part => "/" + Escape(part)));
    }

    /// <summary>A member's name as a part of a JSON Pointer.</summary>
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    // The reader's own exceptions are of a derived type; those about shape are plain.
    private static bool IsSyntax(JsonException error) => error.GetType() != typeof(JsonException) || error.InnerException is JsonException;

    private static string Position(JsonException error) =>
        error is { LineNumber: { } line, BytePositionInLine: { } column } ? $" at line {line + 1}, position {column + 1}" : "";

    private static string Syntax(JsonException error) => Bare(error.Message).TrimEnd('.');

    private static string Shape(JsonException error)
    {
        var message = Bare(error.Message);
        if (Missing().Match(message) is { Success: true } missing) return $"required and missing: {missing.Groups[1].Value}";
        if (Null().Match(message) is { Success: true } required) return $"'{JsonNamingPolicy.CamelCase.ConvertName(required.Groups[1].Value)}' must not be null.";
        // Of a constructor's parameter only the inner message tells; the outer one names the whole object's type.
        if (error.InnerException is InvalidOperationException or FormatException) return error.InnerException.Message;
        return Conversion().Match(message) is { Success: true } conversion ? $"{Expected(conversion.Groups[1].Value)} is expected here." : message;
    }

    private static string Bare(string message) => message.Split(" Path: ", 2)[0].Split(" LineNumber: ", 2)[0];

    private static string Expected(string type) => type switch
    {
        "System.String" => "A text",
        "System.Boolean" => "true or false",
        "System.Int32" or "System.Int64" => "A whole number",
        "System.Double" or "System.Decimal" => "A number",
        "System.DateTimeOffset" => "A time such as 2026-01-31T12:00:00Z",
        "System.TimeSpan" => "A duration such as PT5M",
        _ when Type.GetType(type) is { IsEnum: true } known => $"One of {string.Join(", ", Enum.GetNames(known).Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}",
        _ => "Another kind of value",
    };

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\[(?<index>\d+)\]|\['(?<quoted>.*?)'\]")]
    private static partial Regex Part();

    [GeneratedRegex(@"was missing required properties including: (.*)$")]
    private static partial Regex Missing();

    [GeneratedRegex(@"'([^']*)' on type .*(?:null)")]
    private static partial Regex Null();

    [GeneratedRegex(@"could not be converted to ([\w.]+\w)")]
    private static partial Regex Conversion();
}
