using System.Text.Json;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>Approvals that are asked for.</summary>
internal sealed class ApprovalTable(SqlSession session)
{
    /// <summary>Asking again replaces what was asked.</summary>
    public void Ask(string runId, ApprovalAsk ask) =>
        session.Run(
            "INSERT OR REPLACE INTO run_approval (run_id, path, message, by, requested_at, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            runId, ask.Path, ask.Message, JsonSerializer.Serialize(ask.By), ask.RequestedAt, ask.Expires);

    public void Settle(string runId, string path) =>
        session.Run("DELETE FROM run_approval WHERE run_id = ?1 AND path = ?2", runId, path);

    public void RemoveRun(string runId) => session.Run("DELETE FROM run_approval WHERE run_id = ?1", runId);
}
