using System.Globalization;
using System.Xml.Linq;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>A snapshot's XML, https://libvirt.org/formatsnapshot.html, read and written.</summary>
/// <param name="Key">The key of the operation that created it; null for snapshots of others.</param>
internal sealed record SnapshotXml(Snapshot Snapshot, string? Key)
{
    private const string KeyPrefix = "Created by Runbooks, key ";

    public static SnapshotXml Parse(string xml)
    {
        var root = XDocument.Parse(xml).Root!;
        var description = (string?)root.Element("description") ?? "";
        return new SnapshotXml(
            new Snapshot(
                (string)root.Element("name")!,
                Time((string?)root.Element("creationTime")),
                HasMemory: (string?)root.Element("memory")?.Attribute("snapshot") is "internal" or "external",
                (string?)root.Element("parent")?.Element("name")),
            description.StartsWith(KeyPrefix, StringComparison.Ordinal) ? description[KeyPrefix.Length..] : null);
    }

    /// <summary>The key is kept in the description, where a successor finds it.</summary>
    public static string Write(string name, string key) => new XElement(
        "domainsnapshot",
        new XElement("name", name),
        new XElement("description", KeyPrefix + key)).ToString(SaveOptions.DisableFormatting);

    /// <summary>Oldest first. Times are whole seconds: within one, what was taken on another comes after it.</summary>
    public static IReadOnlyList<Snapshot> InOrder(IReadOnlyCollection<Snapshot> snapshots)
    {
        var byName = snapshots.ToDictionary(snapshot => snapshot.Name);
        return [.. snapshots.OrderBy(snapshot => snapshot.CreatedAt).ThenBy(Depth)];

        int Depth(Snapshot snapshot)
        {
            var depth = 0;
            while (snapshot.Parent is { } parent && byName.TryGetValue(parent, out var next) && depth < snapshots.Count)
                (snapshot, depth) = (next, depth + 1);
            return depth;
        }
    }

    private static DateTimeOffset? Time(string? seconds) =>
        long.TryParse(seconds, CultureInfo.InvariantCulture, out var since1970) ? DateTimeOffset.FromUnixTimeSeconds(since1970) : null;
}
