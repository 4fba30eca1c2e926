using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>Adds readings of one object to digests, in the order of time. A reading stands for the time since the one before it, and at
/// most for one interval: missed samples leave a gap, and two connections that see the same object do not count twice. The first stands
/// for a whole interval, part of which may lie before the period; for it, what follows the last one is left out.</summary>
/// <param name="interval">Seconds between samples, as expected.</param>
internal sealed class Coverage(double interval)
{
    private readonly long[] last = new long[Enum.GetValues<Metric>().Length];

    public void Add(in Reading reading, params ReadOnlySpan<Digest> digests)
    {
        foreach (var digest in digests)
        {
            if (reading[digest.Metric] is not { } value) continue;
            ref var before = ref last[(int)digest.Metric];
            digest.Add(value, before == 0 ? interval : Math.Min(interval, (reading.At - before) / 1000.0));
            before = reading.At;
        }
    }
}
