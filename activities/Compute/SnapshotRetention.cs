using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Which snapshots of one VM are old enough to go.</summary>
/// <param name="OlderThan">Younger ones stay.</param>
/// <param name="Keep">The newest that stay, whatever their age.</param>
internal sealed record SnapshotRetention(TimeSpan OlderThan, int Keep)
{
    /// <summary>Oldest first. A snapshot of unknown age neither goes nor counts among the newest; one that others were taken on may go,
    /// because removing it leaves them and their contents (<see cref="PlatformOperation.RemoveSnapshot"/>).</summary>
    public IReadOnlyList<Snapshot> Expired(IEnumerable<Snapshot> snapshots, DateTimeOffset now) =>
    [
        .. snapshots.Where(snapshot => snapshot.CreatedAt is not null)
            .OrderByDescending(snapshot => snapshot.CreatedAt)
            .Skip(Keep)
            .Where(snapshot => now - snapshot.CreatedAt > OlderThan)
            .Reverse(),
    ];
}
