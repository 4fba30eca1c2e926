using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Operations;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>Reads copies back and compares them, and removes those that nothing stands on.</summary>
internal sealed class CopyKeeping(LibvirtConnection reads, LibvirtConnection work, string? standard) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) =>
        operation is PlatformOperation.VerifyBackup or PlatformOperation.RemoveBackup ? OperationKind.Convergent : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        if (operation is PlatformOperation.RemoveBackup remove) await work.CallAsync(open => Remove(open, remove), Limits.Inventory, cancellation);
        else await work.CallAsync(open => IsThere(open, CopyOf(operation)) ? true : throw Missing(operation), Limits.Inventory, cancellation);
        return TaskHandle.Of(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        operation is PlatformOperation.RemoveBackup && !await reads.CallAsync(open => IsThere(open, CopyOf(operation)), Limits.Inventory, cancellation)
            ? new Sighting.Found(TaskHandle.Of(operation))
            : new Sighting.NotStarted();

    public async Task AwaitAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (operation is PlatformOperation.RemoveBackup && await reads.CallAsync(open => IsThere(open, CopyOf(operation)), Limits.Inventory, cancellation))
            throw new PlatformException(PlatformError.Interrupted, "its removal was begun, but the copy is still there; try again");
    }

    /// <summary>To read is all there is to it, so whoever awaits it does.</summary>
    public async Task<JsonElement?> ResultAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (operation is not PlatformOperation.VerifyBackup verify) return null;
        var problem = await work.CallAsync(open => Verify(open, verify, progress, cancellation), null, cancellation);
        return ActivityJson.Write(new BackupChecked(problem is null, problem));
    }

    private string? Verify(ConnectHandle open, PlatformOperation.VerifyBackup verify, IProgress<double>? progress, CancellationToken cancellation)
    {
        using var repository = Repository.Open(open, verify.Copy, standard);
        return CopyReading.Problem(open, repository, repository.Known(verify.Copy.Id), share =>
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(share);
        });
    }

    private bool Remove(ConnectHandle open, PlatformOperation.RemoveBackup remove)
    {
        using var repository = Repository.Open(open, remove.Copy, standard);
        if (repository.ChildOf(remove.Copy.Id) is { } child)
            throw new PlatformException(PlatformError.Conflict, $"the copy '{child}' stands on '{remove.Copy.Id}'; nothing was removed");
        repository.Remove(remove.Copy.Id);
        using var domain = VirtHandle.OrNull(() => open.Lookup(remove.NativeId));
        if (domain is not null) Checkpoints.Forget(domain, checkpoint => checkpoint.Name == remove.Copy.Id && BackupXml.IsOf(checkpoint.GetXml(), repository.Name));
        return true;
    }

    private bool IsThere(ConnectHandle open, BackupCopy copy)
    {
        using var repository = Repository.Open(open, copy, standard);
        return repository.Find(copy.Id) is not null;
    }

    private static BackupCopy CopyOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.VerifyBackup verify => verify.Copy,
        PlatformOperation.RemoveBackup remove => remove.Copy,
        _ => throw new PlatformException(PlatformError.Unsupported, $"libvirt cannot {operation.Name}"),
    };

    private static PlatformException Missing(PlatformOperation operation) =>
        new(PlatformError.NotFound, $"there is no whole copy '{CopyOf(operation).Id}'");
}
