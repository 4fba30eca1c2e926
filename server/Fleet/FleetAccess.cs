using Runbooks.Activities;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Connections;
using Runbooks.Server.Fleet.Following;
using Runbooks.Server.Fleet.Picture;

namespace Runbooks.Server.Fleet;

/// <summary>From a target to the platform that has it now.</summary>
public sealed class FleetAccess(FleetPicture picture, ConnectionRegistry registry, FleetFollowing following, TimeProvider time)
{
    /// <summary>How often a VM that moves while it is looked for is followed.</summary>
    private const int Moves = 3;

    /// <summary>The connection that the target is reached through now, which after a migration is another than when it was chosen.</summary>
    /// <exception cref="ActivityFailure">It was deleted (<c>connection.unknown</c>).</exception>
    public Connection ConnectionOf(Target target) => Find(Seen(target)?.Connection ?? target.Connection);

    /// <summary>The connection with this id, for an operation that was begun through it.</summary>
    /// <exception cref="ActivityFailure">There is none (<c>connection.unknown</c>).</exception>
    public Connection Find(string connection) => registry.Find(connection) ?? throw new ActivityFailure(
        "connection.unknown", $"There is no connection '{connection}' any more. Add it again, or choose targets of another.");

    /// <summary>Reads the target from its platform now.</summary>
    /// <returns>Null where no connection that answers knows it.</returns>
    /// <exception cref="PlatformException">Its connection is down, or refuses.</exception>
    /// <exception cref="ActivityFailure">Its connection was deleted.</exception>
    public Task<FleetObject?> ReadAsync(Target target, CancellationToken cancellation) =>
        target.Kind switch
        {
            TargetKind.Host => ReadHostAsync(target, cancellation),
            TargetKind.NewVm => Task.FromResult<FleetObject?>(Planned(target)),
            TargetKind.BackedUpVm => Task.FromResult<FleetObject?>(BackedUpVm.Of(target, Find(target.Connection).Platform, time.GetUtcNow())),
            _ => ReadVmAsync(target, cancellation),
        };

    /// <summary>The target as it was last seen, without asking its platform.</summary>
    /// <returns>Null where it is not in the fleet.</returns>
    /// <exception cref="ActivityFailure">Its connection was deleted.</exception>
    public FleetObject? LastSeen(Target target) => target.Kind switch
    {
        TargetKind.NewVm => Planned(target),
        TargetKind.BackedUpVm => BackedUpVm.Of(target, Find(target.Connection).Platform, time.GetUtcNow()),
        _ => Seen(target),
    };

    /// <summary>Has the fleet read the target again soon, because it was changed.</summary>
    public void LookAgain(Target target)
    {
        if (target.Kind is TargetKind.NewVm or TargetKind.BackedUpVm) following.LookAgain(target.Connection, null);
        else if (Seen(target) is { } seen) following.LookAgain(seen.Connection, (seen as FleetVm)?.Vm.NativeId);
    }

    private PlannedVm Planned(Target target) =>
        new(target.Name, target.Host, target.Connection, Find(target.Connection).Platform, time.GetUtcNow());

    private FleetObject? Seen(Target target) =>
        target.Kind == TargetKind.Host ? picture.Snapshot.FindHost(target.Id) : picture.Snapshot.FindVm(target.Id);

    private async Task<FleetObject?> ReadHostAsync(Target target, CancellationToken cancellation)
    {
        await following.RefreshAsync(ConnectionOf(target).Id, cancellation);
        return Seen(target);
    }

    private async Task<FleetObject?> ReadVmAsync(Target target, CancellationToken cancellation)
    {
        for (var move = 0; move < Moves; move++)
        {
            if (picture.Snapshot.FindVm(target.Id) is not { } seen)
            {
                await LookEverywhereAsync(target, cancellation);
                if (picture.Snapshot.FindVm(target.Id) is not { } found) return null;
                seen = found;
            }

            // What it shows may make another connection its home: then that one is asked.
            var read = await ReadVmAsync(target, seen, cancellation);
            if (read is not null && ConnectionOf(target).Id == read.Connection) return read;
        }

        throw new PlatformException(PlatformError.Busy, $"{target.Name} is moving between connections and could not be read. Try again when it has arrived.");
    }

    private async Task<FleetVm?> ReadVmAsync(Target target, FleetVm seen, CancellationToken cancellation)
    {
        var connection = Find(seen.Connection);
        var vm = await connection.Live.GetVirtualMachineAsync(seen.Vm.NativeId, cancellation);
        // A native id may have been given to another VM since.
        if (vm is not null && vm.Id != target.Id) vm = null;
        var now = time.GetUtcNow();
        picture.SawVm(connection.Id, seen.Vm.NativeId, vm, now);
        if (connection.Status.State != ConnectionState.Ok) following.LookAgain(connection.Id, null);
        return vm is null ? null : new FleetVm(vm, connection.Id, connection.Platform, now, Stale: false, seen.Load);
    }

    /// <summary>It may have moved, or never have been seen since the server started.</summary>
    private async Task LookEverywhereAsync(Target target, CancellationToken cancellation)
    {
        var known = registry.Find(target.Connection);
        await following.RefreshAsync(connection => connection != known, cancellation);
        if (picture.Snapshot.FindVm(target.Id) is null) await following.RefreshAsync(Find(target.Connection).Id, cancellation);
    }
}
