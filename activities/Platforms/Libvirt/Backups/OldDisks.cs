using Runbooks.Activities.Platforms.Libvirt.Making;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Operations;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>The disks that a VM had before it got those of a copy. What another VM uses, or stands on, stays. All calls block.</summary>
internal static class OldDisks
{
    /// <summary>One that stays is left behind under its name, and no failure: the VM is restored.</summary>
    public static void Remove(ConnectHandle open, IEnumerable<Disk> disks)
    {
        foreach (var disk in disks)
        {
            try
            {
                using var volume = disk.Path is { } path ? Volumes.Find(open, path) : null;
                if (volume is null) continue;
                Deletion.RefuseUsed(open, "", [volume.GetPath()]);
                volume.Delete();
            }
            catch (PlatformException)
            {
            }
        }
    }
}
