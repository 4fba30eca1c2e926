using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Ec2.Operations;

namespace Runbooks.Activities.Platforms.Ec2.Backups;

/// <summary>Deregisters images of copies, and deletes the snapshots that these stood on: EC2 would keep them, and charge for them.</summary>
internal sealed class RemoveBackupOperation(BackupImages images, Waiting waiting, TimeProvider time) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var copy = ((PlatformOperation.RemoveBackup)operation).Copy;
        if (await images.FindAsync(copy, cancellation) is { } image && BackupImages.TagOf(image, BackupImages.OfVm) != operation.NativeId)
            throw new PlatformException(PlatformError.Conflict, $"the copy '{copy.Id}' ({image.ImageId}) is of another instance");
        await images.RemoveAsync(copy, cancellation);
        return TaskHandle.Of(operation, operation.NativeId, time.GetUtcNow());
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        await images.FindAsync(((PlatformOperation.RemoveBackup)operation).Copy, cancellation) is null
            ? new Sighting.Found(TaskHandle.Of(operation, operation.NativeId, time.GetUtcNow()))
            : new Sighting.NotStarted();

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        var copy = ((PlatformOperation.RemoveBackup)operation).Copy;
        await waiting.UntilAsync(
            async () => await images.RemoveAsync(copy, cancellation)
                || (waiting.IsOver(Limits.Settle, handle) ? throw Waiting.Interrupted(operation, "some of it is still there") : false),
            cancellation);
        return null;
    }
}
