using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Runbooks.Activities.Platforms.HyperV.Reading;

/// <summary>Hyper-V has no tags. They are words of the form <c>#env=test</c> in a VM's Notes, beside whatever else people write there. What
/// cannot stand in a word is written as in a URL: <c>%20</c>. Words that begin with <c>#runbooks.</c> are this product's own.</summary>
internal static partial class Notes
{
    private const string Own = "runbooks.", TemplateName = "template";

    /// <summary>The mark of a VM that was made with this key.</summary>
    public static string KeyMark(string mark) => $"#{Own}key={mark}";

    /// <summary>VMs are made from those that have <c>#template</c> in their Notes.</summary>
    public static bool IsTemplate(string notes) => TemplateWord().IsMatch(notes);

    /// <summary>A VM that is being made, and has not got all that it shall have.</summary>
    public static bool IsUnfinished(string name, string notes) =>
        UnfinishedName().IsMatch(name) || notes.Contains($"#{Own}making=", StringComparison.Ordinal);

    public static ImmutableSortedDictionary<string, string> Read(string notes)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var word in Words(notes)) tags[word.Groups[1].Value] = Uri.UnescapeDataString(word.Groups[2].Value);
        return tags.ToImmutable();
    }

    /// <summary>The Notes with these tags set, and without those that are null. All else stays as it is.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: no name of a tag.</exception>
    public static string Write(string notes, IEnumerable<KeyValuePair<string, string?>> changes)
    {
        foreach (var (name, value) in changes)
        {
            if (!Name().IsMatch(name) || name.StartsWith(Own, StringComparison.Ordinal) || name == TemplateName)
            {
                throw new PlatformException(
                    PlatformError.Invalid, $"'{name}' is no name of a tag in Hyper-V's Notes: letters, digits, dots and dashes, and it begins with a letter");
            }

            if (Read(notes).GetValueOrDefault(name) == value) continue;
            foreach (var word in Words(notes).Where(word => word.Groups[1].Value == name).Reverse()) notes = Without(notes, word);
            if (value is not null) notes = $"{notes}{(notes.Length == 0 || notes.EndsWith('\n') ? "" : "\n")}#{name}={Escape(value)}";
        }

        return notes;
    }

    /// <summary>The word with the blanks before it, so that nothing piles up.</summary>
    private static string Without(string notes, Match word)
    {
        var from = word.Index;
        while (from > 0 && char.IsWhiteSpace(notes[from - 1])) from--;
        return notes.Remove(from, word.Index + word.Length - from);
    }

    private static string Escape(string value)
    {
        var text = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is '#' or ',' or ';' or '%' || Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                foreach (var part in Encoding.UTF8.GetBytes(rune.ToString())) text.Append(CultureInfo.InvariantCulture, $"%{part:X2}");
            }
            else
            {
                text.Append(rune);
            }
        }

        return text.ToString();
    }

    private static IEnumerable<Match> Words(string notes) =>
        Word().Matches(notes).Where(word => !word.Groups[1].Value.StartsWith(Own, StringComparison.Ordinal) && word.Groups[1].Value != TemplateName);

    [GeneratedRegex(@"(?<!\S)#([A-Za-z_][\w.-]*)=([^\s#,;]*)")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[A-Za-z_][\w.-]*$")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<!\S)#template(=|\s|$)")]
    private static partial Regex TemplateWord();

    [GeneratedRegex("^runbooks-[0-9a-f]{32}$")]
    private static partial Regex UnfinishedName();
}
