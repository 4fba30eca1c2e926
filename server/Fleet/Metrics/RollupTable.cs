using Microsoft.Data.Sqlite;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>Digests of periods. Starts are seconds since 1970.</summary>
internal static class RollupTable
{
    public static void Put(SqliteConnection connection, Resolution resolution, IEnumerable<(int Key, long Start, byte[] Digests)> rows)
    {
        using var insert = connection.Command("INSERT OR REPLACE INTO rollup VALUES ($1, $2, $3, $4)", (int)resolution, 0, 0, Array.Empty<byte>());
        foreach (var (key, start, digests) in rows) insert.Again((int)resolution, start, key, digests);
    }

    /// <summary>The rows of some objects. The periods are counted out, so that each is found by key.</summary>
    public static IEnumerable<(int Key, long Start, byte[] Digests)> Read(SqliteConnection connection, Segment segment, Keys keys) =>
        connection.Rows(
            """
            WITH RECURSIVE counted(start) AS (SELECT $2 UNION ALL SELECT start + $4 FROM counted WHERE start + $4 < $3)
            SELECT object, rollup.start, digests FROM counted CROSS JOIN rollup
            WHERE resolution = $1 AND rollup.start = counted.start AND object >= $5 AND object < $6
            """,
            (int)segment.Resolution, segment.From, segment.To, segment.Resolution.Length(), keys.From, keys.To)
            .Select(row => (row.GetInt32(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)));

    /// <summary>The start of the last period that has a row; null where there is none.</summary>
    public static long? Last(SqliteConnection connection, Resolution resolution) =>
        connection.Scalar("SELECT max(start) FROM rollup WHERE resolution = $1", (int)resolution);

    /// <summary>The starts of periods that have rows, from the moment on.</summary>
    public static IReadOnlyList<long> Starts(SqliteConnection connection, Resolution resolution, long from) =>
        [.. connection.Rows("SELECT DISTINCT start FROM rollup WHERE resolution = $1 AND start >= $2", (int)resolution, from).Select(row => row.GetInt64(0))];

    /// <summary>How many rows were deleted, at most the number given.</summary>
    public static int DeleteBefore(SqliteConnection connection, Resolution resolution, long seconds, int rows) => connection.Execute(
        """
        DELETE FROM rollup WHERE (resolution, start, object) IN
            (SELECT resolution, start, object FROM rollup WHERE resolution = $1 AND start < $2 ORDER BY start, object LIMIT $3)
        """,
        (int)resolution, seconds, rows);
}
