using Microsoft.Data.Sqlite;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Server.FleetRules.Replay.Past;

/// <summary>Reads what was measured of some objects at once.</summary>
internal sealed class PastReader(MetricStore store, PastPlan plan)
{
    /// <summary>So many objects are in memory at a time.</summary>
    private const int AtOnce = 64;

    /// <summary>Neighbours are read together, with what lies in between.</summary>
    private const int WidestGap = 3;

    private readonly Metric[] metrics = [.. plan.Metrics.Select(use => use.Metric).Distinct()];

    /// <summary>The pasts of the objects, in some order; of those that were never measured too.</summary>
    public IEnumerable<PastMetrics> Read(IEnumerable<string> ids)
    {
        var tracked = ids.Select(id => (Id: id, Tracked: store.Objects.Find(id))).ToLookup(one => one.Tracked is not null && metrics.Length > 0);
        foreach (var (id, _) in tracked[false]) yield return new PastMetrics(id, plan, []);
        using var connection = store.Database.Read();
        foreach (var part in Parts([.. tracked[true].Select(one => one.Tracked!).OrderBy(one => one.Key)]))
            foreach (var past in Read(connection, part)) yield return past;
    }

    private static IEnumerable<List<TrackedObject>> Parts(List<TrackedObject> sorted)
    {
        var part = new List<TrackedObject>();
        foreach (var tracked in sorted)
        {
            if (part.Count == AtOnce || (part.Count > 0 && tracked.Key - part[^1].Key > WidestGap))
            {
                yield return part;
                part = [];
            }

            part.Add(tracked);
        }

        if (part.Count > 0) yield return part;
    }

    private Dictionary<int, PastMetrics>.ValueCollection Read(SqliteConnection connection, List<TrackedObject> part)
    {
        var keys = new Keys(part[0].Key, part[^1].Key + 1);
        var pasts = part.ToDictionary(one => one.Key, one => new PastMetrics(one.Id, plan, metrics));
        var from = plan.From - plan.Longest - plan.Step;
        if (plan.Resolution is { } resolution) ReadRollups(connection, keys, pasts, resolution, from);
        else ReadSamples(connection, keys, pasts, from, part.ToDictionary(one => one.Key, one => one.Interval.TotalSeconds));
        if (plan.UsualDays > 0) ReadHours(connection, keys, pasts);
        return pasts.Values;
    }

    private void ReadSamples(SqliteConnection connection, Keys keys, Dictionary<int, PastMetrics> pasts, DateTimeOffset from, Dictionary<int, double> intervals)
    {
        var last = new Dictionary<(int, Metric), long>();
        foreach (var (key, reading) in SampleTable.Read(connection, from.ToUnixTimeMilliseconds(), plan.To.ToUnixTimeMilliseconds() + 60_000, keys))
        {
            if (!pasts.TryGetValue(key, out var past)) continue;
            foreach (var metric in metrics)
            {
                if (reading[metric] is not { } value) continue;
                var covered = last.TryGetValue((key, metric), out var before) ? Math.Min(intervals[key], (reading.At - before) / 1000.0) : intervals[key];
                last[(key, metric)] = reading.At;
                past.Add(metric, new Piece(reading.At, 1, covered, value, value, [(Bucket.Of(metric, value), 1)]));
            }
        }
    }

    private void ReadRollups(SqliteConnection connection, Keys keys, Dictionary<int, PastMetrics> pasts, Resolution resolution, DateTimeOffset from)
    {
        var segment = new Segment(resolution, resolution.Floor(from.ToUnixTimeSeconds()), plan.To.ToUnixTimeSeconds());
        foreach (var (key, start, digests) in RollupTable.Read(connection, segment, keys))
        {
            if (!pasts.TryGetValue(key, out var past)) continue;
            foreach (var metric in metrics)
                if (DigestBlob.Read(digests, metric) is { Count: > 0 } digest) past.Add(metric, Piece.Of(digest, (start + resolution.Length()) * 1000));
        }
    }

    private void ReadHours(SqliteConnection connection, Keys keys, Dictionary<int, PastMetrics> pasts)
    {
        var from = Resolution.Hour.Floor((plan.From - TimeSpan.FromDays(plan.UsualDays)).ToUnixTimeSeconds());
        foreach (var (key, start, digests) in RollupTable.Read(connection, new Segment(Resolution.Hour, from, plan.To.ToUnixTimeSeconds()), keys))
            if (pasts.TryGetValue(key, out var past)) past.AddHour(start, digests);
    }
}
