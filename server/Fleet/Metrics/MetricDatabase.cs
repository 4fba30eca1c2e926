using Microsoft.Data.Sqlite;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>The file of the metric samples: one writer, any number of readers beside it.</summary>
internal sealed class MetricDatabase : IDisposable
{
    private const int Version = 1;

    private const string Schema = """
        CREATE TABLE object (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, interval_ms INTEGER NOT NULL, seen INTEGER NOT NULL);
        CREATE TABLE sample (
            minute INTEGER NOT NULL, object INTEGER NOT NULL, at INTEGER NOT NULL,
            cpu INTEGER, memory INTEGER, disk INTEGER, network INTEGER,
            PRIMARY KEY (minute, object, at)) WITHOUT ROWID;
        CREATE TABLE rollup (
            resolution INTEGER NOT NULL, start INTEGER NOT NULL, object INTEGER NOT NULL, digests BLOB NOT NULL,
            PRIMARY KEY (resolution, start, object)) WITHOUT ROWID;
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly SqliteConnection writer;
    private readonly string readers;
    private int disposed;

    /// <exception cref="SqliteException">The file cannot be opened or is none of SQLite's.</exception>
    /// <exception cref="InvalidOperationException">A newer version of the server wrote the file.</exception>
    public MetricDatabase(string path)
    {
        readers = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly }.ConnectionString;
        writer = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        writer.Open();
        writer.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
        var version = writer.Scalar("PRAGMA user_version") ?? 0;
        if (version > Version)
            throw new InvalidOperationException($"{path} was written by a newer version of the server; start that one, or move the file away and begin without samples.");
        if (version == 0) writer.Execute($"BEGIN; {Schema} PRAGMA user_version = {Version}; COMMIT;");
    }

    /// <summary>Does the work in one transaction, one work at a time.</summary>
    public async Task WriteAsync(Action<SqliteConnection> work, CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(disposed == 1, this);
            using var transaction = writer.BeginTransaction();
            work(writer);
            transaction.Commit();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A connection that sees what is committed, and that its user disposes.</summary>
    public SqliteConnection Read()
    {
        var connection = new SqliteConnection(readers);
        connection.Open();
        return connection;
    }

    /// <summary>Waits for the work that is going on; what comes later is refused.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1) return;
        var isFree = gate.Wait(Patience);
        using (var pool = new SqliteConnection(readers)) SqliteConnection.ClearPool(pool);
        writer.Dispose();
        if (isFree) gate.Release();
    }
}
