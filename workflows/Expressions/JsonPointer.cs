using System.Globalization;

namespace Runbooks.Workflows.Expressions;

/// <summary>Builds JSON Pointers (RFC 6901), which is how problems say where they are.</summary>
public static class JsonPointer
{
    public static string Append(string pointer, string member) =>
        $"{pointer}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static string Append(string pointer, int index) => $"{pointer}/{index.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The pointer without its last member; null for the root.</summary>
    public static string? Parent(string pointer) => pointer.Length is 0 ? null : pointer[..pointer.LastIndexOf('/')];
}
