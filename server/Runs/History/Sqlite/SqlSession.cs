using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>One connection with its prepared statements, for one thread at a time.</summary>
internal sealed class SqlSession : IDisposable
{
    private readonly sqlite3 _database;
    private readonly Dictionary<string, SqlStatement> _statements = [];

    private SqlSession(sqlite3 database) => _database = database;

    /// <summary>The connection's handle, for what SQLite offers beyond SQL.</summary>
    public sqlite3 Database => _database;

    public static SqlSession Open(string file, SqliteOpenMode mode, params ReadOnlySpan<string> pragmas)
    {
        Batteries_V2.Init();
        var code = raw.sqlite3_open_v2(file, out var database, Flags(mode), null);
        var session = new SqlSession(database);
        try
        {
            SqliteException.ThrowExceptionForRC(code, database);
            foreach (var pragma in pragmas)
                session.Script($"PRAGMA {pragma};");
            return session;
        }
        catch
        {
            session.Dispose();
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
    public void Script(string sql) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(_database, sql), _database);

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _database.Dispose();
    }

    /// <summary>Without SQLite's own locks: one thread at a time uses a session.</summary>
    private static int Flags(SqliteOpenMode mode) => raw.SQLITE_OPEN_NOMUTEX | mode switch
    {
        SqliteOpenMode.ReadOnly => raw.SQLITE_OPEN_READONLY,
        SqliteOpenMode.ReadWrite => raw.SQLITE_OPEN_READWRITE,
        _ => raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE,
    };

    private SqlStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements[sql] = statement = SqlStatement.Prepare(_database, sql);
        return statement;
    }
}
