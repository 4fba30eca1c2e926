using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>What one hour of the day usually looks like: mean and standard deviation of all readings of that hour on several days.</summary>
internal readonly record struct Usual(double Mean, double Spread)
{
    /// <summary>How many standard deviations the value lies above the mean.</summary>
    public double Deviation(double value) => (value - Mean) / Spread;

    /// <summary>The same of a value that was measured from one hour into the next: what lies between the two is usual.</summary>
    public static double? Deviation(double value, Usual? earlier, Usual? later)
    {
        if (earlier is not { } one || later is not { } other) return null;
        var (first, second) = (one.Deviation(value), other.Deviation(value));
        return first * second <= 0 ? 0 : Math.Abs(first) < Math.Abs(second) ? first : second;
    }
}

/// <summary>Gathers the same hour of several days.</summary>
internal sealed class UsualHours(Metric metric)
{
    /// <summary>An hour counts when samples cover this share of it, and the whole when so many of the days have theirs.</summary>
    private const double Known = 0.8;

    /// <summary>What has always been the same is not alarming when it moves a little: shares have at least this spread.</summary>
    private const double LeastSpread = 0.02;

    /// <summary>Rates have at least this spread, as a part of the mean and in bytes a second.</summary>
    private const double LeastPart = 0.05, LeastRate = 10_000;

    private readonly Digest whole = new(metric);
    private int known;

    public void Add(Digest hour)
    {
        if (hour.Covered < Known * Resolution.Hour.Length()) return;
        whole.Add(hour);
        known++;
    }

    /// <returns>Null where too few of the days are known.</returns>
    public Usual? Of(int days) => known >= Known * days && whole.Count > 0 ? new Usual(whole.Average, Spread()) : null;

    private double Spread()
    {
        var (mean, squares) = (whole.Average, 0.0);
        for (var bucket = 0; bucket < Bucket.Count; bucket++)
        {
            if (whole.Histogram[bucket] == 0) continue;
            var distance = Bucket.Value(metric, bucket) - mean;
            squares += whole.Histogram[bucket] * distance * distance;
        }

        var least = metric is Metric.Cpu or Metric.Memory ? LeastSpread : Math.Max(LeastRate, LeastPart * mean);
        return Math.Max(least, Math.Sqrt(squares / whole.Count));
    }
}
