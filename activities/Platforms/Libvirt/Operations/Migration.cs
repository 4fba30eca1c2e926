using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>Live migration from one libvirtd to another, which talk to each other: it goes on when this process dies. The VM keeps its
/// UUID; its definition goes along, so that it is never defined, and never started, on both. Where it is tells whether it is over.</summary>
internal sealed class Migration(LibvirtConnection reads, LongCalls longCalls, Waiting waiting, Peers peers, bool isUnsafe) : IOperations
{
    /// <summary>virDomainMigrateFlags.</summary>
    private const uint Live = 1, PeerToPeer = 2, PersistThere = 8, UndefineHere = 16, Unsafe = 512, AutoConverge = 8192;

    private enum Place
    {
        /// <summary>On this connection's host, and not the one that was asked for.</summary>
        Here,
        There,
        Arriving,
        Nowhere,
    }

    public OperationKind? KindOf(PlatformOperation operation) => operation is PlatformOperation.Migrate ? OperationKind.Convergent : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var migrate = (PlatformOperation.Migrate)operation;
        var handle = Handle(migrate);
        var place = await LookAsync(migrate, cancellation);
        if (place == Place.Nowhere) throw NotFound(migrate);
        if (place != Place.Here) return handle;
        var address = await CheckAsync(migrate, cancellation);
        await longCalls.BeginAsync(handle, key, open => Move(open, migrate.NativeId, address), cancellation);
        return handle;
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var migrate = (PlatformOperation.Migrate)operation;
        var found = await LookAsync(migrate, cancellation) switch
        {
            Place.Nowhere => throw NotFound(migrate),
            Place.Here => await IsLeavingAsync(migrate, cancellation),
            _ => true,
        };
        return found ? new Sighting.Found(Handle(migrate)) : new Sighting.NotStarted();
    }

    public async Task AwaitAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        var migrate = (PlatformOperation.Migrate)operation;
        while (true)
        {
            var place = await waiting.OutlastAsync(() => LookAsync(migrate, cancellation), cancellation);
            if (place == Place.There) return;
            if (place == Place.Nowhere) throw NotFound(migrate);
            // Looked for before it is read again where the VM is: a move that ends in between is no failure.
            if (place == Place.Here && !await waiting.OutlastAsync(() => IsLeavingAsync(migrate, cancellation), cancellation)
                && await LookAsync(migrate, cancellation) == Place.Here)
            {
                throw new PlatformException(PlatformError.Interrupted, $"the move to {migrate.Host} ended, and the VM is still on its host, as it was");
            }

            if (progress is not null && await ShareAsync(migrate.NativeId, cancellation) is { } share) progress.Report(share);
            await waiting.PauseAsync(cancellation);
        }
    }

    /// <summary>A VM that was removed under its move is gone, and one that runs there has arrived, whatever libvirtd could not do then.</summary>
    public async Task<bool> TellsMoreAsync(PlatformOperation operation, PlatformException error, CancellationToken cancellation) =>
        error.Error == PlatformError.Unreachable || await LookAsync((PlatformOperation.Migrate)operation, cancellation) != Place.Here;

    /// <summary>How far the VM's move is; null where none is known of.</summary>
    public async Task<double?> ShareAsync(string vm, CancellationToken cancellation)
    {
        var job = await JobAsync(vm, cancellation);
        return job is { IsMigration: true } ? job.Value.Share : null;
    }

    /// <summary>The VM stays where it is, and runs on.</summary>
    public Task CancelAsync(string vm, CancellationToken cancellation) => reads.CallAsync(
        open =>
        {
            using var domain = VirtHandle.OrNull(() => open.Lookup(vm));
            if (domain?.GetJob() is { IsMigration: true }) domain.AbortJob();
            return true;
        },
        Limits.Call,
        cancellation);

    private async Task<bool> IsLeavingAsync(PlatformOperation.Migrate migrate, CancellationToken cancellation) =>
        await JobAsync(migrate.NativeId, cancellation) is { IsMigration: true };

    private Task<DomainJob?> JobAsync(string vm, CancellationToken cancellation) => reads.CallAsync(
        open =>
        {
            using var domain = VirtHandle.OrNull(() => open.Lookup(vm));
            try
            {
                return domain?.GetJob();
            }
            catch (PlatformException error) when (error.Error is PlatformError.Conflict or PlatformError.NotFound)
            {
                // A VM that is off has no jobs.
                return null;
            }
        },
        Limits.Call,
        cancellation);

    /// <summary>Whoever looks may be the host that it leaves or the one that it goes to.</summary>
    private async Task<Place> LookAsync(PlatformOperation.Migrate migrate, CancellationToken cancellation)
    {
        var here = await reads.CallAsync(open => Look(open, migrate), Limits.Call, cancellation);
        if (here != Place.Nowhere || migrate.Address is null || peers.Find(migrate.Address) is not { } peer) return here;
        return await peer.CallAsync(open => Look(open, migrate), Limits.Call, cancellation);
    }

    private static Place Look(ConnectHandle open, PlatformOperation.Migrate migrate)
    {
        using var domain = VirtHandle.OrNull(() => open.Lookup(migrate.NativeId));
        if (domain is null) return Place.Nowhere;
        if (open.GetHostname() != migrate.Host) return Place.Here;
        try
        {
            var power = Power.Of(domain.GetState(), domain.RuntimeId is not null);
            return power.InPassing && !domain.IsPersistent() ? Place.Arriving : Place.There;
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound)
        {
            return Place.Nowhere;
        }
    }

    /// <returns>Where the VM is sent.</returns>
    private async Task<string> CheckAsync(PlatformOperation.Migrate migrate, CancellationToken cancellation)
    {
        if (migrate.Address is not { } address)
        {
            throw new PlatformException(
                PlatformError.NotFound, $"this connection has no host called {migrate.Host}; of a host of another connection its migration address is needed");
        }

        var power = await waiting.ReadPowerAsync(migrate.NativeId, cancellation);
        if (power.InPassing) throw new PlatformException(PlatformError.Busy, "libvirt has paused the VM for a moment, for another task; try again later");
        if (power.State != PowerState.On)
            throw new PlatformException(PlatformError.Conflict, $"migrate moves VMs that run, and this one does not ({power.State})");
        if (await JobAsync(migrate.NativeId, cancellation) is { IsMigration: true })
            throw new PlatformException(PlatformError.Busy, "the VM is being moved already");
        if (peers.Find(address) is { } peer && await peer.CallAsync(open => open.GetHostname(), Limits.Call, cancellation) is var name && name != migrate.Host)
            throw new PlatformException(PlatformError.Conflict, $"the host at {address} is {name}, not {migrate.Host}");
        return address;
    }

    private void Move(ConnectHandle open, string vm, string address)
    {
        using var domain = open.Lookup(vm);
        try
        {
            domain.Migrate(address, Live | PeerToPeer | PersistThere | UndefineHere | AutoConverge | (isUnsafe ? Unsafe : 0));
        }
        catch (PlatformException error) when (error.Error == PlatformError.Forbidden)
        {
            throw new PlatformException(
                error.Error,
                $"{error.Message} (The VM stays. A move is safe when its disks are on storage that libvirt knows to be shared, or without the host's cache: "
                + "cache='none'. The connection's setting unsafeMigration goes without that, and is for labs only: disks may be corrupted.)",
                inner: error);
        }
    }

    private static PlatformException NotFound(PlatformOperation.Migrate migrate) => new(
        PlatformError.NotFound, $"neither this host nor {migrate.Host}, as far as it is connected, has a VM {migrate.NativeId}");

    private static string Handle(PlatformOperation.Migrate migrate) => TaskHandle.Of(migrate, migrate.Host);
}
