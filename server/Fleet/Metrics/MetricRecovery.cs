using Microsoft.Data.Sqlite;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>Makes the state in memory from the file, at the start.</summary>
internal sealed class MetricRecovery(MetricDatabase database, TrackedObjects objects, UnsealedPeriods unsealed)
{
    public void Recover(DateTimeOffset now)
    {
        using var connection = database.Read();
        foreach (var row in connection.Rows("SELECT key, id, interval_ms, seen FROM object"))
            objects.Add(new TrackedObject(row.GetInt32(0), row.GetString(1), TimeSpan.FromMilliseconds(row.GetInt64(2)), row.GetInt64(3)));
        var since = (now - RecentReadings.Kept).ToUnixTimeMilliseconds();
        // An hour beyond now, for samples of platforms whose clocks are ahead.
        var until = now.AddHours(1).ToUnixTimeMilliseconds();
        foreach (var (key, reading) in SampleTable.Read(connection, since, until, new Keys(0, int.MaxValue)))
            objects.Find(key)?.Recent.Add(reading);
        Mark(connection);
    }

    /// <summary>The last period of each resolution is rolled up again, since it may have been left half written.</summary>
    private void Mark(SqliteConnection connection)
    {
        var last = RollupTable.Last(connection, Resolution.FiveMinutes) ?? 0;
        foreach (var row in connection.Rows("SELECT DISTINCT minute FROM sample WHERE minute >= $1", last / 60))
            unsealed.Mark(row.GetInt64(0) * 60);
        for (var resolution = Resolution.Hour; resolution <= Resolution.Day; resolution++)
        {
            var from = RollupTable.Last(connection, resolution) ?? 0;
            foreach (var start in RollupTable.Starts(connection, resolution - 1, from)) unsealed.Mark(start, resolution);
        }
    }
}
