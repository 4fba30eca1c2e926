namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>Runs of workflows that may not go without bound: those that go, and the queue. After each change, whoever may go is
/// admitted.</summary>
internal sealed class SlotTable(SqlSession session, InboxTable inbox, TimeProvider time)
{
    /// <summary>A run that queues goes before a new one, also where the bound was raised since.</summary>
    public bool IsFree(SlotAsk ask) => Head(ask.Workflow) is null && Taken(ask.Workflow) < ask.Max;

    public IReadOnlyList<string> Holders(string workflow) =>
        session.All("SELECT run_id FROM slot WHERE workflow = ?1 AND taken = 1 ORDER BY number", SqlRows.Id, workflow);

    public void Take(SlotAsk ask, string runId) => Insert(ask, runId, taken: true);

    /// <summary>The newest bound is the one for all that queue.</summary>
    public void Queue(SlotAsk ask, string runId, Wakes wakes)
    {
        Insert(ask, runId, taken: false);
        session.Run("UPDATE slot SET max = ?2 WHERE workflow = ?1 AND taken = 0", ask.Workflow, ask.Max);
        Admit(ask.Workflow, wakes);
    }

    public void RemoveRun(string runId, Wakes wakes)
    {
        foreach (var workflow in session.All("DELETE FROM slot WHERE run_id = ?1 RETURNING workflow", SqlRows.Id, runId))
            Admit(workflow, wakes);
    }

    private void Admit(string workflow, Wakes wakes)
    {
        while (Head(workflow) is { } next && Taken(workflow) < next.Max)
        {
            session.Run("UPDATE slot SET taken = 1 WHERE run_id = ?1", next.RunId);
            if (inbox.Deliver(next.RunId, new InboxMessage("admitted", "admitted", "{}", time.GetUtcNow())))
                wakes.Add(next.RunId);
        }
    }

    private QueuedRun? Head(string workflow) =>
        session.First(
            "SELECT run_id, max FROM slot WHERE workflow = ?1 AND taken = 0 ORDER BY number LIMIT 1",
            row => new QueuedRun(row.Text(0), row.Number(1)), workflow);

    private long Taken(string workflow) =>
        session.First("SELECT count(*) FROM slot WHERE workflow = ?1 AND taken = 1", row => row.Number(0), workflow);

    private void Insert(SlotAsk ask, string runId, bool taken) =>
        session.Run(
            "INSERT INTO slot (workflow, run_id, max, taken) VALUES (?1, ?2, ?3, ?4)", ask.Workflow, runId, ask.Max, taken);

    private sealed record QueuedRun(string RunId, long Max);
}
