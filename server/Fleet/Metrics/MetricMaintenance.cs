namespace Runbooks.Server.Fleet.Metrics;

/// <summary>Keeps the samples rolled up and trimmed while the server runs.</summary>
internal sealed class MetricMaintenance(MetricStore store, MetricHistory history, ILogger<MetricMaintenance> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failing = false;
        using var timer = new PeriodicTimer(Period, store.Time);
        do
        {
            failing = await MaintainAsync(failing, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Whether it failed; logged when that changes.</summary>
    private async Task<bool> MaintainAsync(bool failing, CancellationToken cancellation)
    {
        try
        {
            history.Forget();
            await store.MaintainAsync(cancellation);
            if (failing) log.LogInformation("Metric samples are rolled up and trimmed again.");
            return false;
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            if (!failing) log.LogError(error, "Metric samples could not be rolled up or trimmed; it is tried again every {Period}. Long windows miss the newest samples until then.", Period);
            return true;
        }
    }
}
