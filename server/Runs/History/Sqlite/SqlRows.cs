namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>What columns stand for.</summary>
internal static class SqlRows
{
    public static bool Flag(this SqlStatement row, int column) => row.Number(column) != 0;

    public static string? TextOrNull(this SqlStatement row, int column) => row.IsNull(column) ? null : row.Text(column);

    public static DateTimeOffset Time(this SqlStatement row, int column) => new(row.Number(column), TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(this SqlStatement row, int column) => row.IsNull(column) ? null : row.Time(column);

    public static string Id(SqlStatement row) => row.Text(0);
}
