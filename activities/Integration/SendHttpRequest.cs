using System.Text.Json;
using Runbooks.Activities.Fleet;

namespace Runbooks.Activities.Integration;

/// <summary>Sends an HTTP request and gives its answer.</summary>
/// <remarks>Takes <c>ok</c> for an answer of 2xx and <c>error</c> for every other; fails where there is no answer. Requests other than GET and
/// HEAD carry an <c>Idempotency-Key</c> header, by which the other side can recognise a repeat. An answer may have 1 MB. Redirects are
/// followed for GET and HEAD, five at most. Addresses of this server itself, link-local, metadata and multicast addresses are refused as
/// <c>http.forbidden-address</c>.</remarks>
[Activity("http.request", Effect.Change, Title = "HTTP request", Group = "Integration", Outcomes = ["ok", "error"],
    NoUndo = "What the other side made of the request is not known here.")]
public sealed class SendHttpRequest : Activity<SendHttpRequest.Input, HttpAnswer>, IForesees
{
    public sealed record Input : HttpInput
    {
        /// <summary>The HTTP method.</summary>
        public HttpVerb Method { get; init; }
    }

    public Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context) => HttpForesight.Of(input, "GET");

    protected override async Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation)
    {
        var call = HttpCall.Of(input.Method, input);
        var answer = call.ReadsOnly
            ? await call.SendAsync(context, key: null, cancellation)
            : await HttpOperation.CarryOutAsync(context, call, check: null, cancellation);
        return new Ending(answer.Ok ? "ok" : "error", answer, $"Answered {answer.Status}.");
    }
}
