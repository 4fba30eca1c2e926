using System.Collections.Concurrent;
using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>What is usual at this hour, of all objects, from the rolled up hours: read once an hour for each metric that is asked about.</summary>
internal sealed class UsualLoads(MetricStore store)
{
    private const long Day = 86_400;

    private readonly ConcurrentDictionary<(Metric Metric, int Days, long Hour), Lazy<Dictionary<int, Usual>>> kept = new();

    /// <summary>How far a value that was measured in the time before now lies from what is usual.</summary>
    public double? Deviation(TrackedObject tracked, double value, Metric metric, int days, TimeSpan measured)
    {
        var now = store.Time.GetUtcNow();
        var (hour, before) = (HourOf(now), HourOf(now - measured));
        return Usual.Deviation(value, Find(tracked, metric, days, before), Find(tracked, metric, days, hour));
    }

    public static long HourOf(DateTimeOffset moment) => Resolution.Hour.Floor(moment.ToUnixTimeSeconds());

    private Usual? Find(TrackedObject tracked, Metric metric, int days, long hour)
    {
        if (!kept.TryGetValue((metric, days, hour), out var found))
        {
            foreach (var old in kept.Keys.Where(key => key.Hour < hour - Resolution.Hour.Length())) kept.TryRemove(old, out _);
            found = kept.GetOrAdd((metric, days, hour), key => new Lazy<Dictionary<int, Usual>>(() => Read(key.Metric, key.Days, key.Hour)));
        }

        return found.Value.TryGetValue(tracked.Key, out var usual) ? usual : null;
    }

    /// <summary>Drops what is kept, because history was imported.</summary>
    public void Renew() => kept.Clear();

    private Dictionary<int, Usual> Read(Metric metric, int days, long hour)
    {
        using var connection = store.Database.Read();
        var usual = new Dictionary<int, Usual>();
        foreach (var keys in store.Objects.Ranges())
        {
            var hours = new Dictionary<int, UsualHours>();
            for (var day = 1; day <= days; day++)
            {
                var start = hour - (day * Day);
                foreach (var row in RollupTable.Read(connection, new Segment(Resolution.Hour, start, start + Resolution.Hour.Length()), keys))
                    Of(hours, row.Key).Add(DigestBlob.Read(row.Digests, metric));
            }

            foreach (var (key, gathered) in hours)
                if (gathered.Of(days) is { } found) usual[key] = found;
        }

        return usual;

        UsualHours Of(Dictionary<int, UsualHours> hours, int key) => hours.TryGetValue(key, out var found) ? found : hours[key] = new UsualHours(metric);
    }
}
