using Runbooks.Activities.Platforms;
using Runbooks.Server.Connections;

namespace Runbooks.Server.Fleet.Following;

/// <summary>Passes on what a platform reports by itself, where it can. Whether the connection is down is for reads to find out.</summary>
internal sealed class ChangeWatch(Connection connection, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private Task running = Task.CompletedTask;
    private DateTimeOffset? notBefore;
    private int failures;

    /// <summary>When it should be begun again after it failed; null where there is nothing to begin.</summary>
    public DateTimeOffset? DueAt => running.IsCompleted ? notBefore : null;

    /// <summary>Begins to watch, unless it does so already or failed a short while ago.</summary>
    public void Ensure(ReadRequests requests, CancellationToken cancellation)
    {
        if (!running.IsCompleted || notBefore > time.GetUtcNow()) return;
        notBefore = null;
        running = WatchAsync(requests, cancellation);
    }

    /// <summary>Ends with the watch, or soon in any case: an adapter may heed no cancellation.</summary>
    public Task EndedAsync() => Task.WhenAny(running, Task.Delay(Farewell, time));

    private async Task WatchAsync(ReadRequests requests, CancellationToken cancellation)
    {
        try
        {
            using var use = connection.Use();
            if (!use.Platform.Capabilities.Contains(Capability.Events)) return;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, use.Retired);
            await PassOnAsync(use.Platform, requests, either.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception error)
        {
            logger.LogInformation("Watching connection {Connection} ended: {Said}", connection.Id, error.Message);
        }

        // What happened since is not known, so it has to be read.
        notBefore = time.GetUtcNow() + Backoff.Delay(++failures, retryable: true, Random.Shared.NextDouble());
        requests.Changed(null);
    }

    private async Task PassOnAsync(IPlatform platform, ReadRequests requests, CancellationToken cancellation)
    {
        // An adapter may block before its first answer.
        await Task.Yield();
        await foreach (var change in platform.WatchAsync(cancellation))
        {
            failures = 0;
            requests.Changed(change.NativeId);
        }
    }
}
