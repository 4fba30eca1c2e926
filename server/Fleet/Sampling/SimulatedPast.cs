using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Connections;
using Runbooks.Server.Data.Settings;
using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Server.Fleet.Sampling;

/// <summary>Gives a fresh simulated fleet a past, so that questions about two weeks have answers on the first day.</summary>
internal sealed class SimulatedPast(MetricStore store, MetricHistory history, SettingStore settings, ILogger<SimulatedPast> logger)
{
    /// <summary>A day more than the fortnight that idle rules ask about.</summary>
    internal static readonly TimeSpan Lookback = TimeSpan.FromDays(15);

    private const int SamplesAtOnce = 20_000, MostSamples = 2_000_000;

    // The finest is that of the rollups. Coarser ones keep the work of a big fleet within bounds.
    private static readonly TimeSpan[] Intervals = [TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];

    /// <summary>Fills it once; a connection that is not simulated is left alone.</summary>
    public async Task FillAsync(Connection connection, CancellationToken cancellation)
    {
        if (SimulatorOf(connection) is not { } fleet) return;
        var objects = await connection.Live.GetInventoryAsync(cancellation);
        var count = objects.VirtualMachines.Length + objects.Hosts.Length;
        if (!await IsFreshAsync(connection, objects, cancellation)) return;
        if (Array.Find(Intervals, interval => count * (Lookback / interval) <= MostSamples) is not { Ticks: > 0 } interval)
        {
            logger.LogInformation("The simulated fleet {Connection} is too big to be given a past: {Count} objects", connection.Id, count);
            return;
        }

        await ImportAsync(fleet.Backfill(Lookback, interval), interval, cancellation);
        history.Renew();
        await settings.WriteAsync(Key(connection), new Filled(connection.Definition.Settings.GetRawText()), cancellation);
        logger.LogInformation("The simulated fleet {Connection} was given the loads of its last {Days} days", connection.Id, Lookback.Days);
    }

    private async Task ImportAsync(IEnumerable<MetricSample> past, TimeSpan interval, CancellationToken cancellation)
    {
        var batch = new List<MetricSample>(SamplesAtOnce);
        foreach (var sample in past)
        {
            // All samples of a moment belong together.
            if (batch.Count >= SamplesAtOnce && sample.At != batch[^1].At)
            {
                await store.ImportAsync(batch, interval, cancellation);
                batch.Clear();
            }

            batch.Add(sample);
        }

        await store.ImportAsync(batch, interval, cancellation);
    }

    /// <summary>This fleet was not filled to the end yet, or the file of the metrics is another since.</summary>
    private async Task<bool> IsFreshAsync(Connection connection, Inventory objects, CancellationToken cancellation) =>
        (await settings.ReadAsync<Filled>(Key(connection), cancellation))?.Fleet != connection.Definition.Settings.GetRawText()
        || objects.Hosts.All(host => history.Coverage(host.Id, Metric.Cpu, Lookback) < 0.05);

    private static SimulatedFleet? SimulatorOf(Connection connection)
    {
        using var use = connection.Use();
        return (use.Platform as SimulatorPlatform)?.Fleet;
    }

    private static string Key(Connection connection) => $"fleet.simulated-past:{connection.Id}";

    /// <param name="Fleet">The settings that make the fleet.</param>
    private sealed record Filled(string Fleet);
}
