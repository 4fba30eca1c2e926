using Microsoft.Data.Sqlite;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>Deletes what is old, a little at a time, so that samples are not kept waiting for the writer.</summary>
internal sealed class Retention(MetricDatabase database, TrackedObjects objects)
{
    public static readonly TimeSpan Samples = TimeSpan.FromHours(48);

    /// <summary>A day more than windows can be long, since they begin at whole hours and days.</summary>
    public static readonly TimeSpan Rollups = TimeSpan.FromDays(91);

    private const int RowsAtOnce = 5_000;

    public async Task DeleteAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var tracked in objects.All) tracked.Recent.Forget((now - RecentReadings.Kept).ToUnixTimeMilliseconds());
        await DeleteAsync(connection => SampleTable.DeleteBefore(connection, (now - Samples).ToUnixTimeMilliseconds(), RowsAtOnce), cancellation);
        var before = (now - Rollups).ToUnixTimeSeconds();
        foreach (var resolution in Resolutions.CoarsestFirst)
            await DeleteAsync(connection => RollupTable.DeleteBefore(connection, resolution, before, RowsAtOnce), cancellation);
        await DeleteObjectsAsync(before / Resolution.Day.Length(), cancellation);
    }

    private async Task DeleteAsync(Func<SqliteConnection, int> delete, CancellationToken cancellation)
    {
        var deleted = RowsAtOnce;
        while (deleted == RowsAtOnce) await database.WriteAsync(connection => deleted = delete(connection), cancellation);
    }

    /// <summary>Objects of which nothing is left.</summary>
    private async Task DeleteObjectsAsync(long before, CancellationToken cancellation)
    {
        var gone = objects.All.Where(tracked => tracked.Seen < before).ToArray();
        if (gone.Length == 0) return;
        await database.WriteAsync(connection => connection.Execute("DELETE FROM object WHERE seen < $1", before), cancellation);
        foreach (var tracked in gone) objects.Remove(tracked);
    }
}
