namespace Runbooks.Server.Data;

/// <summary>Bound from <c>Runbooks:Database</c>.</summary>
public sealed class DatabaseOptions
{
    public DatabaseProvider Provider { get; init; } = DatabaseProvider.Sqlite;

    /// <summary>Of SQLite: the file <c>runbooks.db</c> in the data directory unless given.</summary>
    public string? ConnectionString { get; init; }
}

public enum DatabaseProvider
{
    Sqlite,
}
