using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.VSphere.Operations;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere.Backups;

/// <summary>Deletes the template of a copy, with its disks.</summary>
internal sealed class RemoveBackupOperation(VSphereCalls calls, BackupImages images) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) => operation is PlatformOperation.RemoveBackup ? OperationKind.Convergent : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var copy = ((PlatformOperation.RemoveBackup)operation).Copy;
        if (await images.FindAsync(copy, cancellation) is not { } image) return TaskHandle.Of(operation);
        BackupImages.RequireOwn(image, operation, copy);
        var going = await calls.RunningAsync(image.Template, cancellation, "destroy");
        return TaskHandle.Of(operation, going ?? await calls.StartAsync("Destroy_Task", image.Template, cancellation));
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        await IsGoneAsync(operation, cancellation) ? new Sighting.Found(TaskHandle.Of(operation)) : new Sighting.NotStarted();

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        await calls.ConvergeAsync(operation, handle, () => IsGoneAsync(operation, cancellation), Limits.Settle, progress, cancellation);
        return null;
    }

    private async Task<bool> IsGoneAsync(PlatformOperation operation, CancellationToken cancellation) =>
        await images.FindAsync(((PlatformOperation.RemoveBackup)operation).Copy, cancellation) is null;
}
