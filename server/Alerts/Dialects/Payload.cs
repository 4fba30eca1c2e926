using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Runbooks.Server.Alerts.Dialects;

/// <summary>Takes what dialects need out of JSON that anybody may have written. Everything is bounded.</summary>
internal static class Payload
{
    public const int MaxAlerts = 2_000;
    private const int MaxLabels = 100;
    private const int LongestKey = 200;
    private const int LongestText = 4_096;
    private const int LongestName = 200;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    public static bool IsJson(string? mediaType) =>
        mediaType is "application/json" or "text/json" || mediaType?.StartsWith("application/", StringComparison.Ordinal) == true && mediaType.EndsWith("+json", StringComparison.Ordinal);

    /// <exception cref="UnreadableBodyException">It is no JSON, or JSON that says a thing twice.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new UnreadableBodyException($"The body is not JSON that can be read: {error.Message}");
        }
    }

    /// <exception cref="UnreadableBodyException">It is no object.</exception>
    public static JsonElement ParseObject(ReadOnlyMemory<byte> bytes) =>
        Parse(bytes) is { ValueKind: JsonValueKind.Object } body ? body : throw new UnreadableBodyException("The body is not a JSON object.");

    /// <summary>The members of a list, each read alone, so that one that is broken does not take the others with it.</summary>
    /// <exception cref="UnreadableBodyException">None of them can be read, or there are too many.</exception>
    public static Reading Each(IReadOnlyCollection<JsonElement> entries, Func<JsonElement, Alert> read, int truncated = 0)
    {
        if (entries.Count > MaxAlerts) throw new UnreadableBodyException($"The body has {entries.Count} alerts; at most {MaxAlerts} are taken at once.");
        var alerts = ImmutableArray.CreateBuilder<Alert>(entries.Count);
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var (index, entry) in entries.Index())
        {
            try
            {
                alerts.Add(read(entry));
            }
            catch (UnreadableBodyException error)
            {
                problems.Add($"Alert {index + 1} of {entries.Count}: {error.Message}");
            }
        }

        if (alerts.Count == 0 && problems.Count > 0) throw new UnreadableBodyException(problems[0]);
        return new Reading(alerts.ToImmutable(), problems.ToImmutable(), truncated);
    }

    public static JsonElement? Member(this JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text, or a number or truth value as text; null where there is none, or it is empty.</summary>
    public static string? Text(this JsonElement entry, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (entry.Member(name) is { } value && Scalar(value) is { Length: > 0 } text) return Cut(text);
        return null;
    }

    /// <exception cref="UnreadableBodyException">There is none.</exception>
    public static string Required(this JsonElement entry, string name) =>
        entry.Text(name) ?? throw new UnreadableBodyException($"'{name}' is missing.");

    /// <summary>An object of texts.</summary>
    /// <exception cref="UnreadableBodyException">It is no such object, or has too much in it.</exception>
    public static ImmutableSortedDictionary<string, string> Labels(this JsonElement entry, string name)
    {
        if (entry.Member(name) is not { } labels) return Alert.NoLabels;
        if (labels.ValueKind != JsonValueKind.Object) throw new UnreadableBodyException($"'{name}' is not an object.");
        return Bounded(name, labels.EnumerateObject().Select(label => KeyValuePair.Create(label.Name, Scalar(label.Value) ?? label.Value.GetRawText())));
    }

    /// <exception cref="UnreadableBodyException">There are too many.</exception>
    public static ImmutableSortedDictionary<string, string> Bounded(string name, IEnumerable<KeyValuePair<string, string>> labels)
    {
        var kept = Alert.NoLabels.ToBuilder();
        foreach (var (key, value) in labels)
        {
            if (key.Length is 0 or > LongestKey) throw new UnreadableBodyException($"'{name}' has a name of {key.Length} characters; 1 to {LongestKey} are taken.");
            kept[key] = Cut(value);
            if (kept.Count > MaxLabels) throw new UnreadableBodyException($"'{name}' has more than {MaxLabels} members.");
        }

        return kept.ToImmutable();
    }

    /// <summary>A moment in RFC 3339; null where there is none or it is the zero of Go.</summary>
    /// <exception cref="UnreadableBodyException">It is something else.</exception>
    public static DateTimeOffset? Time(this JsonElement entry, string name)
    {
        if (entry.Text(name) is not { } text) return null;
        return ParseTime(text) is { } time ? time.Year > 1 ? time : null : throw new UnreadableBodyException($"'{name}' is not a time as RFC 3339 writes it.");
    }

    public static DateTimeOffset? ParseTime(string text) =>
        text.Contains('T', StringComparison.OrdinalIgnoreCase)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    /// <summary>Seconds, or milliseconds where so many seconds would be in the far future, since 1970.</summary>
    public static DateTimeOffset? ParseUnixTime(string? text)
    {
        const double FarFuture = 1e11;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !(number > 0 && number < 1e14)) return null;
        return DateTimeOffset.UnixEpoch.AddSeconds(number > FarFuture ? number / 1000 : number);
    }

    /// <summary>A link that a browser may be led to; null for anything else.</summary>
    public static string? Link(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? text : null;

    public static string Name(string text) => text.Length <= LongestName ? text : text[..(LongestName - 1)] + "…";

    /// <summary>The text itself where it is short; else a digest of it.</summary>
    public static string Fingerprint(string text) =>
        text.Length <= LongestName ? text : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static string Episode(DateTimeOffset startsAt) => startsAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ReadString(value),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static string ReadString(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, which JSON can write and no text can be.
            throw new UnreadableBodyException("A text in the body is no Unicode.");
        }
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..(LongestText - 1)] + "…";
}
