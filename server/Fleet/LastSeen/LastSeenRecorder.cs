using Runbooks.Server.Connections;
using Runbooks.Server.Fleet.Picture;

namespace Runbooks.Server.Fleet.LastSeen;

/// <summary>Keeps what the connections show across restarts: gives the fleet its last sight of them at the start, and records what changes.</summary>
internal sealed class LastSeenRecorder(
    LastSeenStore store, ConnectionRegistry registry, FleetPicture picture, TimeProvider time, ILogger<LastSeenRecorder> logger) : BackgroundService
{
    /// <summary>How long changes are gathered, which is how much a crash can lose.</summary>
    internal static readonly TimeSpan Gathering = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var sight in await store.LoadAsync(registry.All, cancellationToken)) picture.Remember(sight);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var number = -1L;
        while (!stoppingToken.IsCancellationRequested)
        {
            await picture.ChangedAfter(number, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Gathering, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            number = picture.ChangeNumber;
            // Also at the end, so that a restart begins with the latest.
            await WriteAsync();
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await store.WriteAsync(picture.Sights, CancellationToken.None);
        }
        catch (Exception error)
        {
            logger.LogError(error, "What the fleet looks like could not be recorded; it is tried again with the next change");
        }
    }
}
