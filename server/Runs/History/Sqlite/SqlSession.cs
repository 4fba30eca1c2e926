using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>One connection with its prepared statements, for one thread at a time.</summary>
internal sealed class SqlSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;
    private readonly Dictionary<string, SqlStatement> _statements = [];

    private SqlSession(SqliteConnection connection)
    {
        _connection = connection;
        _database = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
    }

    /// <summary>The connection's handle, for what SQLite offers beyond SQL.</summary>
    public sqlite3 Database => _database;

    public static SqlSession Open(string file, SqliteOpenMode mode, params ReadOnlySpan<string> pragmas)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString();
        var connection = new SqliteConnection(text);
        try
        {
            connection.Open();
            var session = new SqlSession(connection);
            foreach (var pragma in pragmas)
                session.Script($"PRAGMA {pragma};");
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <returns>Rows changed.</returns>
    public int Run(string sql, params ReadOnlySpan<SqlValue> values)
    {
        var statement = Statement(sql);
        try
        {
            statement.Bind(values);
            statement.Step();
        }
        finally
        {
            statement.Reset();
        }
        return raw.sqlite3_changes(_database);
    }

    /// <summary>The first row; default where there is none.</summary>
    public T? First<T>(string sql, Func<SqlStatement, T> read, params ReadOnlySpan<SqlValue> values)
    {
        var statement = Statement(sql);
        try
        {
            statement.Bind(values);
            return statement.Step() ? read(statement) : default;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>All rows, read to the end before anything else happens.</summary>
    public List<T> All<T>(string sql, Func<SqlStatement, T> read, params ReadOnlySpan<SqlValue> values)
    {
        var rows = new List<T>();
        var statement = Statement(sql);
        try
        {
            statement.Bind(values);
            while (statement.Step())
                rows.Add(read(statement));
        }
        finally
        {
            statement.Reset();
        }
        return rows;
    }

    /// <summary>Several statements without values, not prepared for a second time.</summary>
    public void Script(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }

    private SqlStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements[sql] = statement = SqlStatement.Prepare(_database, sql);
        return statement;
    }
}
