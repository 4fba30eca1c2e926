using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Xml.Linq;

namespace Runbooks.Activities.Platforms.VSphere.Protocol;

/// <param name="Cookie">The session that vCenter opened with this answer; null where it opened none.</param>
internal sealed record Answer(XElement Response, string? Cookie);

/// <summary>Carries calls over HTTPS. Knows nothing of sessions but their cookie.</summary>
internal sealed class SoapTransport : IDisposable
{
    private const string SessionCookie = "vmware_soap_session";

    private readonly Uri _endpoint;
    private readonly Certificates _certificates;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public SoapTransport(VSphereSettings settings, TimeProvider time)
    {
        (_endpoint, _certificates, _time) = (settings.Endpoint, settings.Certificates, time);
        var handler = new SocketsHttpHandler
        {
            // Every session has its own cookie, and a vCenter is inside: proxies of the environment lead outside.
            UseCookies = false, UseProxy = false, AllowAutoRedirect = false,
            ConnectTimeout = Limits.Connect, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxConnectionsPerServer = Limits.CallsAtATime, AutomaticDecompression = DecompressionMethods.GZip,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = _certificates.Accept;
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <param name="version">Of the API that the call is written in: 6.5.</param>
    /// <exception cref="VimFaultException">vCenter refused the call.</exception>
    /// <exception cref="PlatformException">vCenter was not reached, or did not answer in time.</exception>
    public async Task<Answer> SendAsync(
        string method, ManagedObject self, object?[] arguments, string version, string? cookie, TimeSpan limit, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint) { Content = new ByteArrayContent(Envelope.Write(method, self, arguments)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");
        request.Headers.TryAddWithoutValidation("SOAPAction", $"\"urn:vim25/{version}\"");
        if (cookie is not null) request.Headers.TryAddWithoutValidation("Cookie", cookie);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw Error(PlatformError.Timeout, $"has not answered {method} for {limit.TotalSeconds:0} s; whether it did what it was asked is not known");
        }
        catch (OperationCanceledException error) when (error.InnerException is TimeoutException)
        {
            throw Error(PlatformError.Unreachable, $"takes over {Limits.Connect.TotalSeconds:0} s to connect to", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw Explain(error);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        // Faults come as 500, with SOAP in them.
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.InternalServerError)
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            return new Answer(await Envelope.ReadAsync(stream, cancellation), CookieOf(response));
        }

        var said = $"answered HTTP {(int)response.StatusCode} {response.ReasonPhrase}";
        throw response.StatusCode switch
        {
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => Error(PlatformError.Busy, said, retryAfter: RetryAfter(response)),
            HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => Error(PlatformError.Unreachable, said),
            HttpStatusCode.Unauthorized => Error(PlatformError.Unauthorised, said),
            HttpStatusCode.Forbidden => Error(PlatformError.Forbidden, said),
            _ => Error(PlatformError.Invalid, $"{said}; look whether the address is that of a vCenter Server"),
        };
    }

    private static string? CookieOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.Select(cookie => cookie.Split(';', 2)[0].Trim())
                .LastOrDefault(cookie => cookie.StartsWith(SessionCookie + "=", StringComparison.Ordinal))
            : null;

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter?.Delta ?? response.Headers.RetryAfter?.Date - _time.GetUtcNow();
        return asked > TimeSpan.Zero ? asked : null;
    }

    private PlatformException Explain(Exception error)
    {
        if (error.InnerException is AuthenticationException tls)
        {
            return Error(
                PlatformError.Unauthorised,
                $"did not show a trusted certificate: {_certificates.Refused ?? tls.Message}. Give its authority or, once you have compared it on the "
                + "vCenter itself, its thumbprint in the connection's settings",
                error);
        }

        return Error(PlatformError.Unreachable, $"cannot be reached: {error.InnerException?.Message ?? error.Message}", error);
    }

    private PlatformException Error(PlatformError error, string what, Exception? inner = null, TimeSpan? retryAfter = null) =>
        new(error, $"vCenter at {_endpoint.Authority} {what}", retryAfter, inner);
}
