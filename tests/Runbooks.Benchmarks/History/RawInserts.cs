using Microsoft.Data.Sqlite;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Benchmarks.History;

/// <summary>The floor: one thread that does nothing but insert the run rows and the rows of events of the store with the store's own statements,
/// as many runs per transaction as there are concurrent ones. No conditions, no updates, no indexes, nobody to answer.</summary>
/// <param name="commits">The events of one run, by commit.</param>
internal sealed class RawInserts(string file, int group, IReadOnlyList<IReadOnlyList<NewEvent>> commits) : IDisposable
{
    private readonly SqlSession _session = Open(file);

    public void Write(int runs)
    {
        for (var done = 0; done < runs; done += group) WriteGroup(Math.Min(group, runs - done));
    }

    /// <summary>As many runs as go at once, from start to end.</summary>
    public void WriteGroup() => WriteGroup(group);

    public void Dispose() => _session.Dispose();

    private void WriteGroup(int runs)
    {
        var starts = Enumerable.Range(0, runs).Select(_ => Rows.First(Guid.CreateVersion7().ToString("N"))).ToList();
        var sequence = 0;
        foreach (var commit in commits)
        {
            _session.Run("BEGIN IMMEDIATE");
            foreach (var start in starts)
            {
                if (sequence == 0) InsertRun(start);
                InsertEvents(start.RunId, commit, sequence);
            }
            _session.Run("COMMIT");
            sequence += commit.Count;
        }
    }

    private void InsertRun(RunAppend append)
    {
        var p = append.Projection;
        _session.Run(
            "INSERT INTO run VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            append.RunId, p.Workflow, p.Version, p.Status, p.CreatedAt, p.StartedAt, p.TriggerKind, p.StartedBy, p.RootRunId,
            append.Nonce.ToByteArray());
    }

    private void InsertEvents(string runId, IReadOnlyList<NewEvent> events, int sequence)
    {
        foreach (var row in EventRows.Pack(sequence, events))
            _session.Run("INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6)", runId, row.Sequence, row.Type, row.Version, row.At, row.Data);
    }

    private static SqlSession Open(string file)
    {
        var session = SqlSession.Open(file, SqliteOpenMode.ReadWriteCreate, new SqliteRunStoreOptions { DataDirectory = "" }.Pragmas);
        session.Script(
            """
            CREATE TABLE run (id TEXT PRIMARY KEY, workflow TEXT, version INTEGER, status TEXT, created_at INTEGER, started_at INTEGER,
                trigger_kind TEXT, started_by TEXT, root_run_id TEXT, nonce BLOB) STRICT, WITHOUT ROWID;
            CREATE TABLE event (run_id TEXT, sequence INTEGER, type TEXT, version INTEGER, at INTEGER, data BLOB,
                PRIMARY KEY (run_id, sequence)) STRICT, WITHOUT ROWID;
            """);
        return session;
    }
}
