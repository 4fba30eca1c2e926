using System.Collections.Concurrent;
using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>Answers selectors from the samples. Windows up to fifteen minutes come from memory and are of this moment. Longer ones are
/// kept for a hundredth of the window (a quarter of an hour at most), except that a maximum also looks at what came since; the first few
/// objects of a window are read one by one, and after these all at once, so that a question about the fleet is a few statements.</summary>
internal sealed class MetricHistory(MetricStore store) : IMetricHistory
{
    /// <summary>Samples must cover this share of a window.</summary>
    private const double Known = 0.8;

    private const int OneByOne = 16;

    private static readonly TimeSpan LongestLife = RecentReadings.Reach;

    private readonly WindowReader reader = new(store);
    private readonly UsualLoads usual = new(store);
    private readonly ConcurrentDictionary<(Metric Metric, TimeSpan Window), Answers> kept = new();

    public double? Query(string id, Metric metric, Aggregate aggregate, TimeSpan window)
    {
        if (store.Objects.Find(id) is not { } tracked) return null;
        if (aggregate == Aggregate.Now) return tracked.Recent.Now(metric, Milliseconds(store.Time.GetUtcNow() - (3 * tracked.Interval)));
        if (aggregate == Aggregate.Deviation) return Deviation(tracked, metric, window);
        var (summary, since) = Summary(tracked, metric, window);
        if (summary.Coverage < Known) return null;
        return aggregate switch
        {
            Aggregate.Average => summary.Average,
            Aggregate.P95 => summary.P95,
            _ => Math.Max(summary.Maximum, tracked.Recent.Maximum(metric, Milliseconds(since)) ?? 0),
        };
    }

    public double Coverage(string id, Metric metric, TimeSpan window) =>
        store.Objects.Find(id) is { } tracked ? Summary(tracked, metric, window).Summary.Coverage : 0;

    /// <summary>Drops all answers that are kept, because history was imported.</summary>
    public void Renew()
    {
        kept.Clear();
        usual.Renew();
    }

    /// <summary>Drops what is too old to be used, so that windows that nobody asks for any more take no memory.</summary>
    public void Forget()
    {
        foreach (var (key, answers) in kept)
            if (answers.Until <= store.Time.GetUtcNow()) kept.TryRemove(KeyValuePair.Create(key, answers));
    }

    private double? Deviation(TrackedObject tracked, Metric metric, TimeSpan window)
    {
        var now = reader.Short(tracked, metric, RecentReadings.Reach);
        return now.Coverage >= Known ? usual.Deviation(tracked, now.Average, metric, (int)window.TotalDays, RecentReadings.Reach) : null;
    }

    private (WindowSummary Summary, DateTimeOffset At) Summary(TrackedObject tracked, Metric metric, TimeSpan window)
    {
        var now = store.Time.GetUtcNow();
        if (window <= RecentReadings.Reach) return (reader.Short(tracked, metric, window), now);
        var answers = kept.AddOrUpdate((metric, window), _ => new Answers(now, Life(window)), (_, old) => old.Until > now ? old : new Answers(now, Life(window)));
        return (answers.Find(tracked, reader, metric, window), answers.At);
    }

    private static TimeSpan Life(TimeSpan window) => window / 100 < LongestLife ? window / 100 : LongestLife;

    private static long Milliseconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    /// <summary>Summaries of one metric and window, by key.</summary>
    private sealed class Answers(DateTimeOffset at, TimeSpan life)
    {
        private readonly Lock gate = new();
        private readonly Dictionary<int, WindowSummary> few = [];
        private volatile Dictionary<int, WindowSummary>? all;

        public DateTimeOffset At => at;

        public DateTimeOffset Until => at + life;

        public WindowSummary Find(TrackedObject tracked, WindowReader reader, Metric metric, TimeSpan window)
        {
            if (all is { } loaded) return loaded.GetValueOrDefault(tracked.Key);
            lock (gate)
            {
                if (all is null && few.TryGetValue(tracked.Key, out var summary)) return summary;
                if (all is null && few.Count < OneByOne) return few[tracked.Key] = reader.One(tracked, metric, window);
                return (all ??= reader.All(metric, window)).GetValueOrDefault(tracked.Key);
            }
        }
    }
}
