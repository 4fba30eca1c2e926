using System.Globalization;
using System.Xml.Linq;

namespace Runbooks.Activities.Platforms.VSphere.Protocol;

/// <summary>How vim25 writes its values. Elements stand in the order of the schema: vCenter refuses any other.</summary>
internal static class Vim
{
    public static readonly XNamespace Namespace = "urn:vim25";

    public static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    public const string Schema = "http://www.w3.org/2001/XMLSchema";

    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    /// <summary>An element of a type that is derived from the one that the schema names there.</summary>
    public static XElement Typed(string name, string type, params object?[] content) =>
        new(Namespace + name, new XAttribute(Instance + "type", type), content);

    public static XElement Reference(string name, ManagedObject target) =>
        new(Namespace + name, new XAttribute("type", target.Type), target.Value);

    public static XElement? Child(this XElement element, string name) =>
        element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    public static IEnumerable<XElement> Children(this XElement element, string name) =>
        element.Elements().Where(child => child.Name.LocalName == name);

    public static string? Text(this XElement element, string name) => element.Child(name)?.Value;

    /// <summary>The name of the value's own type.</summary>
    public static string? TypeOf(this XElement element) => element.Attribute(Instance + "type")?.Value.Split(':')[^1];

    /// <exception cref="PlatformException">The element is no reference.</exception>
    public static ManagedObject AsReference(this XElement element) => element.Attribute("type") is { } type
        ? new ManagedObject(type.Value, element.Value)
        : throw Unexpected($"{element.Name.LocalName} without its type");

    public static int? AsInt(string? text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static long? AsLong(string? text) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static bool? AsBool(string? text) => text switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };

    public static DateTimeOffset? AsTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value) ? value : null;

    /// <summary>What no vCenter answers.</summary>
    public static PlatformException Unexpected(string what) =>
        new(PlatformError.Invalid, $"The endpoint answered with {what}; look whether it is a vCenter Server, and whether a proxy changes its answers");
}
