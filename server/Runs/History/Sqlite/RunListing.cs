using System.Globalization;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>The list of runs. Each status asked for is a query of its own, in the order of an index: one query for several would
/// sort every run there ever was.</summary>
internal static class RunListing
{
    public static RunPage Read(SqlSession session, RunQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        var cursor = query.Cursor is { } text ? RunCursor.Parse(text) : RunCursor.Newest;
        string?[] statuses = query.Status is { Count: > 0 } some ? [.. some.Distinct(StringComparer.Ordinal)] : [null];
        var rows = statuses
            .SelectMany(status => OfStatus(session, query, cursor, status))
            .OrderByDescending(row => row.Projection.CreatedAt)
            .ThenByDescending(row => row.RunId, StringComparer.Ordinal)
            .Take(query.Limit + 1)
            .ToList();
        if (rows.Count <= query.Limit)
            return new RunPage(rows, null);
        rows.RemoveAt(query.Limit);
        return new RunPage(rows, RunCursor.After(rows[^1]).ToString());
    }

    private static List<RunRow> OfStatus(SqlSession session, RunQuery query, RunCursor cursor, string? status)
    {
        var from = query.TargetId is null
            ? "FROM run r WHERE (r.created_at, r.id) < (?1, ?2)"
            : "FROM run_target t CROSS JOIN run r ON r.id = t.run_id WHERE t.target_id = ?3 AND (t.run_created_at, t.run_id) < (?1, ?2)";
        var sql = $"SELECT {RunColumns.All} {from}"
            + (query.Workflow is null ? "" : " AND r.workflow = ?4")
            + (status is null ? "" : " AND r.status = ?5")
            + (query.TriggerKind is null ? "" : " AND r.trigger_kind = ?6")
            + (query.Since is null ? "" : " AND r.created_at >= ?7")
            + (query.TargetId is null ? " ORDER BY r.created_at DESC, r.id DESC" : " ORDER BY t.run_created_at DESC, t.run_id DESC")
            + " LIMIT ?8";
        return session.All(
            sql, RunColumns.Read,
            cursor.CreatedAt, cursor.RunId, query.TargetId, query.Workflow, status, query.TriggerKind, query.Since, query.Limit + 1);
    }
}

/// <summary>The place of a run in the order of the list: newest first, those of one moment by id.</summary>
internal readonly record struct RunCursor(long CreatedAt, string RunId)
{
    public static RunCursor Newest => new(long.MaxValue, "");

    public static RunCursor After(RunRow row) => new(row.Projection.CreatedAt.UtcTicks, row.RunId);

    public static RunCursor Parse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0 && long.TryParse(text[..dash], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var createdAt))
            return new RunCursor(createdAt, text[(dash + 1)..]);
        throw new FormatException($"'{text}' is no cursor of a list of runs. Take `next` of the page before, or leave it out.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CreatedAt:x}-{RunId}");
}
