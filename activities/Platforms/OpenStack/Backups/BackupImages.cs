using Runbooks.Activities.Platforms.OpenStack.Images;

namespace Runbooks.Activities.Platforms.OpenStack.Backups;

/// <summary>Copies of servers: images that say which copy they are, and what a restored server has to be like. They are no snapshots, and stay
/// when their server is deleted.</summary>
internal sealed class BackupImages(Glance glance)
{
    // Names of properties of images, and of metadata of volumes' backups.
    public const string OfCopy = "runbooks_backup", OfServer = "runbooks_backup_of", OfFlavor = "runbooks_backup_flavor";

    /// <summary>Null where there is none. Of two, which a late request may have made, the older one is the copy, for whoever looks.</summary>
    public async Task<Image?> FindAsync(BackupCopy copy, CancellationToken cancellation) =>
        copy.Repository is null && await AllAsync(copy.Id, cancellation) is [var first, ..] ? first : null;

    /// <exception cref="PlatformException"><see cref="PlatformError.NotFound"/>: there is none, or it is not whole.</exception>
    public async Task<Image> RequireAsync(BackupCopy copy, CancellationToken cancellation) =>
        await FindAsync(copy, cancellation) is { } image && image.Status is not ("queued" or "saving" or "uploading" or "importing")
            ? image
            : throw new PlatformException(PlatformError.NotFound, $"Glance has no whole copy '{copy.Id}'" + (copy.Repository is { } named ? $" in '{named}'" : ""));

    /// <returns>Whether nothing was there.</returns>
    public async Task<bool> RemoveAsync(string copy, CancellationToken cancellation)
    {
        var all = await AllAsync(copy, cancellation);
        foreach (var image in all) await glance.DeleteAsync(image.Id, cancellation);
        return all.Count == 0;
    }

    private async Task<List<Image>> AllAsync(string copy, CancellationToken cancellation)
    {
        var found = await glance.ImagesAsync($"{OfCopy}={Uri.EscapeDataString(copy)}", cancellation);
        return
        [
            .. found.Where(image => image.Backup == copy && image.Status is not ("deleted" or "pending_delete" or "killed"))
                .OrderBy(image => image.CreatedAt).ThenBy(image => image.Id, StringComparer.Ordinal),
        ];
    }
}
