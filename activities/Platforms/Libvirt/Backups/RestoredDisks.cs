using Runbooks.Activities.Platforms.Libvirt.Making;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>Makes disks of their own from those of a copy and what they stand on. A repetition makes them anew. All calls block.</summary>
internal sealed class RestoredDisks(ConnectHandle connection, Repository repository, string name, string uuid)
{
    private readonly List<(string Pool, string Volume)> _made = [];

    /// <param name="storage">The pool that they go to; null for those that they were in.</param>
    /// <returns>By the names that they have in the VM.</returns>
    public Dictionary<string, (string Path, string Format)> Make(Manifest copy, string? storage)
    {
        var made = new Dictionary<string, (string, string)>();
        foreach (var disk in copy.Disks)
        {
            using var source = repository.Volume(disk.Volume) ?? throw new PlatformException(PlatformError.Invalid, $"{disk.Volume} is gone");
            using var pool = connection.LookupPool(storage ?? disk.Pool ?? throw new PlatformException(
                PlatformError.Invalid, $"the disk {disk.Target} was in no storage pool; name the storage that it shall go to"));
            var format = VolumeXml.IsOfFiles(pool) && disk.Format == "qcow2" ? "qcow2" : "raw";
            var volumeName = $"{name}-{uuid[..8]}-{disk.Target}.{(format == "qcow2" ? "qcow2" : "img")}";
            _made.Add((pool.Name, volumeName));
            using (var left = VirtHandle.OrNull(() => pool.Lookup(volumeName))) left?.Delete();
            using var volume = pool.CreateFrom(new VolumeXml("", disk.Capacity, format, null).Copy(volumeName), source);
            made[disk.Target] = (volume.GetPath(), format);
        }

        return made;
    }

    /// <summary>Takes everything back that was made, as far as that goes.</summary>
    public void Undo()
    {
        foreach (var (poolName, volumeName) in _made)
        {
            try
            {
                using var pool = connection.LookupPool(poolName);
                using var volume = pool.Lookup(volumeName);
                volume.Delete();
            }
            catch (PlatformException)
            {
                // What is left bears the VM's name; what it was made for has failed already, and that is told.
            }
        }
    }
}
