using Microsoft.Extensions.Options;
using Runbooks.Server.Alerts.Storage;

namespace Runbooks.Server.Alerts;

/// <summary>Writes what was counted, and removes what is too old.</summary>
internal sealed class AlertUpkeep(AlertStore store, IOptions<AlertOptions> options, TimeProvider time, ILogger<AlertUpkeep> log) : BackgroundService
{
    private const int ForgottenAtOnce = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenForgetting = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var forgottenAt = DateTimeOffset.MinValue;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await store.WriteRefusalsAsync();
                if (time.GetUtcNow() - forgottenAt < BetweenForgetting) continue;
                forgottenAt = time.GetUtcNow();
                await ForgetAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogError(error, "The upkeep of alerts failed; it is tried again");
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await store.WriteRefusalsAsync();
    }

    private async Task ForgetAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested
            && await store.ForgetAsync(time.GetUtcNow() - options.Value.Retention, options.Value.MostKept, ForgottenAtOnce) == ForgottenAtOnce)
        {
            // In parts, so that deliveries have their turn in between.
            await Task.Yield();
        }
    }
}
