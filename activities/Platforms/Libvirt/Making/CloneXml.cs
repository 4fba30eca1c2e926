using System.Xml.Linq;
using Runbooks.Activities.Platforms.Libvirt.Operations;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Making;

/// <summary>Writes the definition of a VM that is made from a template: its hardware, and what must be unique made so.</summary>
internal static class CloneXml
{
    private static readonly string[] Buses = ["virtio", "scsi", "sata", "ide", "usb"];

    /// <param name="disks">The path of the new disk by the name of each of the template's own.</param>
    /// <param name="seed">The path of the disc for cloud-init.</param>
    public static string Write(XElement template, VmOrder order, string uuid, IReadOnlyDictionary<string, (string Path, string Format)> disks, string? seed)
    {
        var clone = new XElement(template);
        var from = (string)clone.Element("name")!;
        clone.Attribute("id")?.Remove();
        clone.Element("name")!.Value = order.Name;
        clone.Elements("uuid").Remove();
        clone.Element("name")!.AddAfterSelf(new XElement("uuid", uuid));
        Describe(clone, order);
        Resizing.Write(clone, order.Cpus, order.MemoryBytes);
        Renew(clone);
        Connect(clone, order.Network, uuid);
        foreach (var disk in clone.Elements("devices").Elements("disk").Where(Disk.IsOwn)) PutDisk(disk, disks);
        if (seed is not null) AddSeed(clone, seed);
        Rename(clone, from, order.Name);
        return clone.ToString(SaveOptions.DisableFormatting);
    }

    private static void Describe(XElement clone, VmOrder order)
    {
        TemplateMark.Remove(clone);
        clone.Elements("title").Remove();
        clone.Elements("description").Remove();
        if (clone.Element("metadata") is not { } metadata) clone.Element("uuid")!.AddAfterSelf(metadata = new XElement("metadata"));
        metadata.Elements(DomainTags.Space + "tags").Remove();
        metadata.Add(DomainTags.Write(order.Tags));
    }

    /// <summary>What libvirt gives anew where it is missing: the variables of the firmware, the generation, the names that guests of the
    /// template's definition had on the host.</summary>
    private static void Renew(XElement clone)
    {
        foreach (var variables in clone.Elements("os").Elements("nvram").ToList())
        {
            if (variables.Attribute("template") is null) variables.Remove();
            else variables.RemoveNodes();
        }

        if (clone.Element("genid") is { } generation) generation.RemoveNodes();
        clone.Elements("devices").Descendants("alias").Remove();
    }

    private static void Connect(XElement clone, string? network, string uuid)
    {
        var cards = clone.Elements("devices").Elements("interface").ToList();
        if (network is not null && cards.Count == 0)
            throw new PlatformException(PlatformError.Invalid, "the template has no network card to connect; leave the network out");
        for (var i = 0; i < cards.Count; i++)
        {
            cards[i].Elements("mac").Remove();
            cards[i].Elements("target").Remove();
            cards[i].AddFirst(new XElement("mac", new XAttribute("address", KeyedIdentity.Mac(uuid, i))));
            if (i > 0 || network is null) continue;
            cards[i].SetAttributeValue("type", "network");
            cards[i].Elements("source").Remove();
            cards[i].Elements("virtualport").Remove();
            cards[i].Add(new XElement("source", new XAttribute("network", network)));
        }
    }

    /// <summary>Has the disk be the file or device that was made for it.</summary>
    public static void PutDisk(XElement disk, IReadOnlyDictionary<string, (string Path, string Format)> disks)
    {
        var made = disks[(string)disk.Element("target")!.Attribute("dev")!];
        disk.SetAttributeValue("type", made.Path.StartsWith("/dev/", StringComparison.Ordinal) ? "block" : "file");
        disk.Elements("backingStore").Remove();
        disk.Elements("serial").Remove();
        disk.Elements("wwn").Remove();
        disk.Element("driver")?.SetAttributeValue("type", made.Format);
        disk.Element("source")!.ReplaceWith(
            new XElement("source", new XAttribute((string)disk.Attribute("type")! == "block" ? "dev" : "file", made.Path)));
    }

    /// <summary>A read-only disk, which every bus takes, on that of the first disk.</summary>
    private static void AddSeed(XElement clone, string seed)
    {
        var disks = clone.Element("devices")!.Elements("disk").ToList();
        var targets = disks.Select(disk => disk.Element("target")).OfType<XElement>().ToList();
        var bus = targets.Select(target => (string?)target.Attribute("bus")).FirstOrDefault(Buses.Contains) ?? "virtio";
        var prefix = bus switch { "virtio" => "vd", "ide" => "hd", _ => "sd" };
        var taken = targets.Select(target => (string?)target.Attribute("dev")).ToHashSet();
        var free = Enumerable.Range('b', 25).Select(letter => prefix + (char)letter).First(name => !taken.Contains(name));
        clone.Element("devices")!.Add(new XElement(
            "disk",
            new XAttribute("type", seed.StartsWith("/dev/", StringComparison.Ordinal) ? "block" : "file"),
            new XAttribute("device", bus is "ide" or "sata" ? "cdrom" : "disk"),
            new XElement("driver", new XAttribute("name", "qemu"), new XAttribute("type", "raw")),
            new XElement("source", new XAttribute(seed.StartsWith("/dev/", StringComparison.Ordinal) ? "dev" : "file", seed)),
            new XElement("target", new XAttribute("dev", free), new XAttribute("bus", bus)),
            new XElement("readonly")));
    }

    /// <summary>Files and sockets of consoles that bear the template's name bear the VM's; two VMs on one would mix.</summary>
    private static void Rename(XElement clone, string from, string to)
    {
        var paths = clone.Element("devices")!.Elements().Where(device => device.Name.LocalName is "serial" or "console" or "channel" or "parallel")
            .Descendants().Where(element => element.Name.LocalName is "log" or "source").Attributes()
            .Where(attribute => attribute.Name.LocalName is "file" or "path");
        foreach (var path in paths) path.Value = path.Value.Replace(from, to, StringComparison.Ordinal);
    }
}
