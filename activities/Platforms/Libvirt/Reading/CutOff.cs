using System.Collections.Immutable;
using System.Xml.Linq;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>The network filter that lets nothing in or out of a card, https://libvirt.org/formatnwfilter.html, and what cards had before it.</summary>
internal static class CutOff
{
    public const string Filter = "runbooks-cut-off", Prefix = "rbc";

    public static readonly XNamespace Space = "https://runbooks.dev/libvirt/cut-off/1.0";

    /// <summary>Libvirt's hook for filters is at the tap of a card; other kinds have none.</summary>
    private static readonly string[] Filtered = ["network", "bridge", "ethernet"];

    /// <summary>Before all other rules, in both directions, whatever the protocol.</summary>
    public static string Definition { get; } = new XElement(
        "filter",
        new XAttribute("name", Filter), new XAttribute("chain", "root"),
        new XElement("rule", new XAttribute("action", "drop"), new XAttribute("direction", "inout"), new XAttribute("priority", "-1000"))).ToString();

    /// <summary>Whether a filter, as libvirt has it, still lets nothing through: somebody may have changed it.</summary>
    public static bool IsTight(string filter) => XDocument.Parse(filter).Root!.Elements().Where(part => part.Name.LocalName is not "uuid").ToList() is [{ Name.LocalName: "rule" } rule]
        && !rule.HasElements
        && ((string?)rule.Attribute("action"), (string?)rule.Attribute("direction")) == ("drop", "inout");

    public static IEnumerable<XElement> CardsOf(XElement domain) => domain.Elements("devices").Elements("interface");

    public static bool IsOn(XElement card) => (string?)card.Element("filterref")?.Attribute("filter") == Filter;

    public static string MacOf(XElement card) => (string?)card.Element("mac")?.Attribute("address") ?? "";

    /// <exception cref="PlatformException"><see cref="PlatformError.Unsupported"/>: a card cannot be filtered.</exception>
    public static void Refuse(XElement domain)
    {
        if (CardsOf(domain).FirstOrDefault(card => !Filtered.Contains((string?)card.Attribute("type"))) is { } other)
        {
            throw new PlatformException(
                PlatformError.Unsupported, $"the card {MacOf(other)} is of the type {(string?)other.Attribute("type")}, which libvirt's network filters do not reach; suspend the VM, or power it off");
        }
    }

    public static string Put(XElement card)
    {
        var cut = new XElement(card);
        cut.Elements("filterref").Remove();
        cut.Add(new XElement("filterref", new XAttribute("filter", Filter)));
        return cut.ToString(SaveOptions.DisableFormatting);
    }

    /// <param name="before">What the cards had, by MAC.</param>
    public static string TakeOff(XElement card, ImmutableDictionary<string, XElement> before)
    {
        var free = new XElement(card);
        free.Elements("filterref").Remove();
        if (before.GetValueOrDefault(MacOf(card)) is { } filter) free.Add(new XElement(filter));
        return free.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>The filters of a domain's cards, and those that were kept when it was cut off.</summary>
    public static ImmutableDictionary<string, XElement> Before(XElement domain)
    {
        var kept = domain.Element("metadata")?.Element(Space + "before")?.Elements(Space + "card") ?? [];
        var now = CardsOf(domain).Where(card => !IsOn(card) && card.Element("filterref") is not null);
        return kept.Select(card => KeyValuePair.Create((string?)card.Attribute("mac") ?? "", Plain(card.Elements().First())))
            .Concat(now.Select(card => KeyValuePair.Create(MacOf(card), card.Element("filterref")!)))
            .GroupBy(pair => pair.Key).ToImmutableDictionary(same => same.Key, same => same.Last().Value);
    }

    /// <summary>As libvirt takes it when it writes metadata: it adds the name space itself.</summary>
    public static string Keep(ImmutableDictionary<string, XElement> before) => new XElement(
        "before", before.Select(pair => new XElement("card", new XAttribute("mac", pair.Key), new XElement(pair.Value)))).ToString(SaveOptions.DisableFormatting);

    private static XElement Plain(XElement element) =>
        new(element.Name.LocalName, element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration), element.Elements().Select(Plain));
}
