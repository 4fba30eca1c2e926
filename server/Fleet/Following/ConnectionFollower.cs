using Runbooks.Activities.Platforms;
using Runbooks.Server.Connections;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.Fleet.Sampling;

namespace Runbooks.Server.Fleet.Following;

/// <summary>Keeps the picture of one connection current. Everything is read in one loop, so that an older answer never overtakes a newer
/// one, and a connection that hangs holds up itself alone.</summary>
/// <param name="vanished">Told when VMs are no longer seen here: they may have moved to another connection.</param>
internal sealed class ConnectionFollower(
    Connection connection, FleetPicture picture, SampleConnection sample, FleetOptions options, TimeProvider time, ILogger logger, Action<Connection> vanished)
{
    private readonly ReadRequests requests = new(time, options.Debounce);
    private readonly ChangeWatch watch = new(connection, time, logger);
    private readonly LoadSampling sampling = new(connection, sample, logger);
    private DateTimeOffset due;
    private int failures;
    private volatile bool reading;

    public Connection Connection => connection;

    /// <summary>Reads everything again; a read that has begun already does not count.</summary>
    /// <exception cref="PlatformException">It could not be read.</exception>
    public Task RefreshAsync(CancellationToken cancellation) => requests.AskAsync().WaitAsync(cancellation);

    /// <summary>Reads this VM again soon.</summary>
    public void LookAgain(string? nativeId) => requests.Changed(nativeId);

    public async Task RunAsync(CancellationToken cancellation)
    {
        connection.StatusChanged += OnStatusChanged;
        try
        {
            while (true)
            {
                var wanted = requests.Take();
                if (wanted.Everything || time.GetUtcNow() >= due) await ReadEverythingAsync(wanted, cancellation);
                else await ReadVmsAsync(wanted.Vms, cancellation);
                if (connection.Status.State == ConnectionState.Ok) GoOn(cancellation);
                await requests.WaitAsync(watch.DueAt is { } retry && retry < due ? retry : due, cancellation);
            }
        }
        finally
        {
            connection.StatusChanged -= OnStatusChanged;
            foreach (var asked in requests.Take().Asked) asked.TrySetCanceled(CancellationToken.None);
            sampling.Stop();
            await watch.EndedAsync();
        }
    }

    private void GoOn(CancellationToken cancellation)
    {
        watch.Ensure(requests, cancellation);
        sampling.Ensure();
    }

    private async Task ReadEverythingAsync(ReadRequests.Wanted wanted, CancellationToken cancellation)
    {
        reading = true;
        try
        {
            var inventory = await connection.ProbeAsync(cancellation);
            Saw(inventory);
            (failures, due) = (0, time.GetUtcNow() + options.InventoryInterval);
            foreach (var asked in wanted.Asked) asked.TrySetResult();
        }
        catch (PlatformException error)
        {
            picture.Lost(connection.Id);
            failures++;
            due = time.GetUtcNow() + Backoff.Delay(failures, error.Retryable, Random.Shared.NextDouble());
            foreach (var asked in wanted.Asked) asked.TrySetException(error);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            foreach (var asked in wanted.Asked) asked.TrySetCanceled(CancellationToken.None);
            throw;
        }
        finally
        {
            reading = false;
        }
    }

    private async Task ReadVmsAsync(IReadOnlyCollection<string> nativeIds, CancellationToken cancellation)
    {
        try
        {
            foreach (var nativeId in nativeIds)
            {
                var vm = await connection.Live.GetVirtualMachineAsync(nativeId, cancellation);
                picture.SawVm(connection.Id, nativeId, vm, time.GetUtcNow());
                if (vm is null) vanished(connection);
            }
        }
        catch (PlatformException error)
        {
            logger.LogDebug(error, "A changed VM of connection {Connection} could not be read; everything is read instead", connection.Id);
            due = time.GetUtcNow();
        }
    }

    private void Saw(Inventory inventory)
    {
        var before = picture.SightOf(connection.Id);
        picture.Saw(connection.Id, connection.Platform, inventory, time.GetUtcNow());
        if (before is null) return;
        var seen = inventory.VirtualMachines.Select(vm => vm.Id).ToHashSet();
        if (before.Vms.Any(known => !seen.Contains(known.Vm.Id))) vanished(connection);
    }

    private void OnStatusChanged(Connection changed)
    {
        if (changed.Status.State == ConnectionState.Ok) return;
        picture.Lost(changed.Id);
        sampling.Stop();
        if (changed.Status.State == ConnectionState.NeverConnected)
        {
            failures = 0;
            sampling.Reset();
        }

        // Somebody else's call failed, or the settings are new: see at once. What this loop's own read met is answered by its back-off.
        if (!reading || changed.Status.State == ConnectionState.NeverConnected) requests.Changed(null);
    }
}
