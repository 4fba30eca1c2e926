namespace Runbooks.Server.Fleet.Metrics;

/// <summary>Neighbouring periods of one resolution. Seconds since 1970; the end is not part.</summary>
internal readonly record struct Segment(Resolution Resolution, long From, long To);

/// <summary>Covers a window with as few rows as there can be.</summary>
internal static class WindowPlan
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(2);

    /// <summary>Where a window that ends now begins: at five minutes, or for windows of two days and more at the hour before.</summary>
    public static long Start(DateTimeOffset now, TimeSpan window) =>
        (window < Long ? Resolution.FiveMinutes : Resolution.Hour).Floor((now - window).ToUnixTimeSeconds());

    /// <param name="from">A start of five minutes.</param>
    /// <param name="usable">Whether a period's row says all; five minutes are always used.</param>
    public static IReadOnlyList<Segment> Cover(long from, long to, Resolution coarsest, Func<Resolution, long, bool> usable)
    {
        var segments = new List<Segment>();
        for (var at = from; at < to; at = segments[^1].To)
        {
            var resolution = Resolutions.CoarsestFirst.First(candidate => candidate == Resolution.FiveMinutes
                || (candidate <= coarsest && candidate.Floor(at) == at && at + candidate.Length() <= to && usable(candidate, at)));
            var end = at + resolution.Length();
            if (segments.Count > 0 && segments[^1].Resolution == resolution) segments[^1] = segments[^1] with { To = end };
            else segments.Add(new Segment(resolution, at, end));
        }

        return segments;
    }
}
