using Microsoft.Extensions.Options;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Connections;
using Runbooks.Server.Fleet;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.FleetRules.Deciding;
using Runbooks.Server.FleetRules.Rules;
using Runbooks.Server.Hosting;
using Runbooks.Server.Triggers;

namespace Runbooks.Server.FleetRules.Snapshots;

/// <summary>Reads the snapshots of the VMs that enabled rules ask about: no platform lists them with its VMs, and asking for each of
/// thousands takes time, so that it is done seldom and a few at a time.</summary>
internal sealed class SnapshotReading(
    SnapshotSights sights,
    FleetPicture picture,
    ConnectionRegistry connections,
    TriggerRegistry triggers,
    IMetricHistory metrics,
    IOptions<FleetOptions> options,
    IHostApplicationLifetime server,
    TimeProvider time,
    ILogger<SnapshotReading> log) : BackgroundService
{
    /// <summary>How old a reading may be: snapshots are judged by days.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromMinutes(30);

    private const int AtOnce = 4;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await server.UntilStartedAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(error, "Snapshots could not be read for rules about them; they are read again later");
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(options.Value.SampleInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads those that are due.</summary>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        var rules = triggers.Enabled(FleetRuleTriggers.TypeName)
            .Select(trigger => FleetRuleReader.Read(FleetRuleReader.Of(trigger.Settings), options.Value.SampleInterval).Rule)
            .OfType<FleetRule>()
            .Where(SnapshotSights.Asks)
            .ToList();
        if (rules.Count == 0) return;
        var (fleet, old) = (picture.Snapshot, time.GetUtcNow() - Fresh);
        sights.Keep(fleet.Vms.Select(vm => vm.Id).ToHashSet());
        var due = fleet.Vms.Where(vm => !vm.Stale && !(sights.Find(vm.Id)?.ReadAt > old) && rules.Exists(rule => rule.Covers(vm, metrics) != Verdict.No));
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, ReadAsync);
    }

    private async ValueTask ReadAsync(FleetVm vm, CancellationToken cancellation)
    {
        if (connections.Find(vm.Connection) is not { } connection || !connection.Live.Capabilities.Contains(Capability.Snapshot)) return;
        try
        {
            var found = await connection.Live.GetSnapshotsAsync(vm.Vm.NativeId, cancellation);
            // One of unknown age may be the oldest.
            var oldest = found.Any(snapshot => snapshot.CreatedAt is null) ? null : found.Min(snapshot => snapshot.CreatedAt);
            sights.Put(vm.Id, new SnapshotSight(found.Count, oldest, time.GetUtcNow()));
        }
        catch (PlatformException error)
        {
            log.LogDebug(error, "The snapshots of {Vm} could not be read", vm.Name);
        }
    }
}
