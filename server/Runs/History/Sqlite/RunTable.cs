using Runbooks.Server.Runs.History.Sqlite.Journaling;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>Run rows and their events: what every append writes.</summary>
internal sealed class RunTable(SqlSession session)
{
    public RunRow? Find(string runId, string? startKey) =>
        session.First($"SELECT {RunColumns.All} FROM run WHERE id = ?1", RunColumns.Read, runId)
        ?? (startKey is null
            ? null
            : session.First($"SELECT {RunColumns.All} FROM run WHERE start_key = ?1", RunColumns.Read, startKey));

    public void Insert(RunStart start, RunAppend append)
    {
        var p = append.Projection;
        var going = !p.Terminal;
        session.Run(
            $"INSERT INTO run ({RunColumns.All}, nonce) "
            + "VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
            start.RunId, append.Events.Count, start.Owner, start.StartKey, p.Workflow, p.Version, p.Status, p.Terminal,
            going && p.Active, going && p.Held, going ? p.Due : null, p.CreatedAt, p.StartedAt, p.EndedAt,
            p.TriggerKind, p.TriggerName, p.StartedBy, p.Reason, p.RootRunId, p.ParentRunId, p.HandledFailures,
            append.Nonce.ToByteArray());
        InsertEvents(append);
    }

    /// <summary>The fence, in one statement: nothing of the append is written unless epoch and sequence are as it expects.</summary>
    public bool Advance(RunAppend append)
    {
        if (!AdvanceQuietly(append) && !AdvanceFully(append))
            return false;
        InsertEvents(append);
        return true;
    }

    /// <summary>True: the append would be written as things stand.</summary>
    public bool Expects(RunAppend append) =>
        session.First(
            "SELECT 1 FROM run WHERE id = ?1 AND epoch = ?2 AND sequence = ?3 AND nonce <> ?4",
            _ => true, append.RunId, append.Epoch, append.After, append.Nonce.ToByteArray());

    /// <summary>Null: there is no such run.</summary>
    public RunHead? Head(string runId) =>
        session.First(
            "SELECT epoch, sequence, nonce FROM run WHERE id = ?1",
            row => (RunHead?)new RunHead(row.Number(0), row.Number(1), new Guid(row.Blob(2))), runId);

    /// <summary>Whether other tables have rows that go with the run's end. Most runs end without: one look is cheaper than seven empty
    /// deletes.</summary>
    public bool HasOthers(string runId) =>
        session.First(
            "SELECT EXISTS (SELECT 1 FROM slot WHERE run_id = ?1) OR EXISTS (SELECT 1 FROM lease WHERE run_id = ?1) "
            + "OR EXISTS (SELECT 1 FROM lease_wait WHERE run_id = ?1) OR EXISTS (SELECT 1 FROM run_inbox WHERE run_id = ?1) "
            + "OR EXISTS (SELECT 1 FROM run_inbox_seen WHERE run_id = ?1) OR EXISTS (SELECT 1 FROM run_approval WHERE run_id = ?1)",
            row => row.Flag(0), runId);

    /// <summary>True: this very append was written before, and is the last one.</summary>
    public bool IsRepeated(RunAppend append) =>
        session.First("SELECT 1 FROM run WHERE id = ?1 AND nonce = ?2", _ => true, append.RunId, append.Nonce.ToByteArray());

    public RunRow? Claim(string runId, string owner) =>
        session.First(
            $"UPDATE run SET epoch = epoch + 1, owner = ?2 WHERE id = ?1 RETURNING {RunColumns.All}", RunColumns.Read, runId, owner);

    public void KeepSnapshot(RunAppend append, byte[] state) =>
        session.Run(
            "INSERT OR REPLACE INTO run_snapshot (run_id, sequence, data) VALUES (?1, ?2, ?3)",
            append.RunId, append.After + append.Events.Count, state);

    /// <summary>Most appends change nothing that an index knows: leaving those columns alone saves the upkeep of all indexes.</summary>
    private bool AdvanceQuietly(RunAppend append)
    {
        var p = append.Projection;
        return !p.Terminal && session.Run(
            "UPDATE run SET sequence = ?5, nonce = ?4, started_at = ?6, handled_failures = ?7 "
            + "WHERE id = ?1 AND epoch = ?2 AND sequence = ?3 AND nonce <> ?4 "
            + "AND status = ?8 AND terminal = 0 AND active = ?9 AND held = ?10 AND due IS ?11 AND ended_at IS ?12",
            append.RunId, append.Epoch, append.After, append.Nonce.ToByteArray(), append.After + append.Events.Count,
            p.StartedAt, p.HandledFailures, p.Status, p.Active, p.Held, p.Due, p.EndedAt) > 0;
    }

    private bool AdvanceFully(RunAppend append)
    {
        var p = append.Projection;
        var going = !p.Terminal;
        return session.Run(
            "UPDATE run SET sequence = ?5, nonce = ?4, started_at = ?6, handled_failures = ?7, "
            + "status = ?8, terminal = ?9, active = ?10, held = ?11, due = ?12, ended_at = ?13 "
            + "WHERE id = ?1 AND epoch = ?2 AND sequence = ?3 AND nonce <> ?4",
            append.RunId, append.Epoch, append.After, append.Nonce.ToByteArray(), append.After + append.Events.Count,
            p.StartedAt, p.HandledFailures,
            p.Status, p.Terminal, going && p.Active, going && p.Held, going ? p.Due : null, p.EndedAt) > 0;
    }

    private void InsertEvents(RunAppend append)
    {
        foreach (var row in EventRows.Pack(append.After, append.Events))
        {
            session.Run(
                "INSERT INTO run_event (run_id, sequence, type, version, at, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                append.RunId, row.Sequence, row.Type, row.Version, row.At, row.Data);
        }
    }
}
