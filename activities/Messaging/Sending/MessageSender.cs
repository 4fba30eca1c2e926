using System.Text.Json;
using Runbooks.Activities.Integration;

namespace Runbooks.Activities.Messaging.Sending;

/// <summary>Sends a message, and turns whatever is no success into a failure: also an answer of 200 that says that it is none.</summary>
public static class MessageSender
{
    private const int MostSaid = 300;

    /// <summary>Outside of a run.</summary>
    /// <param name="key">Names the message: a repeat carries the same.</param>
    /// <exception cref="ActivityFailure">It was not taken, or that is not known.</exception>
    public static async Task<MessageSent> SendAsync(MessageRequest request, Func<HttpClient> clients, TimeProvider time, string key, CancellationToken cancellation)
    {
        var answer = await request.Call().SendAsync(clients, time, key, cancellation);
        Check(request, answer, time);
        return MessageSent.Of(answer);
    }

    internal static async Task<MessageSent> SendAsync(ActivityContext context, MessageRequest request, CancellationToken cancellation) =>
        MessageSent.Of(await HttpOperation.CarryOutAsync(context, request.Call(), answer => Check(request, answer, context.Time), cancellation));

    private static void Check(MessageRequest request, HttpAnswer answer, TimeProvider time)
    {
        var refusal = answer.Ok ? request.Judge(answer) : new Refusal(Said(answer.Body), answer.Status is 408 or 429 or >= 500);
        if (refusal is null) return;
        throw refusal.MayPass
            ? new ActivityFailure(
                "message.deferred",
                $"{request.Service} did not take the message now. Its answer {answer.Status}: `{refusal.Said}` Next: it is worth a retry later.",
                retryable: true, answer.RetryAfter(time))
            : new ActivityFailure(
                "message.refused",
                $"{request.Service} did not take the message. Its answer {answer.Status}: `{refusal.Said}` Next: check the address, the token and the signature's secret against the service.");
    }

    private static string Said(JsonElement? body) => body switch
    {
        null => "",
        { ValueKind: JsonValueKind.String } text => Short(text.GetString()!),
        { } json => Short(json.GetRawText()),
    };

    internal static string Short(string said) => Shorten.Characters(said.Trim(), MostSaid);
}

/// <summary>That a service took a message.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Answer">What the service said; absent where it said nothing.</param>
public sealed record MessageSent(int Status, string? Answer = null)
{
    /// <summary>Of an incident or alert: what a later step resolves it by.</summary>
    public string? Key { get; init; }

    internal static MessageSent Of(HttpAnswer answer) => new(answer.Status, answer.Body switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => MessageSender.Short(text.GetString()!),
        { } json => MessageSender.Short(json.GetRawText()),
    });
}
