using System.Globalization;
using System.Xml.Linq;

namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>Answers as AWS writes them: what has no value is left out, and so are empty lists.</summary>
internal static class Xml
{
    public static XElement? Of(string name, object? value) => value switch
    {
        null => null,
        bool flag => new XElement(name, flag ? "true" : "false"),
        DateTimeOffset at => new XElement(name, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
        _ => new XElement(name, string.Create(CultureInfo.InvariantCulture, $"{value}")),
    };

    public static XElement In(string name, params object?[] content) => new(name, content);

    public static XElement? List(string name, IEnumerable<object?[]> items) =>
        items.Select(item => new XElement("item", item)).ToList() is { Count: > 0 } some ? new XElement(name, some) : null;

    public static XElement? Tags(IEnumerable<KeyValuePair<string, string>> tags) =>
        List("tagSet", tags.Select(tag => new object?[] { Of("key", tag.Key), Of("value", tag.Value) }));

    /// <summary>Puts an answer, and all in it, into a namespace.</summary>
    public static string Write(XElement answer, string space)
    {
        foreach (var element in answer.DescendantsAndSelf()) element.Name = XName.Get(element.Name.LocalName, space);
        return answer.ToString(SaveOptions.DisableFormatting);
    }
}
