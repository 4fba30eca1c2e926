using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Integration;

namespace Runbooks.Activities.Messaging;

/// <summary>Tells another system by an HTTP request, which has to be answered 2xx.</summary>
/// <remarks>Another answer is a failure, <c>webhook.refused</c>; after 408, 429 or 5xx it may be retried, not before the other side's
/// <c>Retry-After</c>. The request carries an <c>Idempotency-Key</c> header, by which the other side can recognise a repeat. For an answer
/// to decide on, use <c>http.request</c>.</remarks>
[Activity("message.webhook", Effect.Change, Title = "Webhook", Group = "Messaging",
    NoUndo = "What was sent is sent.")]
public sealed class Webhook : Activity<Webhook.Input, HttpAnswer>, IForesees
{
    public sealed record Input : HttpInput
    {
        /// <summary>The HTTP method.</summary>
        public HttpVerb Method { get; init; } = HttpVerb.Post;
    }

    public Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context) => HttpForesight.Of(input, "POST");

    protected override async Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation)
    {
        var call = HttpCall.Of(input.Method, input);
        var answer = await HttpOperation.CarryOutAsync(context, call, answer => Check(call, answer, context.Time), cancellation);
        return new Ending("done", answer, $"Answered {answer.Status}.");
    }

    private static void Check(HttpCall call, HttpAnswer answer, TimeProvider time)
    {
        if (answer.Ok) return;
        throw new ActivityFailure(
            "webhook.refused",
            $"{call.Words} was answered {answer.Status}; the other side did not take it. Next: see its answer in its logs, correct the step, then retry.",
            retryable: answer.Status is 408 or 429 or >= 500,
            answer.RetryAfter(time));
    }
}
