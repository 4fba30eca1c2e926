using Microsoft.Data.Sqlite;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>The samples as they came, ordered by minute, so that new ones are written side by side and old ones deleted so.
/// Values are whole numbers, which are short in the file: shares in millionths, rates in bytes a second.</summary>
internal static class SampleTable
{
    private const long Minute = 60_000;
    private const float Millionths = 1_000_000;

    public static void Add(SqliteConnection connection, IEnumerable<(int Key, Reading Reading)> readings)
    {
        using var insert = connection.Command("INSERT OR REPLACE INTO sample VALUES ($1, $2, $3, $4, $5, $6, $7)", 0, 0, 0, 0, 0, 0, 0);
        foreach (var (key, reading) in readings)
        {
            insert.Again(
                reading.At / Minute, key, reading.At % Minute,
                Whole(reading.Cpu * Millionths), Whole(reading.Memory * Millionths), Whole(reading.Disk), Whole(reading.Network));
        }
    }

    /// <summary>The readings of some objects; those of one object in the order of time. Milliseconds since 1970, at whole minutes.
    /// The minutes are counted out, so that each is found by key; they come in that order because the join is nested that way.</summary>
    public static IEnumerable<(int Key, Reading Reading)> Read(SqliteConnection connection, long from, long to, Keys keys) =>
        connection.Rows(
            """
            WITH RECURSIVE counted(minute) AS (SELECT $1 UNION ALL SELECT minute + 1 FROM counted WHERE minute + 1 < $2)
            SELECT object, sample.minute, at, cpu, memory, disk, network FROM counted CROSS JOIN sample
            WHERE sample.minute = counted.minute AND object >= $3 AND object < $4
            """,
            from / Minute, to / Minute, keys.From, keys.To).Select(row => (row.GetInt32(0), Read(row)));

    /// <summary>How many rows were deleted, at most the number given.</summary>
    public static int DeleteBefore(SqliteConnection connection, long milliseconds, int rows) => connection.Execute(
        """
        DELETE FROM sample WHERE (minute, object, at) IN
            (SELECT minute, object, at FROM sample WHERE minute < $1 ORDER BY minute, object, at LIMIT $2)
        """,
        milliseconds / Minute, rows);

    private static Reading Read(SqliteDataReader row) => new(
        (row.GetInt64(1) * Minute) + row.GetInt64(2), Number(row, 3) / Millionths, Number(row, 4) / Millionths, Number(row, 5), Number(row, 6));

    private static long? Whole(float? value) => value is { } number ? (long)Math.Round(number) : null;

    private static float? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
