using System.Xml.Linq;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>A disk of a domain, as its XML names it.</summary>
/// <param name="Target">Its name in the domain: <c>vda</c>.</param>
/// <param name="Path">Where it is on the host; null where it is a volume of <paramref name="Pool"/>, or none of the host's files.</param>
/// <param name="Own">It holds data of this domain alone: no disc in a drive, not read-only and not shared.</param>
internal sealed record Disk(string Target, string? Path, string? Pool, string? Volume, bool Own)
{
    /// <summary>What is read from the domain's definition. Drives that are empty are left out.</summary>
    public static IEnumerable<Disk> Of(XElement domain) =>
        from disk in domain.Elements("devices").Elements("disk")
        let source = disk.Element("source")
        where source is not null
        select new Disk(
            (string?)disk.Element("target")?.Attribute("dev") ?? "",
            (string?)source.Attribute("file") ?? (string?)source.Attribute("dev"),
            (string?)source.Attribute("pool"),
            (string?)source.Attribute("volume"),
            IsOwn(disk));

    public static bool IsOwn(XElement disk) =>
        (string?)disk.Attribute("device") is null or "disk" && disk.Element("readonly") is null && disk.Element("shareable") is null;
}
