using System.Xml.Linq;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Making;

/// <summary>Makes the volumes of one VM. Their names bear its name and UUID, so that they are told from all others, and a repetition
/// finds those of a try that was cut short: they are made anew, since nobody uses them before the VM is defined. All calls block.</summary>
internal sealed class NewDisks(ConnectHandle connection, VmOrder order, string uuid, bool fullCopies)
{
    private readonly List<(string Pool, string Volume)> _made = [];

    /// <returns>The new disks by the names that the template's have in it.</returns>
    public Dictionary<string, (string Path, string Format)> Make(XElement template)
    {
        var made = new Dictionary<string, (string, string)>();
        foreach (var disk in template.Elements("devices").Elements("disk").Where(Disk.IsOwn))
        {
            var target = (string)disk.Element("target")!.Attribute("dev")!;
            using var source = Find(Disk.Of(template).FirstOrDefault(known => known.Target == target));
            made[target] = MakeOne(source, target);
        }

        return made;
    }

    /// <returns>Where the disc is.</returns>
    public string MakeSeed(byte[] contents, XElement template)
    {
        using var pool = PoolForSeed(template);
        using var volume = Anew(pool, $"{Stem}-seed.iso", name => pool.Create(VolumeXml.Raw(name, contents.Length)));
        volume.Upload(connection, contents);
        return volume.GetPath();
    }

    /// <summary>Takes everything back that was made, as far as that goes.</summary>
    public void Undo()
    {
        foreach (var (pool, volume) in _made) Remove(pool, volume);
    }

    private string Stem => $"{order.Name}-{uuid[..8]}";

    private (string Path, string Format) MakeOne(VolumeHandle source, string target)
    {
        var from = VolumeXml.Parse(source.GetXml());
        using var pool = order.Storage is { } storage ? connection.LookupPool(storage) : source.GetPool();
        var stands = !fullCopies && from.Path?.StartsWith("/dev/", StringComparison.Ordinal) == false && VolumeXml.IsOfFiles(pool);
        var format = stands ? "qcow2" : from.Format;
        using var volume = Anew(pool, $"{Stem}-{target}.{(format == "qcow2" ? "qcow2" : "img")}", name =>
            stands ? pool.Create(from.Overlay(name)) : pool.CreateFrom(from.Copy(name), source));
        return (volume.GetPath(), format);
    }

    private VolumeHandle Anew(StoragePoolHandle pool, string name, Func<string, VolumeHandle> make)
    {
        _made.Add((pool.Name, name));
        try
        {
            return make(name);
        }
        catch (PlatformException error) when (error.Error == PlatformError.Conflict)
        {
            using (var left = pool.Lookup(name)) left.Delete();
            return make(name);
        }
    }

    private VolumeHandle Find(Disk? disk)
    {
        if (disk is { Pool: { } pool, Volume: { } volume })
        {
            using var known = connection.LookupPool(pool);
            return known.Lookup(volume);
        }

        if (disk?.Path is not { } path)
            throw new PlatformException(PlatformError.Unsupported, "the template has a disk that is no file or device of the host, which is not copied");
        return Volumes.Find(connection, path) ?? throw new PlatformException(
            PlatformError.Unsupported, $"the template's disk {path} is in no storage pool of the host; define one for its folder");
    }

    private StoragePoolHandle PoolForSeed(XElement template)
    {
        if (order.Storage is { } storage) return connection.LookupPool(storage);
        var disk = Disk.Of(template).FirstOrDefault(known => known.Own)
            ?? throw new PlatformException(PlatformError.Invalid, "the template has no disk, and no storage was given; name the storage for the user data");
        using var source = Find(disk);
        return source.GetPool();
    }

    private void Remove(string pool, string name)
    {
        try
        {
            using var known = connection.LookupPool(pool);
            using var volume = known.Lookup(name);
            volume.Delete();
        }
        catch (PlatformException)
        {
            // What is left bears the VM's name; what it was made for has failed already, and that is told.
        }
    }
}
