using Runbooks.Activities.Platforms.VSphere.Operations;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Backups;

/// <summary>Finds copies: by the reference that was told of them, else by their name.</summary>
internal sealed class BackupImages(VSphereCalls calls)
{
    /// <summary>Null where there is no whole one.</summary>
    public async Task<BackupImage?> FindAsync(BackupCopy copy, CancellationToken cancellation)
    {
        if (copy.Location is { } told && await ReadAsync(copy.Id, ManagedObject.Vm(told), cancellation) is { } there) return there;
        var name = BackupImage.NameOf(copy.Id);
        foreach (var named in await calls.ListAsync(cancellation, new PropertyQuery("VirtualMachine", "name")))
        {
            if (named.Name == name && await ReadAsync(copy.Id, named.Object, cancellation) is { } found) return found;
        }

        return null;
    }

    /// <exception cref="PlatformException"><see cref="PlatformError.NotFound"/>.</exception>
    public async Task<BackupImage> RequireAsync(BackupCopy copy, CancellationToken cancellation) => await FindAsync(copy, cancellation)
        ?? throw new PlatformException(PlatformError.NotFound, $"vCenter has no whole copy '{copy.Id}'" + (copy.Repository is { } named ? $" in '{named}'" : ""));

    /// <exception cref="PlatformException"><see cref="PlatformError.Conflict"/>: the copy is of another VM.</exception>
    public static void RequireOwn(BackupImage image, PlatformOperation operation, BackupCopy copy)
    {
        if (image.Of != operation.NativeId)
            throw new PlatformException(PlatformError.Conflict, $"the copy '{copy.Id}' ({image.Template.Value}) is of another VM");
    }

    private async Task<BackupImage?> ReadAsync(string copy, ManagedObject template, CancellationToken cancellation) =>
        await calls.FindAsync(template, cancellation, BackupImage.Paths) is { } found ? BackupImage.Parse(copy, found) : null;
}
