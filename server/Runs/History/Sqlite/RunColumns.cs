namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>The run row and its columns, in one order for writing and reading.</summary>
internal static class RunColumns
{
    public const string All =
        "id, epoch, sequence, owner, start_key, workflow, version, status, terminal, active, held, due, created_at, started_at, "
        + "ended_at, trigger_kind, trigger_name, started_by, reason, root_run_id, parent_run_id, handled_failures";

    public static RunRow Read(SqlStatement row) =>
        new(row.Text(0), row.Number(1), row.Number(2), row.TextOrNull(3), row.TextOrNull(4), Projection(row));

    private static RunProjection Projection(SqlStatement row) => new(
        Workflow: row.Text(5),
        Version: (int)row.Number(6),
        Status: row.Text(7),
        Terminal: row.Flag(8),
        Active: row.Flag(9),
        Held: row.Flag(10),
        Due: row.TimeOrNull(11),
        CreatedAt: row.Time(12),
        StartedAt: row.TimeOrNull(13),
        EndedAt: row.TimeOrNull(14),
        TriggerKind: row.Text(15),
        TriggerName: row.TextOrNull(16),
        StartedBy: row.TextOrNull(17),
        Reason: row.TextOrNull(18),
        RootRunId: row.Text(19),
        ParentRunId: row.TextOrNull(20),
        HandledFailures: row.Flag(21));
}
