using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>What a domain's XML tells, https://libvirt.org/formatdomain.html. libvirt writes all sizes in KiB.</summary>
internal sealed record DomainXml(
    string Name,
    int Cpus,
    long MemoryBytes,
    ImmutableSortedDictionary<string, string> Tags,
    string? Os,
    bool OnLibvirtNetwork,
    bool OnOtherNetwork,
    ImmutableArray<Disk> Disks,
    bool? AgentAnswers,
    bool IsTemplate,
    ImmutableArray<NetworkCard> Cards)
{
    private static readonly XName OsElement = XName.Get("os", "http://libosinfo.org/xmlns/libvirt/domain/1.0");

    public static DomainXml Parse(string xml) => Parse(XDocument.Parse(xml).Root!);

    public static DomainXml Parse(XElement domain)
    {
        var networks = domain.Elements("devices").Elements("interface").Select(card => (string?)card.Attribute("type")).ToList();
        return new DomainXml(
            (string)domain.Element("name")!,
            Cpus: Whole(domain.Element("vcpu") is { } cpus ? (string?)cpus.Attribute("current") ?? cpus.Value : "1"),
            MemoryBytes: long.Parse(domain.Element("memory")!.Value, CultureInfo.InvariantCulture) * 1024,
            DomainTags.Read(domain),
            Os: (string?)domain.Element("metadata")?.Descendants(OsElement).FirstOrDefault()?.Attribute("id"),
            OnLibvirtNetwork: networks.Contains("network"),
            OnOtherNetwork: networks.Exists(type => type is not "network"),
            Disks: [.. Disk.Of(domain)],
            AgentAnswers: GuestAgent.Answers(domain),
            IsTemplate: TemplateMark.IsOn(domain),
            Cards: Reading.Cards.Of(domain));
    }

    /// <summary>The host's own UUID from the capabilities' XML; null where the driver gives none.</summary>
    public static string? HostUuid(string capabilities) => (string?)XDocument.Parse(capabilities).Root!.Element("host")?.Element("uuid");

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
