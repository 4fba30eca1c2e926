using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Reading;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>Deletes servers with their snapshots. Nova itself refuses those that are locked.</summary>
internal sealed class DeleteOperation(Actions actions, SnapshotImages snapshots) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        if (await actions.Nova.FindAsync(operation.NativeId, cancellation) is not { } server || IsUnderWay(server)) return actions.Handle(operation);
        if (Lifecycle.PowerOf(server) != PowerState.Off)
            throw new PlatformException(PlatformError.Conflict, $"delete needs a server that is off, and this one is {Lifecycle.Words(server)}");
        Actions.RefuseHeld(operation, server);
        RefuseLeftovers(server);
        await RefuseSnapshotsOfVolumesAsync(server, cancellation);
        await actions.Nova.DeleteAsync(server.Id, cancellation);
        return actions.Handle(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        await actions.Nova.FindAsync(operation.NativeId, cancellation) is { } server && !IsUnderWay(server)
            ? new Sighting.NotStarted()
            : new Sighting.Found(actions.Handle(operation));

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        await actions.Waiting.UntilAsync(
            async () =>
            {
                if (await actions.Nova.FindAsync(handle.Target, cancellation) is not { } server || Lifecycle.IsGone(server)) return true;
                if (!IsUnderWay(server)) await actions.ThrowIfGivenUpAsync(operation, handle, server, cancellation);
                return false;
            },
            cancellation);
        await snapshots.RemoveAllAsync(handle.Target, cancellation);
        return null;
    }

    private static bool IsUnderWay(Server server) => server.TaskState is "deleting" or "soft-deleting" || Lifecycle.IsGone(server);

    /// <summary>Cinder keeps a volume that has snapshots, and Nova would delete the server all the same.</summary>
    private async Task RefuseSnapshotsOfVolumesAsync(Server server, CancellationToken cancellation)
    {
        if (server.ImageId is null && await snapshots.OfAsync(server.Id, cancellation) is [var first, ..])
            throw new PlatformException(PlatformError.Conflict, $"the volumes of this server have snapshots ('{first.Snapshot}'), and would stay; remove these first");
    }

    /// <summary>A volume that is not deleted with its server was either meant to stay or is forgotten: neither is for this operation to
    /// decide.</summary>
    private static void RefuseLeftovers(Server server)
    {
        var kept = server.Volumes.Where(volume => !volume.DeleteOnTermination).Select(volume => volume.Id).ToList();
        if (kept.Count == 0) return;
        throw new PlatformException(
            PlatformError.Conflict,
            $"the server would be deleted without all its disks: the volumes {string.Join(", ", kept)} would stay. Detach them, or set them to be deleted on termination");
    }
}
