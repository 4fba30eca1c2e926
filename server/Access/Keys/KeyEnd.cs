using System.Security.Claims;

namespace Runbooks.Server.Access.Keys;

/// <summary>Ends what a caller holds open, such as a stream of events, when the key that it stands on is revoked or expires. Every other
/// call is short, and the next one is refused.</summary>
internal static class KeyEnd
{
    /// <summary>How long a key that ended elsewhere, or by its time, may still be listened with.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private static readonly object Mark = new();

    /// <summary>For calls that stay open.</summary>
    public static TBuilder EndsWithItsKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(Mark));
        return builder;
    }

    /// <summary>Whether it was said of this one.</summary>
    public static bool Holds(Endpoint? endpoint) => endpoint?.Metadata.Contains(Mark) == true;

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!Holds(context.GetEndpoint()) || context.User.FindFirstValue(Caller.KeyClaim) is not { } digest)
        {
            await next(context);
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        context.RequestAborted = ends.Token;
        var watch = WatchAsync(context.RequestServices, digest, ends);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // Its caller left, or its key is gone: that is how it ends.
        }
        finally
        {
            await ends.CancelAsync();
            await watch;
        }
    }

    private static async Task WatchAsync(IServiceProvider services, string digest, CancellationTokenSource ends)
    {
        var (keys, time) = (services.GetRequiredService<ApiKeyRing>(), services.GetRequiredService<TimeProvider>());
        while (!ends.IsCancellationRequested)
        {
            var changed = keys.Changed;
            if (await keys.FindDigestAsync(digest) is null)
            {
                await ends.CancelAsync();
                return;
            }

            await Task.WhenAny(changed, Task.Delay(Interval, time, ends.Token));
        }
    }
}
