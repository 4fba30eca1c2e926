using System.Buffers.Binary;
using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>The digests of an object's four metrics as one small blob: for each the count, and where there is any, the seconds covered,
/// average and maximum as 32-bit floats, and the buckets that are not empty.</summary>
internal static class DigestBlob
{
    private static readonly int Metrics = Enum.GetValues<Metric>().Length;

    public static Digest[] Empty() => [.. Enum.GetValues<Metric>().Select(metric => new Digest(metric))];

    public static byte[] Write(ReadOnlySpan<Digest> digests)
    {
        using var bytes = new MemoryStream(128);
        using var writer = new BinaryWriter(bytes);
        foreach (var digest in digests) Write(writer, digest);
        return bytes.ToArray();
    }

    public static Digest Read(ReadOnlySpan<byte> blob, Metric metric)
    {
        var digest = new Digest(metric);
        AddTo(blob, digest);
        return digest;
    }

    /// <summary>Adds what the blob holds of each digest's metric.</summary>
    public static void AddTo(ReadOnlySpan<byte> blob, params ReadOnlySpan<Digest> digests)
    {
        for (var metric = 0; metric < Metrics; metric++)
        {
            Digest? wanted = null;
            foreach (var digest in digests)
                if ((int)digest.Metric == metric) wanted = digest;
            Read(ref blob, wanted);
        }
    }

    private static void Write(BinaryWriter writer, Digest digest)
    {
        writer.Write7BitEncodedInt64(digest.Count);
        if (digest.Count == 0) return;
        writer.Write7BitEncodedInt((int)Math.Round(digest.Covered));
        writer.Write((float)digest.Average);
        writer.Write((float)digest.Maximum);
        var histogram = digest.Histogram;
        writer.Write7BitEncodedInt(histogram.Length - histogram.Count(0));
        for (var bucket = 0; bucket < histogram.Length; bucket++)
        {
            if (histogram[bucket] == 0) continue;
            writer.Write((byte)bucket);
            writer.Write7BitEncodedInt(histogram[bucket]);
        }
    }

    private static void Read(ref ReadOnlySpan<byte> blob, Digest? digest)
    {
        var count = Number(ref blob);
        if (count == 0) return;
        var covered = Number(ref blob);
        var average = BinaryPrimitives.ReadSingleLittleEndian(blob);
        var maximum = BinaryPrimitives.ReadSingleLittleEndian(blob[4..]);
        blob = blob[8..];
        digest?.AddTotals(count, covered, (double)average * count, maximum);
        for (var left = Number(ref blob); left > 0; left--)
        {
            var bucket = blob[0];
            blob = blob[1..];
            var inBucket = (int)Number(ref blob);
            digest?.AddToBucket(bucket, inBucket);
        }
    }

    /// <summary>Seven bits a byte, lowest first, as <see cref="BinaryWriter"/> writes them.</summary>
    private static long Number(ref ReadOnlySpan<byte> blob)
    {
        long number = 0;
        for (var (at, shift) = (0, 0); ; at++, shift += 7)
        {
            number |= (long)(blob[at] & 0x7F) << shift;
            if (blob[at] < 0x80)
            {
                blob = blob[(at + 1)..];
                return number;
            }
        }
    }
}
