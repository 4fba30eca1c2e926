using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>The last readings of one object, in memory: short windows, and the end of long ones that is not rolled up yet.</summary>
internal sealed class RecentReadings
{
    /// <summary>Windows up to this long are read from here alone.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromMinutes(15);

    /// <summary>A little more than <see cref="Reach"/>, so that its first reading is still there.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(16);

    private readonly Lock gate = new();
    private readonly List<Reading> readings = new(8);

    public void Add(in Reading reading)
    {
        lock (gate)
        {
            var at = readings.Count;
            while (at > 0 && readings[at - 1].At > reading.At) at--;
            readings.Insert(at, reading);
            Trim(readings[^1].At - (long)Kept.TotalMilliseconds);
        }
    }

    /// <summary>Forgets what is older.</summary>
    public void Forget(long before)
    {
        lock (gate) Trim(before);
    }

    public IReadOnlyList<Reading> Between(long from, long to)
    {
        lock (gate) return [.. readings.Where(reading => reading.At >= from && reading.At < to)];
    }

    /// <summary>Adds the readings of the digest's metric since the moment.</summary>
    public void AddTo(Digest digest, long since, TimeSpan interval)
    {
        var coverage = new Coverage(interval.TotalSeconds);
        lock (gate)
        {
            for (var at = First(since); at < readings.Count; at++) coverage.Add(readings[at], digest);
        }
    }

    /// <summary>The mean of the last two readings, where both are since the moment.</summary>
    public double? Now(Metric metric, long since)
    {
        lock (gate)
        {
            float? last = null;
            for (var at = readings.Count - 1; at >= 0 && readings[at].At >= since; at--)
            {
                if (readings[at][metric] is not { } value) continue;
                if (last is { } later) return ((double)later + value) / 2;
                last = value;
            }

            return null;
        }
    }

    /// <summary>The highest reading since the moment; null where there is none.</summary>
    public double? Maximum(Metric metric, long since)
    {
        lock (gate)
        {
            float? highest = null;
            for (var at = First(since); at < readings.Count; at++)
                if (readings[at][metric] is { } value && !(value <= highest)) highest = value;
            return highest;
        }
    }

    private int First(long since)
    {
        var at = readings.Count;
        while (at > 0 && readings[at - 1].At >= since) at--;
        return at;
    }

    private void Trim(long before)
    {
        var old = 0;
        while (old < readings.Count && readings[old].At < before) old++;
        // Not for each reading: moving the rest costs as much as it frees.
        if (old >= 8 || old == readings.Count) readings.RemoveRange(0, old);
    }
}
