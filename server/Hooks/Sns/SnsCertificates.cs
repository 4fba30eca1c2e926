using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Runbooks.Activities;
using Runbooks.Activities.Integration;

namespace Runbooks.Server.Hooks.Sns;

/// <summary>Gets them from Amazon, by the guarded client that workflows use too, and keeps them: there is one for a long time.</summary>
internal sealed class SnsCertificates(OutboundHttp http, ILogger<SnsCertificates> log) : ISnsCertificates
{
    private const int MostKept = 100;
    private const int LongestCertificate = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, X509Certificate2> kept = new();

    public async ValueTask<X509Certificate2?> FindAsync(string url, CancellationToken cancellation)
    {
        if (kept.TryGetValue(url, out var known)) return known;
        if (await GetAsync(url, cancellation) is not { } text) return null;
        try
        {
            var certificate = X509Certificate2.CreateFromPem(text);
            if (kept.Count >= MostKept) kept.Clear();
            return kept.GetOrAdd(url, certificate);
        }
        catch (CryptographicException error)
        {
            log.LogWarning("What {Url} answered is no certificate: {Message}", url, error.Message);
            return null;
        }
    }

    public async Task<bool> ConfirmAsync(string url, CancellationToken cancellation) => await GetAsync(url, cancellation) is not null;

    private async Task<string?> GetAsync(string url, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            using var client = http.CreateClient();
            client.MaxResponseContentBufferSize = LongestCertificate;
            using var answer = await client.GetAsync(url, limit.Token);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(limit.Token) : null;
        }
        catch (Exception error) when (error is HttpRequestException or ActivityFailure or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            log.LogWarning("Amazon SNS could not be asked at {Url}: {Message}", url, error.Message);
            return null;
        }
    }
}
