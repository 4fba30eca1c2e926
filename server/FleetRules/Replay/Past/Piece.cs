using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Server.FleetRules.Replay.Past;

/// <summary>What was measured of one metric until a moment: a sample, or a rolled up period.</summary>
/// <param name="End">Milliseconds since 1970.</param>
/// <param name="Covered">How many seconds it stands for.</param>
/// <param name="Buckets">How many samples lie in which bucket of the histogram.</param>
internal readonly record struct Piece(long End, long Count, double Covered, double Sum, double Maximum, (byte Bucket, int Count)[] Buckets)
{
    public static Piece Of(Digest digest, long end)
    {
        var buckets = new List<(byte, int)>();
        for (var bucket = 0; bucket < Bucket.Count; bucket++)
            if (digest.Histogram[bucket] > 0) buckets.Add(((byte)bucket, digest.Histogram[bucket]));
        return new Piece(end, digest.Count, digest.Covered, digest.Sum, digest.Maximum, [.. buckets]);
    }
}
