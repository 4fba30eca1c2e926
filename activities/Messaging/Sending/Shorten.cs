using System.Globalization;
using System.Text;

namespace Runbooks.Activities.Messaging.Sending;

/// <summary>Shortens texts to what a service takes, between characters as people see them, and says that it did.</summary>
internal static class Shorten
{
    /// <param name="fits">Holds for every shorter text than one for which it holds.</param>
    /// <returns>The text, or as much of it as fits together with the mark.</returns>
    public static string ToFit(string text, string mark, Func<string, bool> fits)
    {
        if (fits(text)) return text;
        var starts = StringInfo.ParseCombiningCharacters(text);
        var (least, most) = (0, starts.Length - 1);
        while (least < most)
        {
            var middle = (least + most + 1) / 2;
            if (fits(text[..starts[middle]] + mark)) least = middle;
            else most = middle - 1;
        }

        return text[..starts[least]] + mark;
    }

    public static string Characters(string text, int most, string mark = "…") => ToFit(text, mark, shorter => shorter.Length <= most);

    public static string Bytes(string text, int most, string mark) => ToFit(text, mark, shorter => Encoding.UTF8.GetByteCount(shorter) <= most);

    /// <summary>A title is one line.</summary>
    public static string Line(string title, int most) => Characters(string.Join(' ', title.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)), most);
}
