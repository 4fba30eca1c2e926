using System.Collections.Immutable;
using System.Xml.Linq;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>What a domain's network cards are plugged into, and whether a virtual network lets anything out.</summary>
internal static class Cards
{
    /// <summary>A card that is on no virtual network of libvirt's is on something that is called after what it is: <c>bridge br0</c>.</summary>
    public static ImmutableArray<NetworkCard> Of(XElement domain) =>
    [
        .. domain.Elements("devices").Elements("interface").Select(card => new NetworkCard(
            (string?)card.Element("mac")?.Attribute("address") ?? "", PlaceOf((string?)card.Attribute("type") ?? "", card.Element("source"))) { IsCutOff = CutOff.IsOn(card) }),
    ];

    /// <summary>No way out, and no address of the host's in it: its guests meet one another, and neither the host nor its name server.
    /// https://libvirt.org/formatnetwork.html</summary>
    public static bool IsIsolated(string network)
    {
        var root = XDocument.Parse(network).Root!;
        return root.Element("forward") is null && root.Element("ip") is null && root.Element("route") is null;
    }

    /// <summary>Null of a card that is plugged into nothing.</summary>
    private static string? PlaceOf(string type, XElement? source) => type switch
    {
        "network" => (string?)source?.Attribute("network"),
        "null" => null,
        _ => string.Join(' ', new[] { type, (string?)source?.Attribute("bridge") ?? (string?)source?.Attribute("dev") }.OfType<string>()),
    };
}
