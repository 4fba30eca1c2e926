using Runbooks.Server.Alerts.Dialects;
using Runbooks.Server.Alerts.Sources;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Hooks.Authentication;
using Runbooks.Server.Hooks.Sns;
using Runbooks.Server.Http;

namespace Runbooks.Server.Hooks;

/// <summary>From a request to committed alerts: who sent it, what it says, and its commit, in this order.</summary>
internal sealed class HookReceiver(AlertSourceRegistry sources, HookAuthentication authentication, ISnsCertificates sns, AlertStore store, TimeProvider time)
{
    /// <param name="readBody">Called only when the headers have not refused it.</param>
    public async Task<IResult> ReceiveAsync(
        string name, HookRequest request, string? contentType, Func<Task<ReadOnlyMemory<byte>>> readBody, CancellationToken cancellation)
    {
        if (sources.Find(name) is not { } source) return Problem.NotFound("alert-source", name);
        Verdict? verdict = null;
        if (HookAuthentication.IsByHeaders(source.Authentication.Type)
            && (verdict = await authentication.CheckAsync(source, request, cancellation)) is Verdict.Refused early) return await RefuseAsync(source, early);
        try
        {
            request = request with { Body = await readBody() };
        }
        catch (RequestException large)
        {
            return await RefuseAsync(name, large.Problem);
        }

        verdict ??= await authentication.CheckAsync(source, request, cancellation);
        if (verdict is not Verdict.Trusted trusted) return await RefuseAsync(source, (Verdict.Refused)verdict);
        var body = new HookBody(request.Body, MediaType(contentType), request.Headers, request.At);
        if (!source.Dialect.Takes(body.MediaType)) return await RefuseAsync(name, Problems.Unsupported(source.Dialect.MediaTypes));
        if (source.Authentication.Type == AuthenticationType.Sns && await ConfirmAsync(source, body, cancellation) is { } confirmed) return confirmed;
        return await TakeAsync(source, body, trusted.Once);
    }

    /// <summary>Counts a refusal of a source that there is.</summary>
    public ValueTask<IResult> RefuseAsync(string name, Problem problem)
    {
        if (sources.Find(name) is not null) store.CountRefused(name, problem.Code);
        return new(problem);
    }

    private async Task<IResult> TakeAsync(AlertSource source, HookBody body, OnceOnly? once)
    {
        Reading reading;
        try
        {
            reading = source.Dialect.Read(body, source.Settings);
        }
        catch (UnreadableBodyException error)
        {
            await store.KeepUnreadAsync(source.Name, UnreadBody.Of(body.MediaType, body.Bytes, error.Message), "hook.unreadable");
            return new Problem(StatusCodes.Status400BadRequest, "hook.unreadable", $"{error.Message} It was kept, and is shown with the source.");
        }

        var delivery = new Delivery(source.Name, time.GetUtcNow(), reading.Alerts, reading.Truncated, Unread(body, reading), once);
        var taken = await store.TakeAsync(delivery);
        if (taken is null && source.Authentication.Type == AuthenticationType.Hmac)
            return await RefuseAsync(source, Verdict.Forbidden("hook.replayed", "This very request was taken before."));
        taken ??= new TakenDelivery(0, reading.Alerts.Length);
        return TypedResults.Json(new HookAnswer(taken.Accepted, taken.Duplicates, reading.Truncated, reading.Problems), statusCode: StatusCodes.Status202Accepted);
    }

    private static UnreadBody? Unread(HookBody body, Reading reading) =>
        reading.Problems.Length == 0 ? null : UnreadBody.Of(body.MediaType, body.Bytes, string.Join(' ', reading.Problems));

    /// <summary>A subscription is confirmed when it is asked for, by a message that was signed for the source's own topic.</summary>
    private async Task<IResult?> ConfirmAsync(AlertSource source, HookBody body, CancellationToken cancellation)
    {
        var message = SnsMessage.Read(body.Bytes);
        if (message.Type == SnsMessage.Notification) return null;
        var answer = TypedResults.Json(new HookAnswer(0, 0, 0, []), statusCode: StatusCodes.Status202Accepted);
        if (message.Type != SnsMessage.SubscriptionConfirmation) return answer;
        if (!SnsMessage.IsOfAmazon(message.SubscribeUrl))
            return await RefuseAsync(source, Verdict.Forbidden("hook.foreign-certificate", "The subscription is not confirmed at Amazon SNS."));
        return await sns.ConfirmAsync(message.SubscribeUrl!, cancellation)
            ? answer
            : await RefuseAsync(source.Name, new Problem(StatusCodes.Status503ServiceUnavailable, "hook.not-confirmed", "Amazon SNS could not be asked to confirm the subscription. Send it again later."));
    }

    private ValueTask<IResult> RefuseAsync(AlertSource source, Verdict.Refused refused)
    {
        store.CountRefused(source.Name, refused.Code);
        IResult problem = new Problem(refused.Status, refused.Code, refused.Message);
        return new(refused.Challenge is { } scheme ? new Challenged(problem, scheme) : problem);
    }

    private static string? MediaType(string? contentType) => contentType?.Split(';')[0].Trim().ToLowerInvariant() is { Length: > 0 } type ? type : null;

    private sealed class Challenged(IResult problem, string scheme) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.WWWAuthenticate = $"{scheme} realm=\"hooks\"";
            return problem.ExecuteAsync(httpContext);
        }
    }
}
