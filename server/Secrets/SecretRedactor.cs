using System.Net;
using System.Text;
using System.Text.Json;

namespace Runbooks.Server.Secrets;

/// <summary>Takes the values of secrets out of texts: as they are, URL-encoded, as JSON writes them, and in base64, also where a secret is
/// in the middle of what was encoded, as the password in a header of basic authentication is.</summary>
public sealed class SecretRedactor
{
    public const string Hidden = "***";

    // What the middle of an encoded text owes to a shorter value is so little that it would be found in any text.
    private const int ShortestInside = 6;

    private readonly string[] forms;

    public SecretRedactor(IEnumerable<string> values)
    {
        // The longest first, because one may be a part of another.
        forms = [.. values.Where(value => value.Length > 0).SelectMany(Forms).Distinct().OrderByDescending(form => form.Length)];
    }

    public string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return forms.Aggregate(text, (left, form) => left.Replace(form, Hidden, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        yield return Uri.EscapeDataString(value);
        yield return WebUtility.UrlEncode(value);
        yield return JsonSerializer.Serialize(value)[1..^1];
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(value));
        for (var before = 0; before < 3 && value.Length >= ShortestInside; before++)
        {
            var inside = Inside(value, before);
            yield return inside;
            yield return inside.Replace('+', '-').Replace('/', '_');
        }
    }

    // What base64 makes of the value after so many other bytes: the characters that depend on the value alone. At the start of
    // what is encoded that is all of them but the end, which padding or what follows changes.
    private static string Inside(string value, int before)
    {
        var bytes = new byte[before + Encoding.UTF8.GetByteCount(value)];
        Encoding.UTF8.GetBytes(value, bytes.AsSpan(before));
        var first = (before * 8 + 5) / 6;
        var last = bytes.Length * 8 / 6;
        return Convert.ToBase64String(bytes)[first..last];
    }
}
