using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Runbooks.Activities.Integration;

[JsonConverter(typeof(JsonStringEnumConverter<HttpVerb>))]
public enum HttpVerb
{
    [JsonStringEnumMemberName("GET")] Get,
    [JsonStringEnumMemberName("HEAD")] Head,
    [JsonStringEnumMemberName("POST")] Post,
    [JsonStringEnumMemberName("PUT")] Put,
    [JsonStringEnumMemberName("PATCH")] Patch,
    [JsonStringEnumMemberName("DELETE")] Delete,
}

/// <summary>What activities that send an HTTP request are told.</summary>
public record HttpInput
{
    /// <summary>The address, with http or https. Addresses of this server itself, link-local and metadata addresses are refused.</summary>
    [Format(Formats.Uri)]
    [StringLength(8000, MinimumLength = 1)]
    public required string Url { get; init; }

    /// <summary>Headers by name. Credentials belong here, as secrets, and not in the address.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What is sent: text as it is, everything else as JSON. A Content-Type header overrides the type.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>How long the whole exchange may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ErrorMessage = "must be between 100 ms and 10 min")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>What came back.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">By name in lower case; cookies are left out.</param>
/// <param name="Body">JSON as such, everything else as text; absent where there was none.</param>
public sealed record HttpAnswer(int Status, IReadOnlyDictionary<string, string> Headers, JsonElement? Body = null)
{
    [JsonIgnore]
    public bool Ok => Status is >= 200 and < 300;

    /// <summary>How long the other side asks to wait; null where it does not, or where that has passed.</summary>
    public TimeSpan? RetryAfter(TimeProvider time)
    {
        if (!Headers.TryGetValue("retry-after", out var text) || !RetryConditionHeaderValue.TryParse(text, out var after)) return null;
        var wait = after.Delta ?? after.Date - time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : null;
    }
}
