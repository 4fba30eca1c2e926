using System.Net;
using System.Text.Json;

namespace Runbooks.Activities.Platforms.OpenStack.Http;

/// <summary>Turns refusals into the platform errors that callers know, with OpenStack's own text. Each service wraps that text in its own way:
/// <c>{"itemNotFound": {"message": …}}</c>, <c>{"error": {…}}</c>, <c>{"NeutronError": {…}}</c>, or a page of HTML.</summary>
internal static class ApiError
{
    private static readonly string[] CapacityWords =
        ["No valid host", "Quota exceeded", "Cannot allocate memory", "cannot set up guest memory", "Insufficient", "Not enough", "not enough", "exhausted", "LimitExceeded", "exceeds allowed"];

    public static PlatformException Of(HttpStatusCode status, string who, string body, TimeSpan? retryAfter = null)
    {
        var said = Text(body);
        return new PlatformException(Classify((int)status, said), $"{who} answered {(int)status}: {said}", retryAfter);
    }

    public static PlatformError Classify(int status, string said) => status switch
    {
        401 => PlatformError.Unauthorised,
        403 or 400 or 409 or 413 when IsCapacity(said) => PlatformError.Capacity,
        403 => PlatformError.Forbidden,
        404 or 410 => PlatformError.NotFound,
        409 => PlatformError.Conflict,
        413 or 429 => PlatformError.Busy,
        406 or 501 => PlatformError.Unsupported,
        408 or 504 => PlatformError.Timeout,
        >= 500 => PlatformError.Unreachable,
        _ => PlatformError.Invalid,
    };

    /// <summary>Whether the cloud lacks room, or the project its quota: there are no codes for that, only words.</summary>
    public static bool IsCapacity(string? said) =>
        said is not null && Array.Exists(CapacityWords, word => said.Contains(word, StringComparison.Ordinal));

    private static string Text(string body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return Message(answer.RootElement) ?? Shortened(body);
        }
        catch (JsonException)
        {
            return Shortened(body);
        }
    }

    private static string? Message(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object) return null;
        if (answer.TryGetProperty("message", out var own) && own.ValueKind == JsonValueKind.String) return own.GetString();
        return answer.EnumerateObject().Select(member => Message(member.Value)).FirstOrDefault(text => text is not null);
    }

    private static string Shortened(string body) => body.Length switch
    {
        0 => "(without a word)",
        > 500 => body[..500] + "…",
        _ => body.Trim(),
    };
}
