using Microsoft.Data.Sqlite;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>The samples of hosts and VMs: kept as they came for 48 hours, rolled up for 90 days, and the last minutes in memory.</summary>
internal sealed class MetricStore : IDisposable
{
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    private readonly MetricDatabase database;
    private readonly Rollups rollups;
    private readonly Retention retention;

    /// <param name="path">The file; made where it is missing.</param>
    public MetricStore(string path, TimeProvider time)
    {
        Time = time;
        database = new MetricDatabase(path);
        new MetricRecovery(database, Objects, Unsealed).Recover(time.GetUtcNow());
        rollups = new Rollups(database, Objects, Unsealed);
        retention = new Retention(database, Objects);
    }

    public TimeProvider Time { get; }

    public MetricDatabase Database => database;

    public TrackedObjects Objects { get; } = new();

    public UnsealedPeriods Unsealed { get; } = new();

    /// <summary>Adds samples of now; they count at once, and are in the file when this returns. Samples older than 47 hours, of which
    /// the neighbours may be deleted already, and of more than an hour from now are left out.</summary>
    /// <param name="interval">When the next samples of these objects are expected.</param>
    public async Task AppendAsync(IReadOnlyCollection<MetricSample> all, TimeSpan interval, CancellationToken cancellation)
    {
        var (first, last) = (Time.GetUtcNow() - Retention.Samples + Slack, Time.GetUtcNow() + Slack);
        MetricSample[] samples = [.. all.Where(sample => sample.At >= first && sample.At <= last)];
        if (samples.Length == 0) return;
        List<(TrackedObject Tracked, Reading Reading)> rows = [];
        Mark(samples);
        await database.WriteAsync(
            connection =>
            {
                rows = Track(connection, samples, interval);
                SampleTable.Add(connection, rows.Select(row => (row.Tracked.Key, row.Reading)));
                Expect(connection, rows.Select(row => row.Tracked), interval);
            },
            cancellation);
        foreach (var (tracked, reading) in rows) Objects.Add(tracked).Recent.Add(reading);
        // Again: what was sealed while this was being written did not have it.
        Mark(samples);
    }

    /// <summary>Adds history that was not sampled here, straight to the rollups. All samples of an object in the same five minutes must
    /// come in one call. A call that did not return is to be repeated.</summary>
    /// <param name="interval">The time that each sample stands for.</param>
    public async Task ImportAsync(IReadOnlyCollection<MetricSample> samples, TimeSpan interval, CancellationToken cancellation)
    {
        List<(TrackedObject Tracked, Reading Reading)> rows = [];
        await database.WriteAsync(connection => rows = Track(connection, samples, interval), cancellation);
        foreach (var (tracked, _) in rows) Objects.Add(tracked);
        await rollups.ImportAsync([.. rows.Select(row => (row.Tracked.Key, row.Reading))], interval, Time.GetUtcNow(), cancellation);
    }

    /// <summary>Rolls up what is over and deletes what is old. To be called about twice a minute.</summary>
    public async Task MaintainAsync(CancellationToken cancellation)
    {
        await rollups.SealAsync(Time.GetUtcNow(), cancellation);
        await retention.DeleteAsync(Time.GetUtcNow(), cancellation);
    }

    public void Dispose() => database.Dispose();

    private void Mark(IEnumerable<MetricSample> samples)
    {
        foreach (var start in samples.Select(sample => Resolution.FiveMinutes.Floor(sample.At.ToUnixTimeSeconds())).Distinct()) Unsealed.Mark(start);
    }

    /// <summary>Finds the objects, or gives them keys, which count once the transaction is committed.</summary>
    private List<(TrackedObject Tracked, Reading Reading)> Track(SqliteConnection connection, IReadOnlyCollection<MetricSample> samples, TimeSpan interval)
    {
        var found = new Dictionary<string, TrackedObject>();
        var rows = new List<(TrackedObject, Reading)>(samples.Count);
        using var insert = connection.Command(
            "INSERT INTO object (id, interval_ms, seen) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET id = id RETURNING key",
            "", (long)interval.TotalMilliseconds, Today);
        foreach (var sample in samples)
        {
            if (!found.TryGetValue(sample.Id, out var tracked))
                found[sample.Id] = tracked = Objects.Find(sample.Id) ?? new TrackedObject(Insert(insert, sample.Id), sample.Id, interval, Today);
            rows.Add((tracked, Reading.Of(sample)));
        }

        return rows;
    }

    private static int Insert(SqliteCommand insert, string id)
    {
        insert.Parameters[0].Value = id;
        return (int)(long)insert.ExecuteScalar()!;
    }

    private void Expect(SqliteConnection connection, IEnumerable<TrackedObject> objects, TimeSpan interval)
    {
        foreach (var tracked in objects.Where(tracked => tracked.Interval != interval || tracked.Seen != Today))
        {
            connection.Execute("UPDATE object SET interval_ms = $1, seen = $2 WHERE key = $3", (long)interval.TotalMilliseconds, Today, tracked.Key);
            tracked.Expect(interval, Today);
        }
    }

    private long Today => Time.GetUtcNow().ToUnixTimeSeconds() / Resolution.Day.Length();
}
