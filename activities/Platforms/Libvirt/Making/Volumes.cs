using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Making;

/// <summary>Finds volumes by their paths. All calls block.</summary>
internal static class Volumes
{
    /// <summary>Null where no pool has it. libvirt does not know of files that others have made since it looked last.</summary>
    public static VolumeHandle? Find(ConnectHandle connection, string path)
    {
        if (Look(connection, path) is { } known) return known;
        foreach (var pool in connection.ListActivePools())
        {
            using (pool) pool.Refresh();
        }

        return Look(connection, path);
    }

    private static VolumeHandle? Look(ConnectHandle connection, string path) => VirtHandle.OrNull(() => connection.LookupVolume(path));
}
