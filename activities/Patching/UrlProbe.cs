namespace Runbooks.Activities.Patching;

/// <summary>Whether an address answers well.</summary>
internal static class UrlProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>Null where it answers 2xx; else what it does.</returns>
    public static async Task<string?> FaultAsync(string url, ActivityContext context, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) return $"'{url}' is no http or https address.";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var client = context.Http();
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return response.IsSuccessStatusCode ? null : $"{address.Scheme}://{address.Authority}{address.AbsolutePath} answered {(int)response.StatusCode}.";
        }
        catch (HttpRequestException error)
        {
            return $"{address.Scheme}://{address.Authority} does not answer: {(error.InnerException ?? error).Message}";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"{address.Scheme}://{address.Authority} did not answer within {Duration.ToWords(Patience)}.";
        }
    }
}
