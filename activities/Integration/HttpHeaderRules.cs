using System.Buffers;

namespace Runbooks.Activities.Integration;

/// <summary>Headers that a workflow sends. Checked here, because .NET would fold a line break away or send it on.</summary>
internal static class HttpHeaderRules
{
    // RFC 9110, 5.6.2.
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // They say where a message ends, which is the client's to know.
    private static readonly HashSet<string> Framing =
        new(["Connection", "Content-Length", "Trailer", "Transfer-Encoding", "Upgrade"], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ActivityFailure">A header cannot be sent (<c>input.invalid</c>); names it, and not its value.</exception>
    public static void Check(IReadOnlyDictionary<string, string> headers)
    {
        foreach (var (name, value) in headers)
        {
            if (name is "" || name.AsSpan().ContainsAnyExcept(Token)) throw Refused(name, "is no name of a header");
            if (value.Any(char.IsControl)) throw Refused(name, "has a line break or another control character in its value");
            if (Framing.Contains(name)) throw Refused(name, "is set by the connection itself");
        }
    }

    /// <summary>A header of the content is dropped where there is none to describe.</summary>
    public static void Add(HttpRequestMessage request, IReadOnlyDictionary<string, string> headers)
    {
        foreach (var (name, value) in headers)
        {
            if (request.Headers.TryAddWithoutValidation(name, value) || request.Content is not { } content) continue;
            content.Headers.Remove(name);
            content.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static ActivityFailure Refused(string name, string why) =>
        new("input.invalid", $"The header '{name}' {why}. Nothing was sent. Next: correct it.");
}
