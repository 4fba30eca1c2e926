namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>What the store writes into its tables, each method within one transaction. Conditions are checked before anything is written, so that an
/// entry that fails them leaves no trace.</summary>
internal sealed class RunWrites
{
    private readonly SqlSession _session;
    private readonly RunTable _runs;
    private readonly InboxTable _inbox;
    private readonly LeaseTable _leases;
    private readonly SlotTable _slots;
    private readonly ApprovalTable _approvals;

    public RunWrites(SqlSession session, TimeProvider time)
    {
        _session = session;
        _runs = new RunTable(session);
        _inbox = new InboxTable(session);
        _leases = new LeaseTable(session, _inbox, time);
        _slots = new SlotTable(session, _inbox, time);
        _approvals = new ApprovalTable(session);
    }

    public StartResult Start(RunStart start)
    {
        if (_runs.Find(start.RunId, start.StartKey) is { } run)
            return new StartResult.Duplicate(run);
        var free = start.Slot is null || _slots.IsFree(start.Slot);
        var append = free ? start.Append : start.Queued;
        if (append is null)
            return new StartResult.Busy(_slots.Holders(start.Slot!.Workflow));
        if (_leases.Busy(append.Leases) is { } holders)
            return new StartResult.LeaseBusy(holders);
        if (start.Handing is { } handing && !_runs.Expects(handing))
            return new StartResult.Changed();
        Insert(start, append, free);
        if (start.Handing is { } given && _runs.Advance(given))
            WriteRows(given, new Wakes());
        return free ? new StartResult.Started() : new StartResult.Queued();
    }

    public AppendResult Append(RunAppend append)
    {
        if (append.Leases.Count > 0 && _runs.Expects(append) && _leases.Busy(append.Leases) is { } holders)
            return new AppendResult.LeaseBusy(holders);
        if (!_runs.Advance(append))
            return _runs.IsRepeated(append) ? new AppendResult.Committed([]) : new AppendResult.Fenced();
        return new AppendResult.Committed(WriteRows(append, new Wakes()));
    }

    public RunRow? Claim(string runId, string owner) => _runs.Claim(runId, owner);

    public EnqueueResult Enqueue(string runId, InboxMessage message) => _inbox.Enqueue(runId, message);

    public IReadOnlyList<string> EnqueueToHeld(InboxMessage message) => _inbox.DeliverToHeld(message);

    public IReadOnlyList<string> BreakLease(string targetId)
    {
        var wakes = new Wakes();
        _leases.Break(targetId, wakes);
        return wakes.Runs;
    }

    public int Forget(DateTimeOffset endedBefore, int limit)
    {
        var runs = _session.All(
            "SELECT id FROM run WHERE terminal = 1 AND ended_at < ?1 ORDER BY ended_at LIMIT ?2", SqlRows.Id, endedBefore, limit);
        foreach (var runId in runs)
        {
            _session.Run("DELETE FROM run_event WHERE run_id = ?1", runId);
            _session.Run("DELETE FROM run_snapshot WHERE run_id = ?1", runId);
            _session.Run("DELETE FROM run_target WHERE run_id = ?1", runId);
            _session.Run("DELETE FROM run_log WHERE run_id = ?1", runId);
            _session.Run("DELETE FROM run WHERE id = ?1", runId);
        }
        return runs.Count;
    }

    public int AppendLogs(IReadOnlyList<LogLine> lines)
    {
        var written = 0;
        foreach (var line in lines)
        {
            written += _session.Run(
                "INSERT INTO run_log (run_id, path, target, at, text) SELECT id, ?2, ?3, ?4, ?5 FROM run WHERE id = ?1",
                line.RunId, line.Path, line.Target, line.At, line.Text);
        }
        return written;
    }

    private void Insert(RunStart start, RunAppend append, bool free)
    {
        var wakes = new Wakes();
        _runs.Insert(start, append);
        if (start.Slot is { } slot && free)
            _slots.Take(slot, start.RunId);
        else if (start.Slot is { } queue)
            _slots.Queue(queue, start.RunId, wakes);
        WriteRows(append, wakes);
    }

    /// <summary>Leases are released last, as one append may hold the beginning of a unit and its end.</summary>
    private IReadOnlyList<string> WriteRows(RunAppend append, Wakes wakes)
    {
        foreach (var ask in append.Leases)
            _leases.Take(append.RunId, ask);
        if (append.LeaseWaits.Count > 0)
            _leases.Wait(append.RunId, append.LeaseWaits, wakes);
        foreach (var ask in append.Releases)
            _leases.Release(append.RunId, ask, wakes);
        foreach (var id in append.Consumed)
            _inbox.Consume(append.RunId, id);
        foreach (var (runId, message) in append.Outgoing)
        {
            if (_inbox.Deliver(runId, message))
                wakes.Add(runId);
        }
        WriteFindable(append);
        if (append.Projection.Terminal)
            RemoveRun(append.RunId, wakes);
        return wakes.Runs;
    }

    private void WriteFindable(RunAppend append)
    {
        foreach (var target in append.Targets)
        {
            _session.Run(
                "INSERT INTO run_target (target_id, run_created_at, run_id) SELECT ?2, created_at, id FROM run WHERE id = ?1 "
                + "ON CONFLICT DO NOTHING",
                append.RunId, target);
        }
        foreach (var path in append.ApprovalsSettled)
            _approvals.Settle(append.RunId, path);
        foreach (var ask in append.Approvals)
            _approvals.Ask(append.RunId, ask);
        if (append.Snapshot is { } state)
            _runs.KeepSnapshot(append, state);
    }

    private void RemoveRun(string runId, Wakes wakes)
    {
        if (!_runs.HasOthers(runId))
            return;
        _slots.RemoveRun(runId, wakes);
        _leases.RemoveRun(runId, wakes);
        _inbox.RemoveRun(runId);
        _approvals.RemoveRun(runId);
        wakes.Remove(runId);
    }
}
