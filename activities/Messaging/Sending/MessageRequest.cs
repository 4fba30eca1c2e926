using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Activities.Integration;

namespace Runbooks.Activities.Messaging.Sending;

/// <summary>A message as a service takes it.</summary>
/// <param name="Service">What people call the service.</param>
/// <param name="Url">May hold the service's token: it is never told whole.</param>
public sealed record MessageRequest(string Service, Uri Url, JsonObject Body)
{
    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Says of an answer of 2xx why it is none of success; null: the message was taken.</summary>
    public Func<HttpAnswer, Refusal?> Judge { get; init; } = _ => null;

    /// <summary>How many bytes a body has: of other scripts each character counts as UTF-8 has it.</summary>
    public static int SizeOf(JsonObject body) => System.Text.Encoding.UTF8.GetByteCount(body.ToJsonString(Written));

    /// <exception cref="ActivityFailure">The address is none (<c>input.invalid</c>).</exception>
    internal HttpCall Call() => HttpCall.Of(HttpVerb.Post, new HttpInput { Url = Url.OriginalString, Headers = Headers, Body = JsonElement.Parse(Body.ToJsonString(Written)) })
        with { HidesPath = true };
}

/// <summary>Why a service did not take a message.</summary>
/// <param name="Said">Its own words.</param>
/// <param name="MayPass">It may take the same message later.</param>
public sealed record Refusal(string Said, bool MayPass);
