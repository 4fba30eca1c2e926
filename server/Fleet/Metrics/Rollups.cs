namespace Runbooks.Server.Fleet.Metrics;

/// <summary>Rolls samples up into five minutes, those into hours, and hours into days. Each is a function of the finer one, so that
/// doing it again, after a crash or for a sample that came late, gives the same.</summary>
internal sealed class Rollups(MetricDatabase database, TrackedObjects objects, UnsealedPeriods unsealed)
{
    /// <summary>How long after its end a period waits for samples that are under way.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private const int RowsAtOnce = 5_000;

    /// <summary>Rolls up all periods that are over.</summary>
    public async Task SealAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var due = (now - Grace).ToUnixTimeSeconds();
        for (var resolution = Resolution.FiveMinutes; resolution <= Resolution.Day; resolution++)
        {
            foreach (var (start, mark) in unsealed.Due(resolution, due))
            {
                foreach (var keys in objects.Ranges()) await SealAsync(resolution, start, keys, cancellation);
                unsealed.Seal(resolution, start, mark);
            }
        }
    }

    /// <summary>Also rolls up what became complete: after a stop nobody would know that it is to be done.</summary>
    public async Task ImportAsync(
        IReadOnlyList<(int Key, Reading Reading)> readings, TimeSpan interval, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = new List<(int Key, long Start, byte[] Digests)>();
        foreach (var period in readings.GroupBy(row => Resolution.FiveMinutes.Floor(row.Reading.At / 1000)))
        {
            unsealed.Mark(period.Key, Resolution.Hour);
            rows.AddRange(Rows(period.Key, OfReadings(period.OrderBy(row => row.Reading.At), _ => interval)));
        }

        foreach (var some in rows.Chunk(RowsAtOnce)) await PutAsync(Resolution.FiveMinutes, some, cancellation);
        await SealAsync(now, cancellation);
    }

    private Task SealAsync(Resolution resolution, long start, Keys keys, CancellationToken cancellation)
    {
        using var connection = database.Read();
        var end = start + resolution.Length();
        var digests = resolution == Resolution.FiveMinutes
            ? OfReadings(SampleTable.Read(connection, start * 1000, end * 1000, keys), key => objects.Find(key)?.Interval ?? TimeSpan.Zero)
            : OfParts(RollupTable.Read(connection, new Segment(resolution - 1, start, end), keys));
        return digests.Count == 0 ? Task.CompletedTask : PutAsync(resolution, Rows(start, digests), cancellation);
    }

    private Task PutAsync(Resolution resolution, IEnumerable<(int Key, long Start, byte[] Digests)> rows, CancellationToken cancellation) =>
        database.WriteAsync(connection => RollupTable.Put(connection, resolution, rows), cancellation);

    /// <summary>In the order of the table, which is the quickest to write.</summary>
    private static IEnumerable<(int Key, long Start, byte[] Digests)> Rows(long start, Dictionary<int, Digest[]> digests) =>
        digests.OrderBy(pair => pair.Key).Select(pair => (pair.Key, start, DigestBlob.Write(pair.Value)));

    private static Dictionary<int, Digest[]> OfReadings(IEnumerable<(int Key, Reading Reading)> readings, Func<int, TimeSpan> interval)
    {
        var digests = new Dictionary<int, (Coverage Coverage, Digest[] Digests)>();
        foreach (var (key, reading) in readings)
        {
            if (!digests.TryGetValue(key, out var one))
                digests[key] = one = (new Coverage(interval(key).TotalSeconds), DigestBlob.Empty());
            one.Coverage.Add(reading, one.Digests);
        }

        return digests.ToDictionary(pair => pair.Key, pair => pair.Value.Digests);
    }

    private static Dictionary<int, Digest[]> OfParts(IEnumerable<(int Key, long Start, byte[] Digests)> parts)
    {
        var digests = new Dictionary<int, Digest[]>();
        foreach (var part in parts)
        {
            if (!digests.TryGetValue(part.Key, out var whole)) digests[part.Key] = whole = DigestBlob.Empty();
            DigestBlob.AddTo(part.Digests, whole);
        }

        return digests;
    }
}
