using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Runbooks.Activities.Integration;

/// <summary>One HTTP request of a workflow, bounded in time, size and redirects.</summary>
internal sealed record HttpCall(HttpVerb Verb, Uri Url, HttpInput Input)
{
    public const int MaximumAnswer = 1024 * 1024;

    private const int MaximumRedirects = 5;

    private static readonly ProductInfoHeaderValue Agent = new("Runbooks", "0.1");

    public bool ReadsOnly => Verb is HttpVerb.Get or HttpVerb.Head;

    /// <summary>The path is a credential, as that of a chat's webhook is.</summary>
    public bool HidesPath { get; init; }

    /// <summary>For messages: without user, query and fragment, which may hold secrets.</summary>
    public string Words => $"{Method} {Url.Scheme}://{Url.Authority}{(HidesPath ? "/…" : Url.AbsolutePath)}";

    private HttpMethod Method => HttpMethod.Parse(Verb.ToString());

    /// <exception cref="ActivityFailure">No address for this (<c>input.invalid</c>).</exception>
    public static HttpCall Of(HttpVerb verb, HttpInput input)
    {
        if (!Uri.TryCreate(input.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new ActivityFailure("input.invalid", "url is not an absolute http or https address. Nothing was sent. Next: correct it.");
        if (url.UserInfo is not "")
            throw new ActivityFailure("input.invalid", "url carries credentials. Nothing was sent. Next: put them into a header, as a secret.");
        HttpHeaderRules.Check(input.Headers);
        return new HttpCall(verb, url, input);
    }

    /// <param name="key">Sent as <c>Idempotency-Key</c>; null for reading.</param>
    /// <exception cref="ActivityFailure">There was no answer that can be used.</exception>
    public Task<HttpAnswer> SendAsync(ActivityContext context, string? key, CancellationToken cancellation) =>
        SendAsync(context.Http, context.Time, key, cancellation);

    /// <inheritdoc cref="SendAsync(ActivityContext, string?, CancellationToken)"/>
    public async Task<HttpAnswer> SendAsync(Func<HttpClient> clients, TimeProvider time, string? key, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Input.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var client = clients();
        try
        {
            using var response = await FollowAsync(client, key, either.Token);
            await BufferAsync(response, either.Token);
            return await HttpAnswerReader.ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw HttpFailure.TimedOut(this);
        }
        catch (HttpRequestException error)
        {
            throw error.InnerException as ActivityFailure ?? HttpFailure.Of(this, error);
        }
    }

    /// <summary>Only reading follows a redirect: elsewhere it would be left to the other side whether the change is sent again.</summary>
    private async Task<HttpResponseMessage> FollowAsync(HttpClient client, string? key, CancellationToken cancellation)
    {
        var (url, hops) = (Url, 0);
        while (true)
        {
            using var request = Request(url, key);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!ReadsOnly || (int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || hops++ == MaximumRedirects) return response;
            if (response.Headers.Location is not { } location) return response;
            var next = new Uri(url, location);
            if (next.Scheme is not ("http" or "https")) return response;
            response.Dispose();
            url = next;
        }
    }

    private HttpRequestMessage Request(Uri url, string? key)
    {
        var request = new HttpRequestMessage(Method, url) { Content = Content() };

        // What the workflow sends may be a credential, and was meant for the origin that it named.
        if (Origin(url) == Origin(Url)) HttpHeaderRules.Add(request, Input.Headers);
        if (!request.Headers.Contains("User-Agent")) request.Headers.UserAgent.Add(Agent);
        if (key is not null && !request.Headers.Contains("Idempotency-Key")) request.Headers.Add("Idempotency-Key", IdempotencyKey.Of(key));
        return request;
    }

    private StringContent? Content() => Input.Body switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => new StringContent(text.GetString()!, Encoding.UTF8, "text/plain"),
        { } json => new StringContent(json.GetRawText(), Encoding.UTF8, "application/json"),
    };

    private async Task BufferAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaximumAnswer, cancellation);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw HttpFailure.TooLarge(this, (int)response.StatusCode);
        }
    }

    private static (string Scheme, string Authority) Origin(Uri url) => (url.Scheme, url.Authority);
}
