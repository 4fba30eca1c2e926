using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Images;
using Runbooks.Activities.Platforms.OpenStack.Reading;
using Runbooks.Activities.Platforms.OpenStack.Volumes;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>Snapshots as images of a server's disk, and going back to one by rebuilding the server from it.</summary>
internal sealed class SnapshotOperations(Actions actions, SnapshotImages images) : IOperations
{
    /// <summary>Each is a copy of the whole disk; they follow one another in time.</summary>
    public async Task<IReadOnlyList<Snapshot>> ListAsync(string server, CancellationToken cancellation)
    {
        await actions.GetAsync(server, cancellation);
        var all = await images.OfAsync(server, cancellation);
        return [.. all.Select((image, at) => new Snapshot(image.Snapshot!, image.CreatedAt, HasMemory: false, at == 0 ? null : all[at - 1].Snapshot))];
    }

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var server = await actions.GetAsync(operation.NativeId, cancellation);
        var all = await images.OfAsync(server.Id, cancellation);
        switch (operation)
        {
            case PlatformOperation.CreateSnapshot create:
                return await CreateAsync(create, server, all, Creation.Of(key), cancellation);
            case PlatformOperation.RevertSnapshot revert:
                return await RevertAsync(revert, server, all, cancellation);
            case PlatformOperation.RemoveSnapshot remove:
                if (all.Find(image => image.Snapshot == remove.SnapshotName) is { } removed) await images.RemoveAsync(removed, cancellation);
                return actions.Handle(operation);
            default: throw new PlatformException(PlatformError.Unsupported, $"OpenStack cannot {operation.Name}");
        }
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var server = await actions.GetAsync(operation.NativeId, cancellation);
        if (operation is PlatformOperation.RevertSnapshot) return new Sighting.Unknown("Nova records that a server was rebuilt, but not for whom");
        var (all, mark) = (await images.OfAsync(server.Id, cancellation), Creation.Of(key));
        var isDone = operation is PlatformOperation.RemoveSnapshot remove ? all.TrueForAll(image => image.Snapshot != remove.SnapshotName) : all.Exists(image => image.Key == mark);
        return isDone ? new Sighting.Found(actions.Handle(operation, mark: mark)) : new Sighting.NotStarted();
    }

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        await actions.Waiting.UntilAsync(
            () => operation switch
            {
                PlatformOperation.CreateSnapshot => IsTakenAsync(operation, handle, cancellation),
                PlatformOperation.RevertSnapshot => IsRevertedAsync(operation, handle, cancellation),
                _ => IsRemovedAsync((PlatformOperation.RemoveSnapshot)operation, handle, cancellation),
            },
            cancellation);
        return null;
    }

    private async Task<string> CreateAsync(
        PlatformOperation.CreateSnapshot create, Server server, List<Image> all, string mark, CancellationToken cancellation)
    {
        if (all.Exists(image => image.Key == mark)) return actions.Handle(create, mark: mark);
        if (all.Exists(image => image.Snapshot == create.SnapshotName))
            throw new PlatformException(PlatformError.Conflict, $"the snapshot '{create.SnapshotName}' already exists");
        ImageVolumes.Refuse(server);
        Actions.RefuseHeld(create, server);
        var arguments = new
        {
            name = $"{server.Name} {create.SnapshotName}",
            metadata = new Dictionary<string, string> { [Snapshots.OfServer] = server.Id, [Snapshots.Named] = create.SnapshotName, [Snapshots.Keyed] = mark },
        };
        return await actions.AskAsync(create, "createImage", arguments, _ => false, cancellation, mark);
    }

    private async Task<string> RevertAsync(PlatformOperation.RevertSnapshot revert, Server server, List<Image> all, CancellationToken cancellation)
    {
        var image = all.Find(each => each.Snapshot == revert.SnapshotName)
            ?? throw new PlatformException(PlatformError.NotFound, $"no snapshot is called '{revert.SnapshotName}'");
        if (image.Status != "active") throw new PlatformException(PlatformError.Busy, $"the snapshot '{revert.SnapshotName}' is {image.Status} yet");
        RefuseVolumes(server);
        Actions.RefuseHeld(revert, server);
        if (server.Status is not ("ACTIVE" or "SHUTOFF"))
            throw new PlatformException(PlatformError.Conflict, $"{revert.Name} needs a server that is on or off, and this one is {Lifecycle.Words(server)}");
        return await actions.AskAsync(revert, "rebuild", new { imageRef = image.Id }, _ => false, cancellation);
    }

    /// <summary>Rebuilding such a server leaves its volume as it is, and Cinder goes back on volumes only that no server has.</summary>
    private static void RefuseVolumes(Server server)
    {
        if (server.ImageId is null || server.Volumes.Count > 0)
            throw new PlatformException(PlatformError.Unsupported, "this server has volumes, which OpenStack does not take back to a snapshot while a server has them; restore a copy as a new VM");
    }

    private async Task<bool> IsTakenAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        var server = await actions.GetAsync(handle.Target, cancellation);
        var image = (await images.OfAsync(server.Id, cancellation)).Find(each => each.Key == handle.Mark);
        if (image?.Status == "active" && server.TaskState is null) return await images.IsWholeAsync(image, cancellation);
        await actions.ThrowIfGivenUpAsync(operation, handle, server, cancellation);
        // Nova removes the image of one that failed.
        if (image is null && server.TaskState is null) throw Waiting.Interrupted(operation, "there is no image of it");
        return false;
    }

    private async Task<bool> IsRevertedAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        var server = await actions.GetAsync(handle.Target, cancellation);
        if (server.TaskState is null && server.Status is "ACTIVE" or "SHUTOFF")
        {
            await actions.ThrowIfGivenUpAsync(operation, handle with { Since = DateTimeOffset.MaxValue }, server, cancellation);
            return true;
        }

        await actions.ThrowIfGivenUpAsync(operation, handle, server, cancellation);
        return false;
    }

    private async Task<bool> IsRemovedAsync(PlatformOperation.RemoveSnapshot remove, TaskHandle handle, CancellationToken cancellation)
    {
        if ((await images.OfAsync(handle.Target, cancellation)).Find(image => image.Snapshot == remove.SnapshotName) is not { } there) return true;
        if (actions.Waiting.IsOver(Limits.Settle, handle)) throw Waiting.Interrupted(remove, "the image is still there");
        await images.RemoveAsync(there, cancellation);
        return false;
    }
}
