using System.Text.Json;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>What the store reads, but for the list of runs (<see cref="RunListing"/>).</summary>
internal static class RunReads
{
    /// <summary>Up to the row as it was claimed: whoever claims the run afterwards may already have gone on.</summary>
    public static ClaimedRun Claimed(SqlSession session, RunRow row)
    {
        var snapshot = session.First(
            "SELECT sequence, data FROM run_snapshot WHERE run_id = ?1 AND sequence <= ?2",
            r => new StoredSnapshot(r.Number(0), r.Blob(1)), row.RunId, row.Sequence);
        var after = snapshot?.Sequence ?? 0;
        var events = History(session, row.RunId, after, (int)(row.Sequence - after));
        return new ClaimedRun(row, snapshot, events, Inbox(session, row.RunId));
    }

    public static RunRow? Run(SqlSession session, string runId) =>
        session.First($"SELECT {RunColumns.All} FROM run WHERE id = ?1", RunColumns.Read, runId);

    public static RunRow? ByStartKey(SqlSession session, string startKey) =>
        session.First($"SELECT {RunColumns.All} FROM run WHERE start_key = ?1", RunColumns.Read, startKey);

    public static IReadOnlyList<StoredEvent> History(SqlSession session, string runId, long after, int limit) =>
        EventRows.Unpack(
            session.All(
                "SELECT sequence, type, version, at, data FROM run_event WHERE run_id = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3",
                row => new StoredEvent(row.Number(0), row.Text(1), (int)row.Number(2), row.Time(3), row.Blob(4)), runId, after, limit),
            after,
            limit);

    public static IReadOnlyList<InboxMessage> Inbox(SqlSession session, string runId) =>
        session.All(
            "SELECT id, type, data, at FROM run_inbox WHERE run_id = ?1 ORDER BY number",
            row => new InboxMessage(row.Text(0), row.Text(1), row.Text(2), row.Time(3)), runId);

    public static IReadOnlyList<string> Due(SqlSession session, DateTimeOffset now, int limit) =>
        session.All("SELECT id FROM run WHERE due <= ?1 ORDER BY due, id LIMIT ?2", SqlRows.Id, now, limit);

    public static IReadOnlyList<RunRow> Ended(SqlSession session, DateTimeOffset endedAt, string afterRunId, int limit) =>
        session.All(
            $"SELECT {RunColumns.All} FROM run WHERE terminal = 1 AND (ended_at, id) > (?1, ?2) ORDER BY ended_at, id LIMIT ?3",
            RunColumns.Read, endedAt, afterRunId, limit);

    public static DateTimeOffset? NextDue(SqlSession session) =>
        session.First("SELECT due FROM run WHERE due IS NOT NULL ORDER BY due LIMIT 1", row => (DateTimeOffset?)row.Time(0));

    /// <summary>An inbox has rows of runs only that have not ended.</summary>
    public static IReadOnlyList<string> Forsaken(SqlSession session, string owner, int limit) =>
        session.All(
            "SELECT id FROM (SELECT id FROM run WHERE active = 1 AND owner < ?1 UNION SELECT id FROM run WHERE active = 1 AND owner > ?1 "
            + "UNION SELECT run_id FROM run_inbox) ORDER BY random() LIMIT ?2",
            SqlRows.Id, owner, limit);

    public static IReadOnlyList<StoredLogLine> Logs(SqlSession session, string runId, string? path, long after, int limit) =>
        session.All(
            "SELECT number, run_id, path, target, at, text FROM run_log "
            + "WHERE run_id = ?1 AND number > ?2 AND (?3 IS NULL OR path = ?3) ORDER BY number LIMIT ?4",
            row => new StoredLogLine(
                row.Number(0), new LogLine(row.Text(1), row.Text(2), row.TextOrNull(3), row.Time(4), row.Text(5))),
            runId, after, path, limit);

    public static IReadOnlyList<LeaseRow> Leases(SqlSession session) =>
        session.All(
            $"SELECT {LeaseTable.Columns} FROM lease ORDER BY since, target_id, run_id, unit", LeaseTable.Read);

    public static IReadOnlyList<ApprovalRow> Approvals(SqlSession session) =>
        session.All(
            "SELECT a.run_id, r.workflow, a.path, a.message, a.by, a.requested_at, a.expires "
            + "FROM run_approval a JOIN run r ON r.id = a.run_id ORDER BY a.requested_at, a.run_id, a.path",
            row => new ApprovalRow(
                row.Text(0),
                row.Text(1),
                new ApprovalAsk(
                    row.Text(2), row.Text(3), JsonSerializer.Deserialize<string[]>(row.Text(4))!, row.Time(5), row.TimeOrNull(6))));
}
