using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

/// <summary>Runs, slots and inboxes of the <see cref="ModelRunStore"/>.</summary>
internal sealed class ModelRuns
{
    private readonly List<ModelRun> _runs = [];
    private readonly TimeProvider _time;
    private long _logs;

    public ModelRuns(TimeProvider time)
    {
        _time = time;
        Leases = new ModelLeases(time, (runId, message) => Enqueue(runId, message) == EnqueueResult.Accepted);
    }

    public ModelLeases Leases { get; }

    public IReadOnlyList<ModelRun> All => _runs;

    public ModelRun? Find(string runId) => _runs.Find(r => r.Row.RunId == runId);

    public StartResult Start(RunStart start)
    {
        if ((Find(start.RunId) ?? _runs.Find(r => start.StartKey is { } key && r.Row.StartKey == key)) is { } made)
            return new StartResult.Duplicate(made.Row);
        var others = _runs.Where(r => r.Slot is { } slot && slot.Workflow == start.Slot?.Workflow).ToList();
        var free = start.Slot is null || (others.TrueForAll(r => r.Admitted) && others.Count < start.Slot.Max);
        var append = free ? start.Append : start.Queued;
        if (append is null)
            return new StartResult.Busy([.. others.Where(r => r.Admitted).Select(r => r.Row.RunId)]);
        if (Leases.Busy(append.Leases) is { Count: > 0 } busy)
            return new StartResult.LeaseBusy(busy);
        if (start.Handing is { } handing && Append(handing) is not AppendResult.Committed)
            return new StartResult.Changed();
        var run = new ModelRun(new RunRow(start.RunId, 1, 0, start.Owner, start.StartKey, append.Projection)) { Slot = start.Slot, Admitted = free };
        _runs.Add(run);
        foreach (var waiting in others.Where(r => !free && !r.Admitted))
            waiting.Slot = start.Slot;
        Admit(start.Slot?.Workflow);
        Write(run, append);
        return free ? new StartResult.Started() : new StartResult.Queued();
    }

    public AppendResult Append(RunAppend append)
    {
        var run = Find(append.RunId);
        if (run is not null && run.Nonce == append.Nonce)
            return new AppendResult.Committed([]);
        if (run is null || run.Row.Epoch != append.Epoch || run.Row.Sequence != append.After)
            return new AppendResult.Fenced();
        if (append.Events.Any(e => e.Data is null))
            throw new ArgumentException("An event has data.");
        return Leases.Busy(append.Leases) is { Count: > 0 } busy ? new AppendResult.LeaseBusy(busy) : new AppendResult.Committed(Write(run, append));
    }

    public ClaimedRun? Claim(string runId, string owner)
    {
        if (Find(runId) is not { } run)
            return null;
        run.Row = run.Row with { Epoch = run.Row.Epoch + 1, Owner = owner };
        var after = run.Snapshot?.Sequence ?? 0;
        return new ClaimedRun(run.Row, run.Snapshot, [.. run.Events.Where(e => e.Sequence > after)], [.. run.Inbox]);
    }

    public EnqueueResult Enqueue(string runId, InboxMessage message, int limit = int.MaxValue)
    {
        if (Find(runId) is not { } run)
            return EnqueueResult.NoSuchRun;
        if (run.Ended)
            return EnqueueResult.Ended;
        if (run.Seen.Contains(message.Id) || run.Inbox.Exists(m => m.Id == message.Id))
            return EnqueueResult.Duplicate;
        if (run.Inbox.Count >= limit)
            return EnqueueResult.Full;
        run.Inbox.Add(message);
        return EnqueueResult.Accepted;
    }

    public int Log(IReadOnlyList<LogLine> lines)
    {
        foreach (var line in lines)
            Find(line.RunId)?.Logs.Add(new StoredLogLine(++_logs, line));
        return lines.Count;
    }

    public int Forget(DateTimeOffset endedBefore, int limit)
    {
        var old = _runs.Where(r => r.Ended && r.Row.Projection.EndedAt < endedBefore).OrderBy(r => r.Row.Projection.EndedAt).Take(limit).ToList();
        return _runs.RemoveAll(old.Contains);
    }

    private List<string> Write(ModelRun run, RunAppend append)
    {
        var wake = new List<string>();
        run.Nonce = append.Nonce;
        run.Events.AddRange(append.Events.Select((e, n) => new StoredEvent(append.After + n + 1, e.Type, e.Version, e.At, e.Data)));
        run.Row = run.Row with { Sequence = append.After + append.Events.Count, Projection = Project(run.Row.Projection, append.Projection) };
        wake.AddRange(Leases.Change(append));
        run.Seen.AddRange(append.Consumed.Where(id => run.Inbox.RemoveAll(m => m.Id == id) > 0));
        wake.AddRange(append.Outgoing.Where(o => Enqueue(o.RunId, o.Message) == EnqueueResult.Accepted).Select(o => o.RunId));
        run.Targets.UnionWith(append.Targets);
        foreach (var path in append.ApprovalsSettled)
            run.Approvals.Remove(path);
        foreach (var ask in append.Approvals)
            run.Approvals[ask.Path] = ask;
        if (append.Snapshot is { } state)
            run.Snapshot = new StoredSnapshot(run.Row.Sequence, state);
        if (run.Ended)
            wake.AddRange(Clear(run));
        return [.. wake.Distinct().Where(id => id != run.Row.RunId || !run.Ended)];
    }

    private List<string> Clear(ModelRun run)
    {
        var workflow = run.Slot?.Workflow;
        run.Slot = null;
        run.Inbox.Clear();
        run.Seen.Clear();
        run.Approvals.Clear();
        return [.. Admit(workflow), .. Leases.RemoveRun(run.Row.RunId)];
    }

    private List<string> Admit(string? workflow)
    {
        var wake = new List<string>();
        var all = _runs.Where(r => r.Slot is { } slot && slot.Workflow == workflow).ToList();
        while (all.Find(r => !r.Admitted) is { } next && all.Count(r => r.Admitted) < next.Slot!.Max)
        {
            next.Admitted = true;
            if (Enqueue(next.Row.RunId, new InboxMessage("admitted", "admitted", "{}", _time.GetUtcNow())) == EnqueueResult.Accepted)
                wake.Add(next.Row.RunId);
        }
        return wake;
    }

    private static RunProjection Project(RunProjection start, RunProjection now) => start with
    {
        Status = now.Status,
        Terminal = now.Terminal,
        Active = now.Active && !now.Terminal,
        Held = now.Held && !now.Terminal,
        Due = now.Terminal ? null : now.Due,
        StartedAt = now.StartedAt,
        EndedAt = now.EndedAt,
        HandledFailures = now.HandledFailures,
    };
}
