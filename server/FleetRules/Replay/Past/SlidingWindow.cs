using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Server.FleetRules.Replay.Past;

/// <summary>The aggregates of one metric over a window that moves on in time: each piece is added once and taken away once.</summary>
/// <param name="pieces">In the order of time.</param>
internal sealed class SlidingWindow(Metric metric, TimeSpan window, IReadOnlyList<Piece> pieces)
{
    private const double Known = 0.8;

    private readonly int[] histogram = new int[Bucket.Count];
    private readonly LinkedList<int> falling = new();
    private readonly long length = (long)window.TotalMilliseconds;
    private int first, next;
    private long count;
    private double covered, sum;

    public double Coverage => Math.Min(1, covered / window.TotalSeconds);

    /// <summary>Moves the window's end to a later moment.</summary>
    public void MoveTo(long now)
    {
        for (; next < pieces.Count && pieces[next].End <= now; next++) Add(next);
        for (; first < next && pieces[first].End <= now - length; first++) Remove(first);
    }

    public double? Read(Aggregate aggregate) => count == 0 || Coverage < Known ? null : aggregate switch
    {
        Aggregate.Maximum => pieces[falling.First!.Value].Maximum,
        Aggregate.P95 => Math.Min(P95(), pieces[falling.First!.Value].Maximum),
        _ => sum / count,
    };

    /// <summary>The mean of the last two pieces, where both are since the moment.</summary>
    public double? Now(long since) => next - 2 is >= 0 and var at && pieces[at].End >= since
        ? (pieces[at].Sum + pieces[at + 1].Sum) / (pieces[at].Count + pieces[at + 1].Count)
        : null;

    private void Add(int at)
    {
        var piece = pieces[at];
        (count, covered, sum) = (count + piece.Count, covered + piece.Covered, sum + piece.Sum);
        foreach (var (bucket, many) in piece.Buckets) histogram[bucket] += many;
        while (falling.Last is { } last && pieces[last.Value].Maximum <= piece.Maximum) falling.RemoveLast();
        falling.AddLast(at);
    }

    private void Remove(int at)
    {
        var piece = pieces[at];
        (count, covered, sum) = (count - piece.Count, covered - piece.Covered, sum - piece.Sum);
        foreach (var (bucket, many) in piece.Buckets) histogram[bucket] -= many;
        if (falling.First?.Value == at) falling.RemoveFirst();
        // Nothing is left of rounding when nothing is left.
        if (count == 0) (covered, sum) = (0, 0);
    }

    private double P95()
    {
        var rank = (long)Math.Ceiling(0.95 * count);
        var bucket = -1;
        for (long seen = 0; seen < rank; seen += histogram[bucket]) bucket++;
        return Bucket.Value(metric, bucket);
    }
}
