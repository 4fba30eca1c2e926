using System.Globalization;
using Runbooks.Activities.Platforms.OpenStack.Volumes;

namespace Runbooks.Activities.Platforms.OpenStack.Backups;

/// <summary>The volumes that are made of a copy for a server that is to be made. They are known by their names, which have the operation's mark.</summary>
internal sealed class RestoredVolumes(Cinder cinder)
{
    /// <summary>Begins what is missing.</summary>
    public async Task BeginAsync(VolumeCopy copy, string mark, CancellationToken cancellation)
    {
        foreach (var (place, part) in copy.Parts)
        {
            if ((await cinder.VolumesAsync(NameOf(mark, place), cancellation)).Count == 0) await cinder.RestoreAsync(part.Id, NameOf(mark, place), cancellation);
        }
    }

    /// <summary>Whether all of them were begun.</summary>
    public async Task<bool> AreBegunAsync(VolumeCopy copy, string mark, CancellationToken cancellation)
    {
        foreach (var place in copy.Parts.Keys)
        {
            if ((await cinder.VolumesAsync(NameOf(mark, place), cancellation)).Count == 0) return false;
        }

        return true;
    }

    /// <returns>The block devices of the server; null while a volume is not ready.</returns>
    /// <exception cref="PlatformException"><see cref="PlatformError.Interrupted"/>: one is gone or has failed.</exception>
    public async Task<List<object>?> ReadyAsync(VolumeCopy copy, string mark, CancellationToken cancellation)
    {
        var devices = new List<object>();
        foreach (var place in copy.Parts.Keys.Order())
        {
            var volume = (await cinder.VolumesAsync(NameOf(mark, place), cancellation)).FirstOrDefault()
                ?? throw new PlatformException(PlatformError.Interrupted, $"the volume {NameOf(mark, place)}, which was made of the copy '{copy.Id}', is gone");
            if (volume.Status.StartsWith("error", StringComparison.Ordinal))
                throw new PlatformException(PlatformError.Interrupted, $"Cinder could not make the volume {volume.Id} of the copy '{copy.Id}': it is {volume.Status}. Remove it");
            if (volume.Status != "available") return null;
            // It goes with the server: nobody else knows of it.
            devices.Add(new { uuid = volume.Id, source_type = "volume", destination_type = "volume", boot_index = place, delete_on_termination = true });
            if (place == 0) await cinder.SetBootableAsync(volume.Id, cancellation);
        }

        return devices;
    }

    private static string NameOf(string mark, int place) => string.Create(CultureInfo.InvariantCulture, $"runbooks-{mark}-{place}");
}
