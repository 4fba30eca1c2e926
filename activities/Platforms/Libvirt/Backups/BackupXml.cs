using System.Xml.Linq;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>Writes what libvirt takes for a backup, https://libvirt.org/formatbackup.html, and for its checkpoint.</summary>
internal static class BackupXml
{
    private const string Mark = "Runbooks backup in ";

    /// <param name="since">The checkpoint since which what changed is copied; null for all.</param>
    /// <param name="targets">Where each disk goes; those that have no place are left out.</param>
    public static string Job(IEnumerable<string> disks, IReadOnlyDictionary<string, string> targets, string? since) => new XElement(
        "domainbackup",
        new XAttribute("mode", "push"),
        since is null ? null : new XElement("incremental", since),
        new XElement(
            "disks",
            disks.Select(disk => targets.TryGetValue(disk, out var path)
                ? new XElement(
                    "disk",
                    new XAttribute("name", disk),
                    new XAttribute("backup", "yes"),
                    new XAttribute("type", "file"),
                    new XElement("driver", new XAttribute("type", "qcow2")),
                    new XElement("target", new XAttribute("file", path)))
                : new XElement("disk", new XAttribute("name", disk), new XAttribute("backup", "no"))))).ToString(SaveOptions.DisableFormatting);

    public static string Checkpoint(string id, string repository, IEnumerable<string> disks, IReadOnlyDictionary<string, string> targets) => new XElement(
        "domaincheckpoint",
        new XElement("name", id),
        new XElement("description", Mark + repository),
        new XElement(
            "disks",
            disks.Select(disk => new XElement(
                "disk", new XAttribute("name", disk), new XAttribute("checkpoint", targets.ContainsKey(disk) ? "bitmap" : "no"))))).ToString(SaveOptions.DisableFormatting);

    /// <summary>Whether a checkpoint was made by this class, for copies in this repository.</summary>
    public static bool IsOf(string checkpoint, string repository) =>
        (string?)XDocument.Parse(checkpoint).Root!.Element("description") == Mark + repository;
}
