using System.Security.Cryptography;
using System.Text;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Server.Fleet.Sampling;

/// <summary>Takes the loads of one connection, by the id of the object.</summary>
internal delegate void LoadsSampled(string connection, IReadOnlyDictionary<string, Load> loads);

/// <summary>Samples one connection at each interval: writes the samples, and tells the last load of each object. Each connection has a
/// sampler and a loop of its own, so that a slow or dead one delays no other.</summary>
/// <param name="connection">The connection's id.</param>
/// <param name="sampled">Called after each round, also when the samples could not be written.</param>
internal sealed class ConnectionSampler(
    string connection, IPlatform platform, TimeSpan interval, MetricStore store, LoadsSampled sampled, ILogger<ConnectionSampler> log)
{
    /// <summary>A round that takes longer is given up.</summary>
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromMinutes(1);

    private readonly FailureState reading = new();
    private readonly FailureState writing = new();

    /// <summary>Runs until cancelled, or until the platform says that it has no metrics.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(Jitter, store.Time, cancellation);
            using var timer = new PeriodicTimer(interval, store.Time);
            while (await RoundAsync(cancellation)) await timer.WaitForNextTickAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>The same for the same connection: spreads connections over the interval.</summary>
    private TimeSpan Jitter => interval * (SHA256.HashData(Encoding.UTF8.GetBytes(connection))[0] / 256.0);

    /// <summary>False where there is nothing to sample, ever.</summary>
    private async Task<bool> RoundAsync(CancellationToken cancellation)
    {
        var samples = await ReadAsync(cancellation);
        if (samples is null) return false;
        if (samples.Count == 0) return true;
        await WriteAsync(samples, cancellation);
        sampled(connection, samples.GroupBy(sample => sample.Id).ToDictionary(one => one.Key, one => LoadOf(one.MaxBy(sample => sample.At)!)));
        return true;
    }

    /// <summary>Null where the platform has no metrics; empty where they could not be read.</summary>
    private async Task<IReadOnlyList<MetricSample>?> ReadAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(interval * 4 > ShortestLimit ? interval * 4 : ShortestLimit, store.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var samples = await platform.SampleAsync(either.Token);
            if (reading.Ends()) log.LogInformation("The connection {Connection} is sampled again.", connection);
            return samples;
        }
        catch (PlatformException error) when (error.Error == PlatformError.Unsupported)
        {
            log.LogInformation("The connection {Connection} has no metrics and is not sampled: {Said}", connection, error.Message);
            return null;
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            // What the platform says, or that it says nothing, is a warning; anything else is a bug.
            var level = error is PlatformException or OperationCanceledException ? LogLevel.Warning : LogLevel.Error;
            if (reading.Begins())
                log.Log(level, error, "The connection {Connection} cannot be sampled; its metrics are unknown until it can. It is tried again every {Interval}.", connection, interval);
            return [];
        }
    }

    private async Task WriteAsync(IReadOnlyList<MetricSample> samples, CancellationToken cancellation)
    {
        try
        {
            await store.AppendAsync(samples, interval, cancellation);
            if (writing.Ends()) log.LogInformation("Samples of the connection {Connection} are written again.", connection);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            if (writing.Begins())
                log.LogError(error, "Samples of the connection {Connection} cannot be written; they are lost. Look at the disk of the data directory.", connection);
        }
    }

    private static Load LoadOf(MetricSample sample) => new(sample.Cpu, sample.Memory, sample.Disk, sample.Network, sample.At);
}
