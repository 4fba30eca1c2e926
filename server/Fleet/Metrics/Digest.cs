using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>What is known of one metric of one object over some time. Digests of parts add up to the digest of the whole.</summary>
/// <param name="metric">Decides how percentiles are quantised.</param>
internal sealed class Digest(Metric metric)
{
    private readonly int[] histogram = new int[Bucket.Count];

    public Metric Metric => metric;

    /// <summary>How many samples.</summary>
    public long Count { get; private set; }

    /// <summary>How many seconds the samples stand for.</summary>
    public double Covered { get; private set; }

    public double Sum { get; private set; }

    public double Maximum { get; private set; } = double.NegativeInfinity;

    public double Average => Sum / Count;

    public ReadOnlySpan<int> Histogram => histogram;

    /// <summary>The smallest value that 95 % of the samples do not exceed (nearest rank), as exact as <see cref="Bucket"/>.</summary>
    public double P95
    {
        get
        {
            var rank = (long)Math.Ceiling(0.95 * Count);
            var bucket = -1;
            for (long seen = 0; seen < rank; seen += histogram[bucket]) bucket++;
            return Math.Min(Bucket.Value(metric, bucket), Maximum);
        }
    }

    /// <param name="covered">How many seconds the sample stands for.</param>
    public void Add(double value, double covered)
    {
        AddTotals(1, covered, value, value);
        histogram[Bucket.Of(metric, value)]++;
    }

    public void AddTotals(long count, double covered, double sum, double maximum)
    {
        Count += count;
        Covered += covered;
        Sum += sum;
        Maximum = Math.Max(Maximum, maximum);
    }

    public void Add(Digest other)
    {
        AddTotals(other.Count, other.Covered, other.Sum, other.Maximum);
        for (var bucket = 0; bucket < histogram.Length; bucket++) histogram[bucket] += other.histogram[bucket];
    }

    public void AddToBucket(byte bucket, int count) => histogram[bucket] += count;
}
