using System.Text.RegularExpressions;
using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Properties;

/// <summary>Properties of one object, by path. vCenter leaves out what is unset and what the user may not see.</summary>
internal sealed partial record ObjectProperties(ManagedObject Object, IReadOnlyDictionary<string, XElement> Values)
{
    public static ObjectProperties Parse(XElement content) => new(
        content.Child("obj")?.AsReference() ?? throw Vim.Unexpected("properties of nothing"),
        content.Children("propSet").ToDictionary(
            set => set.Text("name") ?? "", set => set.Child("val") ?? new XElement("val"), StringComparer.Ordinal));

    public XElement? Value(string path) => Values.GetValueOrDefault(path);

    public string? Text(string path) => Value(path)?.Value;

    public int? Int(string path) => Vim.AsInt(Text(path));

    public long? Long(string path) => Vim.AsLong(Text(path));

    public bool Is(string path) => Vim.AsBool(Text(path)) == true;

    public ManagedObject? Reference(string path) => Value(path)?.AsReference();

    /// <summary>The elements of an array: <c>ArrayOfManagedObjectReference</c> holds elements <c>ManagedObjectReference</c>.</summary>
    public IEnumerable<XElement> Items(string path) => Value(path)?.Elements() ?? [];

    public IEnumerable<ManagedObject> References(string path) => Items(path).Select(item => item.AsReference());

    /// <summary>The object's name as people write it: vCenter escapes three characters.</summary>
    public string Name => Unescape(Text("name") ?? Object.Value);

    public static string Unescape(string name) => Escaped().Replace(name, match => Uri.UnescapeDataString(match.Value));

    public static string Escape(string name) => name
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("/", "%2f", StringComparison.Ordinal)
        .Replace("\\", "%5c", StringComparison.Ordinal);

    [GeneratedRegex("%(2f|5c|25)", RegexOptions.IgnoreCase)]
    private static partial Regex Escaped();
}
