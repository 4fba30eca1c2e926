using System.Text.Json;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Images;

namespace Runbooks.Activities.Platforms.OpenStack.Volumes;

/// <summary>What Nova makes of the image of a server that boots from a volume: an empty one, which names snapshots of its volumes. These are Cinder's, come
/// later than the image, and do not go with it.</summary>
internal sealed class ImageVolumes(Cinder cinder)
{
    /// <summary>The ids of the snapshots of volumes that an image stands on.</summary>
    public static IReadOnlyList<string> Of(Image image)
    {
        if (image.BlockDeviceMapping is not { Length: > 0 } mapping) return [];
        try
        {
            using var devices = JsonDocument.Parse(mapping);
            return [.. devices.RootElement.EnumerateArray().Select(device => device.TryGetProperty("snapshot_id", out var id) ? id.GetString() : null).OfType<string>()];
        }
        catch (JsonException error)
        {
            throw new PlatformException(PlatformError.Invalid, $"the image {image.Id} does not say which volumes it is of: {error.Message}", inner: error);
        }
    }

    /// <summary>Whether all of them are whole.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.Interrupted"/>: Cinder has given one up.</exception>
    public async Task<bool> AreTakenAsync(Image image, CancellationToken cancellation)
    {
        foreach (var id in Of(image))
        {
            switch (await cinder.SnapshotAsync(id, cancellation))
            {
                case null: throw new PlatformException(PlatformError.Interrupted, $"the snapshot {id} of a volume is gone, which the image {image.Id} stands on");
                case { Status: "error" }: throw new PlatformException(PlatformError.Interrupted, $"Cinder could not take the snapshot {id} of a volume");
                case { Status: not "available" }: return false;
            }
        }

        return true;
    }

    /// <summary>Asks for those to go that are there.</summary>
    /// <returns>Whether none was.</returns>
    public async Task<bool> AreGoneAsync(Image image, CancellationToken cancellation)
    {
        var all = true;
        foreach (var id in Of(image))
        {
            if (await cinder.SnapshotAsync(id, cancellation) is not { } snapshot) continue;
            all = false;
            if (snapshot.Status != "deleting") await cinder.DeleteSnapshotAsync(id, cancellation);
        }

        return all;
    }

    /// <exception cref="PlatformException">An image of this server would hold less than the server, or parts of different moments.</exception>
    public static void Refuse(Server server)
    {
        if (server.ImageId is not null && server.Volumes.Count > 0)
            throw new PlatformException(PlatformError.Unsupported, "this server has volumes beside its own disk, which an image of it does not hold");
        if (server is { ImageId: null, Volumes.Count: > 1, Status: not "SHUTOFF" })
        {
            throw new PlatformException(
                PlatformError.Conflict, $"the {server.Volumes.Count} volumes of this server would be taken one after the other, each at another moment of its work; power it off first");
        }
    }
}
