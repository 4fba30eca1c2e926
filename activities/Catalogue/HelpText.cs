using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Namotion.Reflection;

namespace Runbooks.Activities.Catalogue;

/// <summary>The words that users see for an input: from attributes where given, else from the name and the XML documentation.</summary>
internal static partial class HelpText
{
    public static readonly XmlDocsOptions Options = new() { FormattingMode = XmlDocsFormattingMode.Markdown };

    public static string Title(PropertyInfo property) =>
        property.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName ?? Words(property.Name);

    public static string Description(PropertyInfo property) =>
        property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? WrappedLine().Replace(property.GetXmlDocsSummary(Options), " ");

    private static string Words(string name)
    {
        var words = WordStart().Replace(name, " $0").Trim().ToLowerInvariant();
        words = Abbreviation().Replace(words, match => match.Value.ToUpperInvariant());
        return char.ToUpper(words[0], CultureInfo.InvariantCulture) + words[1..];
    }

    /// <summary>A line break of the source text, with the indentation after it.</summary>
    [GeneratedRegex(@"(?<=\S)\n *(?=\S)")]
    private static partial Regex WrappedLine();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();

    [GeneratedRegex(@"\b(cpu|vm|url|ip|id|os)\b")]
    private static partial Regex Abbreviation();
}
