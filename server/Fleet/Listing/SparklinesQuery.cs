using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Metrics;
using Runbooks.Server.Http;

namespace Runbooks.Server.Fleet.Listing;

/// <summary>The query of the small pictures in a list: one metric of the rows that are seen, in one call.</summary>
/// <param name="Ids">Of VMs or hosts, with commas between; at most 100.</param>
/// <param name="Metric"><c>cpu</c> unless given.</param>
/// <param name="Window"><c>1h</c> in steps of five minutes unless given, or <c>24h</c> in steps of an hour.</param>
internal sealed record SparklinesQuery(string? Ids = null, string? Metric = null, string? Window = null)
{
    private const int Most = 100;

    /// <exception cref="RequestException">A parameter is wrong.</exception>
    public SparklinesAnswer Read(MetricSeries series, DateTimeOffset now)
    {
        var ids = (Ids ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ids.Length > Most) throw Bad("ids", $"ids may be at most {Most}; ask for the others in another call.");
        var metric = SeriesQuery.Known(Metric);
        var (window, step) = Window switch
        {
            null or "" or "1h" => (TimeSpan.FromHours(1), TimeSpan.FromMinutes(5)),
            "24h" => (TimeSpan.FromDays(1), TimeSpan.FromHours(1)),
            _ => throw Bad("window", "window must be 1h or 24h."),
        };
        return new SparklinesAnswer(metric, now - window, now, step, ids.Distinct().ToDictionary(
            id => id, id => (IReadOnlyList<SparklinePoint>)[.. series.Read(id, metric, now - window, now, step)
                .Select(point => new SparklinePoint(point.At, Math.Round(point.Average, 4)))]));
    }

    private static RequestException Bad(string parameter, string message) => new(Problems.InQuery(parameter, message));
}

/// <param name="Series">By id, points in the order of time; none where nothing was measured, or there is no such object.</param>
internal sealed record SparklinesAnswer(
    Metric Metric, DateTimeOffset From, DateTimeOffset To, TimeSpan Step, IReadOnlyDictionary<string, IReadOnlyList<SparklinePoint>> Series);

internal sealed record SparklinePoint(DateTimeOffset At, double Average);
