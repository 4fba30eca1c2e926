using System.Text.Json;
using System.Text.Json.Serialization;

namespace Runbooks.Activities.Platforms.OpenStack.Http;

/// <summary>How OpenStack writes JSON: snake_case, and new members at any time.</summary>
internal static class ApiJson
{
    private static readonly JsonSerializerOptions Answers = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Requests are written member by member: Nova's own have camelCase among them (<c>imageRef</c>).</summary>
    private static readonly JsonSerializerOptions Requests = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static byte[] Write(object body) => JsonSerializer.SerializeToUtf8Bytes(body, Requests);

    /// <summary>The member of this name of an answer: OpenStack wraps what it gives.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: the answer is none of OpenStack's.</exception>
    public static T Read<T>(JsonElement? answer, string member)
    {
        try
        {
            if (answer is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(member, out var value) && value.Deserialize<T>(Answers) is { } read)
                return read;
        }
        catch (JsonException error)
        {
            throw new PlatformException(PlatformError.Invalid, $"OpenStack's answer cannot be read at {member}{error.Path?.TrimStart('$')}: {error.Message}", inner: error);
        }

        throw new PlatformException(PlatformError.Invalid, $"OpenStack's answer has no {member}");
    }
}
