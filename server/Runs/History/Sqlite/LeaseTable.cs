using System.Globalization;
using System.Text.Json.Nodes;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>Holds on targets and the queues for them. After each change, whoever may hold the target does: a free target has no
/// queue.</summary>
internal sealed class LeaseTable(SqlSession session, InboxTable inbox, TimeProvider time)
{
    public const string Columns = "target_id, target_name, root_run_id, run_id, unit, since";

    /// <summary>Targets that another root run holds; null where there are none.</summary>
    public Dictionary<string, LeaseRow>? Busy(IReadOnlyList<LeaseAsk> asks)
    {
        Dictionary<string, LeaseRow>? busy = null;
        foreach (var ask in asks)
        {
            if (Other(ask) is { } holder)
                (busy ??= [])[ask.TargetId] = holder;
        }
        return busy;
    }

    public void Take(string runId, LeaseAsk ask) =>
        session.Run(
            $"INSERT INTO lease ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
            ask.TargetId, ask.TargetName, ask.RootRunId, runId, ask.Unit, time.GetUtcNow());

    /// <summary>All places are in the queues before any is granted, so that one that is asked for twice is granted once.</summary>
    public void Wait(string runId, IReadOnlyList<LeaseAsk> asks, Wakes wakes)
    {
        foreach (var ask in asks)
        {
            session.Run(
                "INSERT INTO lease_wait (target_id, target_name, root_run_id, run_id, unit) VALUES (?1, ?2, ?3, ?4, ?5) "
                + "ON CONFLICT DO NOTHING",
                ask.TargetId, ask.TargetName, ask.RootRunId, runId, ask.Unit);
        }
        foreach (var ask in asks)
            Grant(ask.TargetId, wakes);
    }

    public void Release(string runId, LeaseAsk ask, Wakes wakes)
    {
        session.Run("DELETE FROM lease_wait WHERE target_id = ?1 AND run_id = ?2 AND unit = ?3", ask.TargetId, runId, ask.Unit);
        session.Run("DELETE FROM lease WHERE target_id = ?1 AND run_id = ?2 AND unit = ?3", ask.TargetId, runId, ask.Unit);
        Grant(ask.TargetId, wakes);
    }

    public void Break(string targetId, Wakes wakes)
    {
        session.Run("DELETE FROM lease WHERE target_id = ?1", targetId);
        Grant(targetId, wakes);
    }

    public void RemoveRun(string runId, Wakes wakes)
    {
        session.Run("DELETE FROM lease_wait WHERE run_id = ?1", runId);
        var held = session.All("DELETE FROM lease WHERE run_id = ?1 RETURNING target_id", SqlRows.Id, runId);
        foreach (var target in held.Distinct(StringComparer.Ordinal))
            Grant(target, wakes);
    }

    private LeaseRow? Other(LeaseAsk ask) =>
        session.First(
            $"SELECT {Columns} FROM lease WHERE target_id = ?1 AND root_run_id <> ?2 ORDER BY since, run_id, unit LIMIT 1",
            Read, ask.TargetId, ask.RootRunId);

    /// <summary>Gives the target to all in its queue that belong to the root run that has it, or, where it is free, to the root run
    /// whose turn it is.</summary>
    private void Grant(string targetId, Wakes wakes)
    {
        var waiting = session.All(
            "DELETE FROM lease_wait WHERE target_id = ?1 AND root_run_id = coalesce("
            + "(SELECT root_run_id FROM lease WHERE target_id = ?1 LIMIT 1), "
            + "(SELECT root_run_id FROM lease_wait WHERE target_id = ?1 ORDER BY number LIMIT 1)) "
            + "RETURNING number, run_id, target_id, target_name, root_run_id, unit",
            row => (Number: row.Number(0), RunId: row.Text(1), Ask: new LeaseAsk(row.Text(2), row.Text(3), row.Text(4), row.Text(5))),
            targetId);
        foreach (var (number, runId, ask) in waiting.OrderBy(w => w.Number))
        {
            Take(runId, ask);
            if (inbox.Deliver(runId, Granted(ask, number)))
                wakes.Add(runId);
        }
    }

    private InboxMessage Granted(LeaseAsk ask, long number) => new(
        string.Create(CultureInfo.InvariantCulture, $"lease:{ask.Unit}:{number}"),
        "lease-granted",
        new JsonObject { ["unit"] = ask.Unit, ["target"] = ask.TargetId }.ToJsonString(),
        time.GetUtcNow());

    public static LeaseRow Read(SqlStatement row) =>
        new(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4), row.Time(5));
}
