using Runbooks.Activities.Platforms.OpenStack.Images;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>The images that are snapshots of a server.</summary>
internal sealed class SnapshotImages(Glance glance, bool taken)
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

    public Task RemoveAsync(Image image, CancellationToken cancellation) => glance.DeleteAsync(image.Id, cancellation);

    /// <summary>Nothing is looked for where this connection takes none.</summary>
    public async Task RemoveAllAsync(string server, CancellationToken cancellation)
    {
        if (!taken) return;
        foreach (var image in await OfAsync(server, cancellation)) await RemoveAsync(image, cancellation);
    }
}
