using Microsoft.Data.Sqlite;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Benchmarks.History;

/// <summary>The floor: one thread that does nothing but insert the run rows and events of the store with the store's own statements,
/// as many runs per transaction as there are concurrent ones. No conditions, no updates, no indexes, nobody to answer.</summary>
internal sealed class RawInserts : IDisposable
{
    private readonly SqlSession _session;
    private readonly int _group;

    public RawInserts(string file, int group)
    {
        _group = group;
        _session = SqlSession.Open(file, SqliteOpenMode.ReadWriteCreate, new SqliteRunStoreOptions { DataDirectory = "" }.Pragmas);
        _session.Script(
            """
            CREATE TABLE run (id TEXT PRIMARY KEY, workflow TEXT, version INTEGER, status TEXT, created_at INTEGER, started_at INTEGER,
                trigger_kind TEXT, started_by TEXT, root_run_id TEXT, nonce BLOB) STRICT, WITHOUT ROWID;
            CREATE TABLE event (run_id TEXT, sequence INTEGER, type TEXT, version INTEGER, at INTEGER, data BLOB,
                PRIMARY KEY (run_id, sequence)) STRICT, WITHOUT ROWID;
            """);
    }

    public void Write(int runs)
    {
        for (var done = 0; done < runs; done += _group)
        {
            var ids = Enumerable.Range(0, Math.Min(_group, runs - done)).Select(_ => Guid.CreateVersion7().ToString("N"));
            var group = ids.Select(Rows.First).ToList();
            Transaction(group, append =>
            {
                InsertRun(append);
                InsertEvents(append, 0);
            });
            for (var step = 1; step <= 5; step++)
                Transaction(group, append => InsertEvents(append, step));
        }
    }

    public void Dispose() => _session.Dispose();

    private void Transaction(List<RunAppend> group, Action<RunAppend> work)
    {
        _session.Run("BEGIN IMMEDIATE");
        group.ForEach(work);
        _session.Run("COMMIT");
    }

    private void InsertRun(RunAppend append)
    {
        var p = append.Projection;
        _session.Run(
            "INSERT INTO run VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            append.RunId, p.Workflow, p.Version, p.Status, p.CreatedAt, p.StartedAt, p.TriggerKind, p.StartedBy, p.RootRunId,
            append.Nonce.ToByteArray());
    }

    private void InsertEvents(RunAppend append, int step)
    {
        for (var n = 0; n < append.Events.Count; n++)
        {
            var e = append.Events[n];
            _session.Run(
                "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                append.RunId, (step * append.Events.Count) + n + 1, e.Type, e.Version, e.At, e.Data);
        }
    }
}
