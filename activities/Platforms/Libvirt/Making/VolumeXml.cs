using System.Globalization;
using System.Xml.Linq;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Making;

/// <summary>A volume's XML, https://libvirt.org/formatstorage.html, as far as disks are made from disks.</summary>
internal sealed record VolumeXml(string Name, long Capacity, string Format, string? Path)
{
    public static VolumeXml Parse(string xml)
    {
        var volume = XDocument.Parse(xml).Root!;
        var target = volume.Element("target");
        return new VolumeXml(
            (string)volume.Element("name")!,
            long.Parse(volume.Element("capacity")!.Value, CultureInfo.InvariantCulture),
            (string?)target?.Element("format")?.Attribute("type") ?? "raw",
            (string?)target?.Element("path"));
    }

    /// <summary>Whether its volumes are files: only those can stand on one another.</summary>
    public static bool IsOfFiles(StoragePoolHandle pool) =>
        (string?)XDocument.Parse(pool.GetXml()).Root!.Attribute("type") is "dir" or "fs" or "netfs" or "gluster" or "vstorage";

    /// <summary>The path of what a volume stands on; null where it stands on nothing.</summary>
    public static string? Backing(string xml) => (string?)XDocument.Parse(xml).Root!.Element("backingStore")?.Element("path");

    /// <summary>Of the format that can keep track of changes.</summary>
    public static bool IsNewerQcow2(string xml)
    {
        var target = XDocument.Parse(xml).Root!.Element("target");
        return (string?)target?.Element("format")?.Attribute("type") == "qcow2" && (string?)target?.Element("compat") is "1.1";
    }

    /// <summary>A qcow2 disk that stands on another, and keeps only what differs. On the older format (compat 0.10, which libvirt
    /// would choose) there could be no checkpoints.</summary>
    public string Overlay(string name) => Write(
        name,
        Capacity,
        "qcow2",
        new XElement("backingStore", new XElement("path", Path), new XElement("format", new XAttribute("type", Format))));

    /// <summary>An empty qcow2 disk, or one that stands on another one in its pool, so that the pool's folder can go elsewhere as a whole.</summary>
    public static string Empty(string name, long capacity, string? standsOn = null) => Write(
        name,
        capacity,
        "qcow2",
        standsOn is null ? null : new XElement("backingStore", new XElement("path", standsOn), new XElement("format", new XAttribute("type", "qcow2"))));

    /// <summary>To be filled with the contents of this one.</summary>
    public string Copy(string name) => Write(name, Capacity, Format);

    public static string Raw(string name, long bytes) => Write(name, bytes, "raw");

    private static string Write(string name, long capacity, string format, XElement? backing = null) => new XElement(
        "volume",
        new XElement("name", name),
        new XElement("capacity", new XAttribute("unit", "bytes"), capacity),
        new XElement(
            "target",
            new XElement("format", new XAttribute("type", format)),
            format == "qcow2" ? new XElement("compat", "1.1") : null),
        backing).ToString(SaveOptions.DisableFormatting);
}
