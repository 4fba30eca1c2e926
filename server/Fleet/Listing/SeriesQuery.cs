using System.Globalization;
using Runbooks.Activities;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Metrics;
using Runbooks.Server.Http;

namespace Runbooks.Server.Fleet.Listing;

/// <summary>The query of a series for a chart.</summary>
/// <param name="Metric"><c>cpu</c>, <c>memory</c> (shares, 0 to 1), <c>disk</c> or <c>network</c> (bytes a second).</param>
/// <param name="From">A time; 24 hours before the end unless given.</param>
/// <param name="To">A time; now unless given.</param>
/// <param name="Step">A duration; such that there are at most 300 points unless given.</param>
internal sealed record SeriesQuery(string? Metric = null, string? From = null, string? To = null, string? Step = null)
{
    private const int UsualPoints = 300;

    private static readonly TimeSpan[] UsualSteps =
    [
        TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
        TimeSpan.FromDays(1),
    ];

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromDays(366);

    /// <exception cref="RequestException">A parameter is wrong.</exception>
    public SeriesAnswer Read(string id, MetricSeries series, DateTimeOffset now)
    {
        var metric = Known(Metric);
        var to = Moment("to", To) ?? now;
        var from = Moment("from", From) ?? to.AddDays(-1);
        if (from >= to) throw Bad("from", "from must be before to.");
        if (to - from > Longest) throw Bad("from", "from may be at most 366 days before to.");
        var step = StepOr(UsualSteps.FirstOrDefault(usual => (to - from) / usual <= UsualPoints, UsualSteps[^1]));
        return new SeriesAnswer(id, metric, from, to, step, [.. series.Read(id, metric, from, to, step)
            .Select(point => new SeriesPoint(point.At, point.Average, point.Maximum))]);
    }

    /// <exception cref="RequestException">There is no such metric.</exception>
    public static Metric Known(string? name)
    {
        foreach (var known in Enum.GetValues<Metric>())
            if (known.ToString().Equals(name ?? "cpu", StringComparison.OrdinalIgnoreCase)) return known;
        throw Bad("metric", "metric must be cpu, memory, disk or network.");
    }

    private TimeSpan StepOr(TimeSpan usual)
    {
        if (string.IsNullOrEmpty(Step)) return usual;
        return Duration.TryParse(Step, out var step) && step >= Shortest ? step : throw Bad("step", "step must be a duration of at least a second, such as 5m.");
    }

    private static DateTimeOffset? Moment(string parameter, string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        // The plus of an offset is often sent as it is, and arrives as a space.
        return DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : throw Bad(parameter, $"{parameter} must be a time such as 2026-01-31T12:00:00Z.");
    }

    private static RequestException Bad(string parameter, string message) =>
        new(new Problem(StatusCodes.Status400BadRequest, "query.invalid", message) { Errors = [new ProblemError($"?{parameter}", message)] });
}

/// <param name="Points">In the order of time; there is none where nothing was measured.</param>
internal sealed record SeriesAnswer(string Id, Metric Metric, DateTimeOffset From, DateTimeOffset To, TimeSpan Step, IReadOnlyList<SeriesPoint> Points);

/// <param name="At">Where the step that it stands for begins.</param>
internal sealed record SeriesPoint(DateTimeOffset At, double Average, double Maximum);
