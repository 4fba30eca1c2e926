using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Namotion.Reflection;

namespace Runbooks.Activities.Catalogue;

/// <summary>The words that users see for an input: from attributes where given, else from the name and the XML documentation.</summary>
internal static partial class HelpText
{
    private static readonly XmlDocsOptions Markdown = new() { FormattingMode = XmlDocsFormattingMode.Markdown };

    public static string Title(PropertyInfo property) =>
        property.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName ?? Words(property.Name);

    public static string Description(PropertyInfo property) =>
        property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? OneLine(property.GetXmlDocsSummary(Markdown));

    /// <summary>The summary of an activity, and its remarks as a second paragraph.</summary>
    public static string Of(Type type)
    {
        string[] parts = [OneLine(type.GetXmlDocsSummary(Markdown)), OneLine(type.GetXmlDocsRemarks(Markdown))];
        return string.Join("\n\n", parts.Where(part => part is not ""));
    }

    /// <summary>Lets go of the documentation, which is some megabytes of XML.</summary>
    public static void Forget() => XmlDocs.ClearCache();

    private static string OneLine(string text) => WrappedLine().Replace(text.Trim(), " ");

    private static string Words(string name)
    {
        var words = WordStart().Replace(name, " $0").Trim().ToLowerInvariant();
        words = Abbreviation().Replace(words, match => match.Groups[1].Value.ToUpperInvariant() + match.Groups[2].Value);
        return char.ToUpper(words[0], CultureInfo.InvariantCulture) + words[1..];
    }

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex WrappedLine();

    [GeneratedRegex(@"\b(cpu|vm|url|ip|id|os)(s?)\b")]
    private static partial Regex Abbreviation();
}
