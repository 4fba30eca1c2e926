using Microsoft.Data.Sqlite;
using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>All aggregates of one metric of one object over one window.</summary>
/// <param name="Coverage">The share of the window that samples cover, 0 to 1.</param>
internal readonly record struct WindowSummary(double Average, double Maximum, double P95, double Coverage)
{
    public static WindowSummary Of(Digest digest, double seconds) => digest.Count == 0
        ? default
        : new(digest.Average, digest.Maximum, digest.P95, Math.Min(1, digest.Covered / seconds));
}

/// <summary>Sums up windows: closed periods from the file, the unfinished end from memory.</summary>
internal sealed class WindowReader(MetricStore store)
{
    /// <summary>A window short enough to be in memory, exact at its beginning.</summary>
    public WindowSummary Short(TrackedObject tracked, Metric metric, TimeSpan window)
    {
        var digest = new Digest(metric);
        // A reading at the very beginning stands for the time before.
        tracked.Recent.AddTo(digest, (store.Time.GetUtcNow() - window).ToUnixTimeMilliseconds() + 1, tracked.Interval);
        return WindowSummary.Of(digest, window.TotalSeconds);
    }

    public WindowSummary One(TrackedObject tracked, Metric metric, TimeSpan window)
    {
        using var connection = store.Database.Read();
        return Read(connection, Keys.Only(tracked.Key), metric, window).Select(pair => pair.Value).SingleOrDefault();
    }

    public Dictionary<int, WindowSummary> All(Metric metric, TimeSpan window)
    {
        using var connection = store.Database.Read();
        return store.Objects.Ranges().SelectMany(keys => Read(connection, keys, metric, window)).ToDictionary();
    }

    private IEnumerable<KeyValuePair<int, WindowSummary>> Read(SqliteConnection connection, Keys keys, Metric metric, TimeSpan window)
    {
        var now = store.Time.GetUtcNow();
        var from = WindowPlan.Start(now, window);
        var tail = TailStart(now);
        var digests = new Dictionary<int, Digest>();
        foreach (var segment in WindowPlan.Cover(from, tail, Resolution.Day, (resolution, start) => !store.Unsealed.Contains(resolution, start)))
            foreach (var row in RollupTable.Read(connection, segment, keys))
                DigestBlob.AddTo(row.Digests, Of(row.Key));
        foreach (var tracked in store.Objects.In(keys))
            tracked.Recent.AddTo(Of(tracked.Key), Math.Max(tail, from) * 1000, tracked.Interval);
        var seconds = now.ToUnixTimeSeconds() - from;
        return digests.Select(pair => KeyValuePair.Create(pair.Key, WindowSummary.Of(pair.Value, seconds)));

        Digest Of(int key) => digests.TryGetValue(key, out var digest) ? digest : digests[key] = new Digest(metric);
    }

    /// <summary>From here on memory is read: the first five minutes that are not rolled up, of those that memory reaches back to.</summary>
    public long TailStart(DateTimeOffset now)
    {
        var reach = (now - RecentReadings.Reach).ToUnixTimeSeconds();
        return store.Unsealed.FirstSince(reach) ?? Resolution.FiveMinutes.Floor(now.ToUnixTimeSeconds());
    }
}
