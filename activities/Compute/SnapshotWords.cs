using System.Globalization;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Snapshots in sentences.</summary>
internal static class SnapshotWords
{
    public static string Taken(Snapshot snapshot) =>
        snapshot.CreatedAt is { } at ? string.Create(CultureInfo.InvariantCulture, $", taken {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "";

    public static string List(IEnumerable<string> names)
    {
        var quoted = names.Select(name => $"'{name}'").ToList();
        const int shown = 5;
        return quoted.Count > shown ? $"{string.Join(", ", quoted.Take(shown))} and {quoted.Count - shown} more" : string.Join(", ", quoted);
    }
}
