using Runbooks.Activities.Platforms.OpenStack.Images;
using Runbooks.Activities.Platforms.OpenStack.Volumes;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>The images that are snapshots of a server.</summary>
internal sealed class SnapshotImages(Glance glance, ImageVolumes volumes, bool taken)
{
    /// <summary>Oldest first.</summary>
    public async Task<List<Image>> OfAsync(string server, CancellationToken cancellation)
    {
        var found = await glance.ImagesAsync($"{Snapshots.OfServer}={Uri.EscapeDataString(server)}", cancellation);
        return
        [
            .. found.Where(image => image.Server == server && image.Snapshot is not null && image.Status is not ("deleted" or "pending_delete" or "killed"))
                .OrderBy(image => image.CreatedAt).ThenBy(image => image.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether all that it stands on is whole.</summary>
    public Task<bool> IsWholeAsync(Image image, CancellationToken cancellation) => volumes.AreTakenAsync(image, cancellation);

    /// <summary>Snapshots of volumes first: the image says which they are. While some are there, it stays.</summary>
    public async Task RemoveAsync(Image image, CancellationToken cancellation)
    {
        if (await volumes.AreGoneAsync(image, cancellation)) await glance.DeleteAsync(image.Id, cancellation);
    }

    /// <summary>Nothing is looked for where this connection takes none.</summary>
    public async Task RemoveAllAsync(string server, CancellationToken cancellation)
    {
        if (!taken) return;
        foreach (var image in await OfAsync(server, cancellation)) await RemoveAsync(image, cancellation);
    }
}
