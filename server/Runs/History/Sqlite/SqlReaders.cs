using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>Read-only connections. In WAL mode they see what was committed when they began, and neither wait for the writer nor hold
/// it up.</summary>
internal sealed class SqlReaders(string file) : IDisposable
{
    private const int Kept = 4;

    private readonly ConcurrentBag<SqlSession> _idle = [];
    private volatile bool _disposed;

    /// <summary>Reads in the caller's thread, as SQLite does: a few microseconds for what the engine asks. Everything is read at one
    /// point in time.</summary>
    public Task<T> Read<T>(Func<SqlSession, T> read)
    {
        try
        {
            return Task.FromResult(ReadNow(read));
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var session))
            session.Dispose();
    }

    private T ReadNow<T>(Func<SqlSession, T> read)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var session = _idle.TryTake(out var idle) ? idle : SqlSession.Open(file, SqliteOpenMode.ReadOnly, "busy_timeout = 5000");
        try
        {
            session.Run("BEGIN");
            var result = read(session);
            session.Run("COMMIT");
            Keep(session);
            return result;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private void Keep(SqlSession session)
    {
        if (_idle.Count < Kept && !_disposed)
            _idle.Add(session);
        else
            session.Dispose();
    }
}
