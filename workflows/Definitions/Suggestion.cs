namespace Runbooks.Workflows.Definitions;

/// <summary>What was probably meant by a name that is not known.</summary>
internal static class Suggestion
{
    private const int LongestName = 64;

    /// <returns><c>; did you mean 'x'?</c>, or nothing where no name is near.</returns>
    public static string For(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName) return "";
        var (nearest, distance) = known
            .Select(candidate => (candidate, Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(pair => pair.Item2).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .FirstOrDefault(("", int.MaxValue));
        return distance <= Math.Max(1, name.Length / 3) ? $"; did you mean '{nearest}'?" : "";
    }

    /// <summary>Edits between two names: insertions, removals, replacements.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
