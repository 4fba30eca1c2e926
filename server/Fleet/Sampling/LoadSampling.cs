using Runbooks.Activities.Platforms;
using Runbooks.Server.Connections;

namespace Runbooks.Server.Fleet.Sampling;

/// <summary>Samples a connection until cancelled, or until it turns out that it has no metrics.</summary>
public delegate Task SampleConnection(Connection connection, CancellationToken cancellation);

/// <summary>Has a connection sampled while it answers, and only then: wrong credentials that are tried every few seconds lock accounts.</summary>
internal sealed class LoadSampling(Connection connection, SampleConnection sample, ILogger logger)
{
    private readonly Lock gate = new();
    private CancellationTokenSource? stop;
    private Task running = Task.CompletedTask;
    private bool withoutMetrics;

    /// <summary>Begins to sample, unless it is done already or there is nothing to sample.</summary>
    public void Ensure()
    {
        lock (gate)
        {
            if (!running.IsCompleted || withoutMetrics) return;
            stop?.Dispose();
            stop = new CancellationTokenSource();
            running = RunAsync(stop.Token);
        }
    }

    public void Stop()
    {
        lock (gate) stop?.Cancel();
    }

    /// <summary>The settings are new: it may be another platform.</summary>
    public void Reset()
    {
        Stop();
        withoutMetrics = false;
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        await Task.Yield();
        try
        {
            if (connection.Live.Capabilities.Contains(Capability.Metrics)) await sample(connection, cancellation);
            withoutMetrics = !cancellation.IsCancellationRequested;
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            logger.LogError(error, "Sampling connection {Connection} failed; it is begun again with the next reading of its inventory", connection.Id);
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }
}
