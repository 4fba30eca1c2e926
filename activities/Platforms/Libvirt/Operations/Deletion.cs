using System.Xml.Linq;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Libvirt.Making;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>Removes a VM that is off: its disks first, so that none is left behind when this is cut short, then its definition with
/// all that libvirt keeps about it. A disk that another VM uses, or stands on, is never removed: then nothing is.</summary>
internal sealed class Deletion(LibvirtConnection reads, LongCalls longCalls) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) => operation is PlatformOperation.Delete ? OperationKind.Convergent : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var handle = TaskHandle.Of(operation);
        if (!await IsGoneAsync(operation.NativeId, cancellation))
            await longCalls.BeginAsync(handle, key, open => Delete(open, operation.NativeId), cancellation);
        return handle;
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        await IsGoneAsync(operation.NativeId, cancellation) ? new Sighting.Found(TaskHandle.Of(operation)) : new Sighting.NotStarted();

    public async Task AwaitAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (!await IsGoneAsync(operation.NativeId, cancellation))
            throw new PlatformException(PlatformError.Interrupted, "delete was begun, but the VM is still there. Look at its disks, then try again");
    }

    private Task<bool> IsGoneAsync(string vm, CancellationToken cancellation) => reads.CallAsync(
        open =>
        {
            using var domain = VirtHandle.OrNull(() => open.Lookup(vm));
            return domain is null;
        },
        Limits.Call,
        cancellation);

    private static void Delete(ConnectHandle open, string vm)
    {
        using var domain = open.Lookup(vm);
        if (Power.Of(domain.GetState(), domain.RuntimeId is not null).State != PowerState.Off)
            throw new PlatformException(PlatformError.Conflict, "only a VM that is off is deleted; power it off first");
        var definition = XDocument.Parse(domain.GetDefinition()).Root!;
        var disks = OwnDisks(definition).ToList();
        var volumes = disks.Select(disk => FindVolume(open, disk)).OfType<VolumeHandle>().ToList();
        try
        {
            RefuseUsed(open, vm, [.. volumes.Select(volume => volume.GetPath())]);
            foreach (var volume in volumes) volume.Delete();
        }
        finally
        {
            volumes.ForEach(volume => volume.Dispose());
        }

        domain.Undefine(UndefineFlags.Of(domain, definition));
    }

    /// <summary>Its own data, and the disc that it was made with.</summary>
    private static IEnumerable<Disk> OwnDisks(XElement definition)
    {
        var seed = $"{(string)definition.Element("name")!}-{((string)definition.Element("uuid")!)[..8]}-seed.iso";
        return Disk.Of(definition).Where(disk => disk.Own || disk.Path?.EndsWith("/" + seed, StringComparison.Ordinal) == true);
    }

    /// <returns>Null where it is gone already.</returns>
    private static VolumeHandle? FindVolume(ConnectHandle open, Disk disk)
    {
        if (disk is { Pool: { } pool, Volume: { } name })
        {
            using var known = open.LookupPool(pool);
            return VirtHandle.OrNull(() => known.Lookup(name));
        }

        if (disk.Path is not { } path)
            throw new PlatformException(PlatformError.Unsupported, $"the disk {disk.Target} is no file or device of the host, and would be left behind; nothing was deleted");
        if (Volumes.Find(open, path) is { } volume) return volume;
        return Pools.Read(open).Of(path) is not null
            ? null
            : throw new PlatformException(
                PlatformError.Unsupported, $"the disk {path} is in no storage pool of the host, and would be left behind; nothing was deleted. Define a pool for its folder");
    }

    /// <param name="vm">The one that may use them.</param>
    /// <exception cref="PlatformException"><see cref="PlatformError.Conflict"/>.</exception>
    public static void RefuseUsed(ConnectHandle open, string vm, HashSet<string> paths)
    {
        if (paths.Count == 0) return;
        foreach (var other in open.ListDomains())
        {
            using (other)
            {
                if (other.GetUuid() == vm) continue;
                var definition = XDocument.Parse(other.GetXml()).Root!;
                if (Disk.Of(definition).FirstOrDefault(disk => disk.Path is not null && paths.Contains(disk.Path)) is { } used)
                    throw new PlatformException(PlatformError.Conflict, $"the VM {(string)definition.Element("name")!} uses the disk {used.Path}, too; nothing was deleted");
            }
        }

        foreach (var pool in open.ListActivePools())
        {
            using (pool) RefuseStoodOn(pool, paths);
        }
    }

    private static void RefuseStoodOn(StoragePoolHandle pool, HashSet<string> paths)
    {
        pool.Refresh();
        foreach (var volume in pool.ListVolumes())
        {
            using (volume)
            {
                if (VirtHandle.OrNull(volume.GetXml) is { } xml && VolumeXml.Backing(xml) is { } backing && paths.Contains(backing) && !paths.Contains(volume.GetPath()))
                    throw new PlatformException(PlatformError.Conflict, $"the disk {volume.GetPath()} stands on {backing}; nothing was deleted");
            }
        }
    }
}
