using System.Globalization;
using System.Text.RegularExpressions;

namespace Runbooks.Activities.Compute.Provisioning;

/// <summary>Names of VMs by number: <c>web-{n:00}</c> gives web-01, web-02, …</summary>
public sealed partial class NamePattern
{
    /// <summary>The longest label of a host name (RFC 1123).</summary>
    private const int LongestName = 63;

    private readonly string before;
    private readonly string digits;
    private readonly string after;

    private NamePattern(string before, string digits, string after) => (this.before, this.digits, this.after) = (before, digits, after);

    /// <param name="count">How many names are wanted.</param>
    /// <exception cref="ActivityFailure">It has no place for the number, or its names are no host names (<c>input.invalid</c>).</exception>
    public static IReadOnlyList<string> Names(string pattern, int first, int count)
    {
        var match = Place().Match(pattern);
        if (!match.Success && count > 1)
            throw Bad(pattern, $"it gives the same name {count} times; put the number into it, as in web-{{n:00}}");
        var parsed = match.Success
            ? new NamePattern(pattern[..match.Index], match.Groups["digits"].Value, pattern[(match.Index + match.Length)..])
            : new NamePattern(pattern, "", "");
        List<string> names = [.. Enumerable.Range(first, count).Select(n => match.Success ? parsed.Name(n) : pattern)];
        if (names.Find(name => name.Length > LongestName || !HostName().IsMatch(name)) is { } wrong)
            throw Bad(pattern, $"'{wrong}' is no host name: letters, digits and hyphens, not at the ends, {LongestName} at most");
        return names;
    }

    private string Name(int n) => before + n.ToString(digits.Length == 0 ? "0" : digits, CultureInfo.InvariantCulture) + after;

    private static ActivityFailure Bad(string pattern, string why) => new("input.invalid", $"The name pattern '{pattern}' cannot be used: {why}. Nothing was made.");

    [GeneratedRegex(@"\{n(:(?<digits>0+))?\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\z")]
    private static partial Regex HostName();
}
