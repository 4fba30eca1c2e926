using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Server.Alerts.Storage;

/// <summary>The statements that write what became of alerts, within the writer's transaction.</summary>
internal sealed class FollowedWrites(SqlSession session)
{
    public void Write(Followed done)
    {
        foreach (var finding in done.Findings)
            session.Run("UPDATE alerts SET finding = ?2, target = ?3 WHERE id = ?1", finding.Alert, finding.Json, finding.Target);
        foreach (var outcome in done.Outcomes)
            session.Run(
                """
                INSERT INTO alert_outcomes (alert, "trigger", kind, message, firing, at) SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM alerts WHERE id = ?1)
                ON CONFLICT (alert, "trigger") DO UPDATE SET kind = ?3, message = ?4, firing = coalesce(?5, firing), at = ?6
                """,
                outcome.Alert, outcome.Trigger, outcome.Kind, outcome.Message, outcome.Firing, outcome.At);
        foreach (var followUp in done.FollowUps)
            session.Run(
                """INSERT INTO alert_follow_ups (firing, alert, "trigger", "action", at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                followUp.Firing, followUp.Alert, followUp.Trigger, followUp.Action, followUp.At);
        if (done.Cursor is { } cursor)
            session.Run(
                "INSERT INTO alert_cursors (name, sequence) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET sequence = max(sequence, ?2)", cursor.Name, cursor.Sequence);
    }

    public void Settle(string followUp) => session.Run("DELETE FROM alert_follow_ups WHERE firing = ?", followUp);

    public int Forget(DateTimeOffset endedBefore, DateTimeOffset now, int mostKept, int limit)
    {
        session.Run("DELETE FROM hook_deliveries WHERE forget_after < ?", now);
        var newest = session.First("SELECT max(id) FROM alerts", row => row.IsNull(0) ? 0 : row.Number(0));
        var ids = session.All(
            "SELECT id FROM alerts WHERE (status = 'resolved' AND updated_at < ?) OR id <= ? ORDER BY id LIMIT ?", row => row.Number(0), endedBefore, newest - mostKept, (long)limit);
        foreach (var id in ids) Remove(id);
        return ids.Count;
    }

    public void ForgetSource(string source)
    {
        session.Run("DELETE FROM alert_unread_bodies WHERE source = ?", source);
        session.Run("DELETE FROM hook_deliveries WHERE source = ?", source);
        session.Run("DELETE FROM alert_source_status WHERE source = ?", source);
    }

    private void Remove(long alert)
    {
        session.Run("DELETE FROM alert_outcomes WHERE alert = ?", alert);
        session.Run("DELETE FROM alert_changes WHERE alert = ?", alert);
        session.Run("DELETE FROM alerts WHERE id = ?", alert);
    }
}
