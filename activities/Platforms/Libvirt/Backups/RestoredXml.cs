using System.Xml.Linq;
using Runbooks.Activities.Platforms.Libvirt.Making;
using Runbooks.Activities.Platforms.Libvirt.Operations;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>Writes the definition of a VM that comes back.</summary>
internal static class RestoredXml
{
    /// <summary>Devices by which a VM would meet others, or the one that it is a copy of: pieces of the host, shared folders and memory, its cards.</summary>
    private static readonly string[] Foreign = ["hostdev", "filesystem", "shmem", "vsock", "redirdev"];

    private static readonly string[] Consoles = ["serial", "parallel", "console", "channel"];

    /// <summary>As it was, under a new identity, with the copied disks alone, and one card in the ordered network, or none.</summary>
    public static string New(XElement was, RestoreOrder order, string uuid, IReadOnlyDictionary<string, (string Path, string Format)> disks)
    {
        var definition = new XElement(was);
        var devices = definition.Element("devices")!;
        devices.Elements().Where(device => Foreign.Contains(device.Name.LocalName)).Remove();
        devices.Elements().Where(device => Consoles.Contains(device.Name.LocalName) && (string?)device.Attribute("type") is "tcp" or "udp" or "dev").Remove();
        foreach (var disk in devices.Elements("disk").Where(disk => !Disk.IsOwn(disk)).ToList()) Empty(disk);
        devices.Elements("disk").Where(disk => Disk.IsOwn(disk) && !disks.ContainsKey(TargetOf(disk))).Remove();
        devices.Elements("interface").Skip(order.Network is null ? 0 : 1).Remove();
        var made = new VmOrder(order.Name, "", null, null, null, order.Host, order.Storage, order.Network, order.Tags, null, PowerOn: false);
        return CloneXml.Write(definition, made, uuid, disks, seed: null);
    }

    /// <summary>As it is, with the disks, the size and the tags that it had.</summary>
    public static string InPlace(XElement now, XElement was, IReadOnlyDictionary<string, (string Path, string Format)> disks)
    {
        var definition = new XElement(now);
        var devices = definition.Element("devices")!;
        var before = DomainXml.Parse(was);
        Resizing.Write(definition, before.Cpus, before.MemoryBytes);
        if (definition.Element("metadata") is not { } metadata) definition.Element("uuid")!.AddAfterSelf(metadata = new XElement("metadata"));
        metadata.Elements(DomainTags.Space + "tags").Remove();
        metadata.Add(DomainTags.Write(before.Tags));
        devices.Elements("disk").Where(disk => Disk.IsOwn(disk) && !disks.ContainsKey(TargetOf(disk))).Remove();
        var there = devices.Elements("disk").Select(TargetOf).ToHashSet();
        foreach (var missing in was.Elements("devices").Elements("disk").Where(disk => disks.ContainsKey(TargetOf(disk)) && !there.Contains(TargetOf(disk))))
        {
            var added = new XElement(missing);
            added.Elements("address").Remove();
            devices.Add(added);
        }

        foreach (var disk in devices.Elements("disk").Where(disk => disks.ContainsKey(TargetOf(disk)))) CloneXml.PutDisk(disk, disks);
        return definition.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>A drive stays, without its disc; any other that is not the VM's own goes.</summary>
    private static void Empty(XElement disk)
    {
        if ((string?)disk.Attribute("device") is not ("cdrom" or "floppy"))
        {
            disk.Remove();
            return;
        }

        disk.Elements("source").Remove();
        disk.Elements("backingStore").Remove();
        disk.SetAttributeValue("type", "file");
    }

    private static string TargetOf(XElement disk) => (string?)disk.Element("target")?.Attribute("dev") ?? "";
}
