using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>libvirt has no tags of its own. They are kept in the domain's metadata,
/// <c>&lt;rb:tags xmlns:rb="https://runbooks.dev/libvirt/1.0"&gt;&lt;rb:tag name="env" value="test"/&gt;&lt;/rb:tags&gt;</c>;
/// where that element is missing, words of the form <c>#env=test</c> in title and description are taken.</summary>
internal static partial class DomainTags
{
    public const string Prefix = "rb";

    public static readonly XNamespace Space = "https://runbooks.dev/libvirt/1.0";

    /// <summary>The element as it stands in the metadata.</summary>
    public static XElement Write(ImmutableSortedDictionary<string, string> tags) =>
        Write(tags, Space, new XAttribute(XNamespace.Xmlns + Prefix, Space.NamespaceName));

    /// <summary>The element as libvirt takes it when it writes metadata: it adds the name space itself.</summary>
    public static XElement WriteBare(ImmutableSortedDictionary<string, string> tags) => Write(tags, XNamespace.None, null);

    private static XElement Write(ImmutableSortedDictionary<string, string> tags, XNamespace space, XAttribute? declaration) => new(
        space + "tags",
        declaration,
        tags.Select(tag => new XElement(space + "tag", new XAttribute("name", tag.Key), new XAttribute("value", tag.Value))));

    public static ImmutableSortedDictionary<string, string> Read(XElement domain)
    {
        var element = domain.Element("metadata")?.Element(Space + "tags");
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in element is null ? FromWords(domain) : FromElement(element)) tags[name] = value;
        return tags.ToImmutable();
    }

    private static IEnumerable<(string Name, string Value)> FromElement(XElement tags) =>
        from tag in tags.Elements(Space + "tag")
        let name = (string?)tag.Attribute("name")
        where !string.IsNullOrEmpty(name)
        select (name, (string?)tag.Attribute("value") ?? "");

    private static IEnumerable<(string Name, string Value)> FromWords(XElement domain) =>
        from text in new[] { (string?)domain.Element("title"), (string?)domain.Element("description") }
        where text is not null
        from Match word in Word().Matches(text)
        select (word.Groups[1].Value, word.Groups[2].Value);

    [GeneratedRegex(@"(?<!\S)#([A-Za-z_][\w.-]*)=([^\s#,;]+)")]
    private static partial Regex Word();
}
