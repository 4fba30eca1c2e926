using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Server.FleetRules.Replay.Past;

/// <summary>Answers the metric functions of one object as they would have been answered at a moment that moves on.</summary>
internal sealed class PastMetrics(string id, PastPlan plan, IReadOnlyList<Metric> metrics) : IMetricHistory
{
    private const long Day = 86_400;

    private readonly Dictionary<Metric, List<Piece>> pieces = metrics.ToDictionary(metric => metric, _ => new List<Piece>());
    private readonly Dictionary<long, byte[]> hours = [];
    private readonly Dictionary<(Metric, TimeSpan), SlidingWindow> windows = [];
    private readonly Dictionary<(Metric, int, long), Usual?> usual = [];
    private long now;

    public string Id => id;

    public void Add(Metric metric, in Piece piece) => pieces[metric].Add(piece);

    public void AddHour(long start, byte[] digests) => hours[start] = digests;

    /// <summary>Later moments only.</summary>
    public void MoveTo(DateTimeOffset moment)
    {
        now = moment.ToUnixTimeMilliseconds();
        foreach (var window in windows.Values) window.MoveTo(now);
    }

    public double? Query(string id, Metric metric, Aggregate aggregate, TimeSpan window)
    {
        if (!pieces.ContainsKey(metric)) return null;
        var sliding = Window(new MetricUse(metric, aggregate, window));
        return aggregate switch
        {
            // A rolled up period is what is known of now.
            Aggregate.Now when plan.Resolution is not null => sliding.Read(Aggregate.Average),
            Aggregate.Now => sliding.Now(now - (long)(3 * plan.Step.TotalMilliseconds)),
            Aggregate.Deviation => sliding.Read(Aggregate.Average) is { } value ? Deviation(value, metric, (int)window.TotalDays) : null,
            _ => sliding.Read(aggregate),
        };
    }

    public double Coverage(string id, Metric metric, TimeSpan window) =>
        pieces.ContainsKey(metric) ? Window(new MetricUse(metric, Aggregate.Average, window)).Coverage : 0;

    private SlidingWindow Window(MetricUse use)
    {
        var length = plan.WindowOf(use);
        if (windows.TryGetValue((use.Metric, length), out var window)) return window;
        windows[(use.Metric, length)] = window = new SlidingWindow(use.Metric, length, pieces[use.Metric]);
        window.MoveTo(now);
        return window;
    }

    private double? Deviation(double value, Metric metric, int days)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(now);
        return Usual.Deviation(value, UsualAt(metric, days, UsualLoads.HourOf(at - RecentReadings.Reach)), UsualAt(metric, days, UsualLoads.HourOf(at)));
    }

    private Usual? UsualAt(Metric metric, int days, long hour)
    {
        if (usual.TryGetValue((metric, days, hour), out var known)) return known;
        var gathered = new UsualHours(metric);
        for (var day = 1; day <= days; day++)
            if (hours.TryGetValue(hour - (day * Day), out var digests)) gathered.Add(DigestBlob.Read(digests, metric));
        return usual[(metric, days, hour)] = gathered.Of(days);
    }
}
