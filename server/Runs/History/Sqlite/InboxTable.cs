namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>Messages that wait to be consumed, and the ids of those that were.</summary>
internal sealed class InboxTable(SqlSession session)
{
    /// <summary>From outside: bounded.</summary>
    public EnqueueResult Enqueue(string runId, InboxMessage message)
    {
        var result = Check(runId, message.Id);
        if (result == EnqueueResult.Accepted && Count(runId) >= InboxLimits.Waiting)
            return EnqueueResult.Full;
        if (result == EnqueueResult.Accepted)
            Insert(runId, message);
        return result;
    }

    /// <summary>From the engine itself: never turned away, or a run would wait for it for ever.</summary>
    /// <returns>False: the run has it already, has ended, or does not exist.</returns>
    public bool Deliver(string runId, InboxMessage message)
    {
        if (Check(runId, message.Id) != EnqueueResult.Accepted)
            return false;
        Insert(runId, message);
        return true;
    }

    public IReadOnlyList<string> DeliverToHeld(InboxMessage message)
    {
        var held = session.All("SELECT id FROM run WHERE held = 1 ORDER BY id", SqlRows.Id);
        return held.FindAll(runId => Deliver(runId, message));
    }

    public void Consume(string runId, string id)
    {
        if (session.Run("DELETE FROM run_inbox WHERE run_id = ?1 AND id = ?2", runId, id) == 0)
            return;
        session.Run(
            "INSERT INTO run_inbox_seen (run_id, id, number) "
            + "VALUES (?1, ?2, 1 + coalesce((SELECT max(number) FROM run_inbox_seen WHERE run_id = ?1), 0))",
            runId, id);
        session.Run(
            "DELETE FROM run_inbox_seen WHERE run_id = ?1 "
            + "AND number <= (SELECT max(number) FROM run_inbox_seen WHERE run_id = ?1) - ?2",
            runId, InboxLimits.Seen);
    }

    public void RemoveRun(string runId)
    {
        session.Run("DELETE FROM run_inbox WHERE run_id = ?1", runId);
        session.Run("DELETE FROM run_inbox_seen WHERE run_id = ?1", runId);
    }

    private EnqueueResult Check(string runId, string id)
    {
        var terminal = session.First("SELECT terminal FROM run WHERE id = ?1", row => (bool?)row.Flag(0), runId);
        if (terminal is null)
            return EnqueueResult.NoSuchRun;
        if (terminal.Value)
            return EnqueueResult.Ended;
        return IsKnown(runId, id) ? EnqueueResult.Duplicate : EnqueueResult.Accepted;
    }

    private bool IsKnown(string runId, string id) =>
        session.First(
            "SELECT EXISTS (SELECT 1 FROM run_inbox WHERE run_id = ?1 AND id = ?2) "
            + "OR EXISTS (SELECT 1 FROM run_inbox_seen WHERE run_id = ?1 AND id = ?2)",
            row => row.Flag(0), runId, id);

    private long Count(string runId) =>
        session.First("SELECT count(*) FROM run_inbox WHERE run_id = ?1", row => row.Number(0), runId);

    private void Insert(string runId, InboxMessage message) =>
        session.Run(
            "INSERT INTO run_inbox (run_id, id, type, data, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            runId, message.Id, message.Type, message.Data, message.At);
}
