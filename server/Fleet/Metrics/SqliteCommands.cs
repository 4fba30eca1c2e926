using Microsoft.Data.Sqlite;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>Commands in one line each. Parameters are named $1, $2, … in SQL.</summary>
internal static class SqliteCommands
{
    public static SqliteCommand Command(this SqliteConnection connection, string sql, params object?[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in values) command.Parameters.AddWithValue($"${command.Parameters.Count + 1}", value ?? DBNull.Value);
        return command;
    }

    public static int Execute(this SqliteConnection connection, string sql, params object?[] values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    public static long? Scalar(this SqliteConnection connection, string sql, params object?[] values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteScalar() as long?;
    }

    /// <summary>Executes the command again with other values.</summary>
    public static void Again(this SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var at = 0; at < values.Length; at++) command.Parameters[at].Value = values[at] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }

    public static IEnumerable<SqliteDataReader> Rows(this SqliteConnection connection, string sql, params object?[] values)
    {
        using var command = connection.Command(sql, values);
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return reader;
    }
}
