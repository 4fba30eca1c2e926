using Microsoft.Extensions.Primitives;

namespace Runbooks.Server.Http;

/// <summary>ETags that are the revision of what is read.</summary>
internal static class Tags
{
    public static string Of(int revision) => $"\"{revision}\"";

    /// <summary>Whether the caller's condition holds: none given, any, or this one.</summary>
    /// <param name="revision">Null where there is nothing.</param>
    public static bool Hold(HttpRequest request, int? revision)
    {
        if (revision is { } there && Read(request.Headers.IfNoneMatch).Any(tag => tag is "*" || tag == Bare(Of(there)))) return false;
        return Read(request.Headers.IfMatch).ToList() is not { Count: > 0 } wanted
            || revision is { } present && wanted.Exists(tag => tag is "*" || tag == Bare(Of(present)));
    }

    // Tags without their quotes are understood too: a condition must not get lost because of how it is written.
    private static IEnumerable<string> Read(StringValues header) =>
        header.SelectMany(value => (value ?? "").Split(',')).Select(Bare).Where(tag => tag.Length > 0);

    private static string Bare(string tag) => tag.Trim().Replace("W/", "", StringComparison.Ordinal).Trim('"');
}
