using Microsoft.Data.Sqlite;
using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>A point of a chart: what was measured from <paramref name="At"/> on, for one step.</summary>
internal readonly record struct MetricPoint(DateTimeOffset At, double Average, double Maximum);

/// <summary>Series of one metric of one object, for charts.</summary>
internal sealed class MetricSeries(MetricStore store)
{
    private const int MostPoints = 2_000;

    private readonly WindowReader windows = new(store);

    /// <summary>Points in the order of time; there is none where nothing was measured.</summary>
    /// <param name="step">Raised where it would give more than 2,000 points. Below five minutes only what is not older than 48 hours is that fine.</param>
    public IReadOnlyList<MetricPoint> Read(string id, Metric metric, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        if (store.Objects.Find(id) is not { } tracked || to <= from) return [];
        var points = new SortedDictionary<long, Digest>();
        var seconds = Math.Max(1, Math.Max((long)step.TotalSeconds, (long)Math.Ceiling((to - from).TotalSeconds / MostPoints)));
        var (first, end) = (from.ToUnixTimeSeconds() / seconds * seconds, to.ToUnixTimeSeconds());
        using var connection = store.Database.Read();
        if (seconds < Resolution.FiveMinutes.Length() && first >= RawSince()) AddReadings(connection, tracked, first, end, At);
        else AddRollups(connection, tracked, seconds, first, end, At);
        return [.. points.Where(point => point.Value.Count > 0)
            .Select(point => new MetricPoint(DateTimeOffset.FromUnixTimeSeconds(point.Key), point.Value.Average, point.Value.Maximum))];

        Digest At(long moment)
        {
            var point = moment / seconds * seconds;
            return points.TryGetValue(point, out var digest) ? digest : points[point] = new Digest(metric);
        }
    }

    private long RawSince() => (store.Time.GetUtcNow() - Retention.Samples).ToUnixTimeSeconds();

    private static void AddReadings(SqliteConnection connection, TrackedObject tracked, long from, long to, Func<long, Digest> at)
    {
        var minutes = SampleTable.Read(connection, from * 1000, (to * 1000) + 59_999, Keys.Only(tracked.Key));
        foreach (var (_, reading) in minutes.Where(row => row.Reading.At >= from * 1000 && row.Reading.At < to * 1000))
            Add(at(reading.At / 1000), reading);
    }

    private void AddRollups(SqliteConnection connection, TrackedObject tracked, long step, long from, long to, Func<long, Digest> at)
    {
        var coarsest = Resolutions.CoarsestFirst.FirstOrDefault(resolution => step % resolution.Length() == 0, Resolution.FiveMinutes);
        var start = Resolution.FiveMinutes.Floor(from);
        var tail = Math.Min(to, windows.TailStart(store.Time.GetUtcNow()));
        foreach (var segment in WindowPlan.Cover(start, tail, coarsest, (resolution, period) => !store.Unsealed.Contains(resolution, period)))
            foreach (var row in RollupTable.Read(connection, segment, Keys.Only(tracked.Key)))
                DigestBlob.AddTo(row.Digests, at(row.Start));
        foreach (var reading in tracked.Recent.Between(Math.Max(start, tail) * 1000, to * 1000)) Add(at(reading.At / 1000), reading);
    }

    private static void Add(Digest digest, in Reading reading)
    {
        if (reading[digest.Metric] is { } value) digest.Add(value, 0);
    }
}
