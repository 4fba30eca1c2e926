using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text.Json;

namespace Runbooks.Activities.Platforms.OpenStack.Http;

/// <param name="RequestId">Under which Nova records the action that a request began.</param>
/// <param name="Token">What Keystone gave; null of all others.</param>
internal sealed record Answer(JsonElement? Body, string? RequestId, string? Token);

/// <summary>Carries calls. Knows nothing of tokens and services.</summary>
internal sealed class HttpTransport : IDisposable
{
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public HttpTransport(OpenStackSettings settings, TimeProvider time)
    {
        var handler = new SocketsHttpHandler
        {
            // A cloud is inside, or is reached as its address says: redirects would carry the token elsewhere.
            UseCookies = false, UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = Limits.Connect,
            MaxConnectionsPerServer = Limits.CallsAtATime, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), AutomaticDecompression = DecompressionMethods.GZip,
        };
        if (settings.Trust is { } trust) handler.SslOptions.RemoteCertificateValidationCallback = trust.Accept;
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _time = time;
    }

    /// <exception cref="PlatformException">The service refused, failed, or is not there.</exception>
    public async Task<Answer> SendAsync(
        HttpMethod method, Uri address, object? body, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var patience = new CancellationTokenSource(Limits.Call);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        using var request = Request(method, address, body, headers);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            return Read(response, address, await response.Content.ReadAsStringAsync(either.Token));
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw patience.IsCancellationRequested
                ? new PlatformException(PlatformError.Timeout, $"{address.Authority} has not answered for {Limits.Call.TotalSeconds:0} s; whether it did what it was asked is not known")
                : new PlatformException(PlatformError.Unreachable, $"{address.Authority} takes over {Limits.Connect.TotalSeconds:0} s to connect to", inner: error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw Explain(address, error);
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(HttpMethod method, Uri address, object? body, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (body is null) return request;
        // With its length: uwsgi, which Keystone is often behind, takes no chunks.
        request.Content = new ByteArrayContent(ApiJson.Write(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }

    private Answer Read(HttpResponseMessage response, Uri address, string text)
    {
        if ((int)response.StatusCode is >= 300 and < 400)
            throw new PlatformException(PlatformError.Invalid, $"{address} points to {response.Headers.Location}; give that address in the connection's settings");
        if (!response.IsSuccessStatusCode) throw ApiError.Of(response.StatusCode, address.Authority, text, RetryAfter(response));
        try
        {
            var body = text.Length == 0 ? (JsonElement?)null : JsonElement.Parse(text);
            return new Answer(body, Header(response, "x-compute-request-id") ?? Header(response, "x-openstack-request-id"), Header(response, "X-Subject-Token"));
        }
        catch (JsonException error)
        {
            throw new PlatformException(PlatformError.Invalid, $"{address} does not answer as OpenStack does: {error.Message}", inner: error);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - _time.GetUtcNow();
        return asked > TimeSpan.Zero ? asked : null;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private static PlatformException Explain(Uri address, Exception error) => error.InnerException is AuthenticationException tls
        ? new PlatformException(
            PlatformError.Unauthorised,
            $"{address.Authority} did not show a trusted certificate: {tls.Message} Give the authority that issued it in the connection's settings",
            inner: error)
        : new PlatformException(PlatformError.Unreachable, $"{address.Authority} cannot be reached: {error.InnerException?.Message ?? error.Message}", inner: error);
}
