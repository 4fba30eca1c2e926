using System.Globalization;
using System.Text.Json;

namespace Runbooks.Server.Http;

/// <summary>A part of a list, and where the next part begins; null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null);

/// <summary>The query of a list that is read in parts.</summary>
internal static class Paging
{
    public const int Most = 500;

    public static int Limit(int? asked) => asked is null or (>= 1 and <= Most)
        ? asked ?? 50
        : throw Bad("limit", $"limit must be 1 to {Most}.");

    /// <summary>The cursor of a list in order of a number.</summary>
    public static long? Cursor(string? cursor) => cursor is null ? null
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : throw Bad("cursor", "The cursor is not one that this list gave as 'next'.");

    /// <summary>A word of a list's filter, as the answers write it; binding by itself takes it in the spelling of the code only.</summary>
    public static T? Word<T>(string parameter, string? word)
        where T : struct, Enum => word is null ? null
        : Enum.GetValues<T>().Where(one => JsonNamingPolicy.KebabCaseLower.ConvertName(one.ToString()) == word).Select(one => (T?)one).FirstOrDefault()
        ?? throw Bad(parameter, $"'{word}' is not a value of '{parameter}'.");

    private static RequestException Bad(string parameter, string message) => new(Problems.InQuery(parameter, message));
}
