namespace Runbooks.Server.Runs.History.Sqlite.Journaling;

/// <summary>Takes the appends of a commit together, and carries runs over to their tables once they have ended: fewer pages in each
/// commit, and each run written once (sqlite-store.decision.md). It takes only what concerns nothing but the
/// run itself; for all else, and for whoever reads, everything is carried over first. Within the writer's transactions; only
/// <see cref="IsEmpty"/> is for other threads too.</summary>
internal sealed class RunJournal(SqlSession session, RunTable runs) : IDisposable
{
    /// <summary>Ended runs that are carried over together.</summary>
    private const int EndedTogether = 96;

    /// <summary>Rows of the journal.</summary>
    private const int Slots = 64;

    /// <summary>Bounds what is in memory, and how long opening the file takes.</summary>
    private const int MostAppends = 2_048;

    private readonly Dictionary<string, JournaledRun> _known = new(StringComparer.Ordinal);
    private readonly List<JournaledRun> _ended = [];
    private readonly JournalRows _rows = new();

    // Numbers of rows: the next, the last one of those that are all carried over, and one before which none is needed.
    private long _number;
    private long _carried;
    private long _oldest;
    private int _appends;
    private bool _isPassed;
    private volatile bool _isEmpty = true;

    /// <summary>Everything that is committed is in the tables.</summary>
    public bool IsEmpty => _isEmpty;

    /// <summary>Carries over what an earlier process has left.</summary>
    public void Recover()
    {
        Load();
        if (_number == _carried + 1) return;
        session.Run("BEGIN IMMEDIATE");
        CarryOver();
        session.Run("COMMIT");
    }

    /// <returns>False: it is for the tables to take or to refuse.</returns>
    public bool TryStart(RunStart start)
    {
        if (_isPassed || start.Slot is not null || start.StartKey is not null || start.Handing is not null || !Fits(start.Append))
            return false;
        if (_known.ContainsKey(start.RunId) || runs.Head(start.RunId) is not null) return false;
        if (!_rows.TryAdd(start)) return false;
        Take(start, start.Append);
        return true;
    }

    /// <returns>Null: it is for the tables to take or to refuse.</returns>
    public AppendResult? TryAppend(RunAppend append)
    {
        if (_isPassed || !Fits(append)) return null;
        var run = _known.GetValueOrDefault(append.RunId);
        if ((run?.Head ?? runs.Head(append.RunId)) is not { } head) return new AppendResult.Fenced();
        if (head.Nonce == append.Nonce) return new AppendResult.Committed([]);
        if (head.Epoch != append.Epoch || head.Sequence != append.After) return new AppendResult.Fenced();
        if (append.Projection.Terminal && run is not { IsBare: true } && runs.HasOthers(append.RunId)) return null;
        if (!_rows.TryAdd(append)) return null;
        Take(run ?? new JournaledRun(append.RunId, null, head, _number), append);
        return new AppendResult.Committed([]);
    }

    /// <summary>Writes all to the tables.</summary>
    public void CarryOver()
    {
        foreach (var run in _known.Values)
            run.CarryOver(runs);
        if (_number > _carried + 1)
            session.Run("UPDATE journal SET number = ?1 WHERE slot = 0", _number - 1);
        _carried = _number - 1;
        Clear();
    }

    /// <summary>Before the transaction is committed.</summary>
    /// <param name="resting">Nobody waits for the writer.</param>
    public void Complete(bool resting)
    {
        if (resting || _appends >= MostAppends || _rows.Count >= Slots)
            CarryOver();
        else if (_ended.Count >= EndedTogether || _number + _rows.Count > _oldest + Slots)
            CarryOverEnded();
        if (_known.Count > 0)
            Write();
        _rows.Clear();
    }

    /// <summary>After the transaction was committed.</summary>
    public void Committed()
    {
        _isPassed = false;
        _isEmpty = _known.Count == 0;
    }

    /// <summary>After the transaction was rolled back, in the next: an entry is at fault, so each is on its own, without the journal.</summary>
    public void Restart()
    {
        Load();
        CarryOver();
        _isPassed = true;
    }

    public void Dispose() => _rows.Dispose();

    private static bool Fits(RunAppend append) =>
        append is
        {
            Events.Count: > 0, Leases.Count: 0, LeaseWaits.Count: 0, Releases.Count: 0, Consumed.Count: 0, Outgoing.Count: 0, Targets.Count: 0,
            Approvals.Count: 0, ApprovalsSettled.Count: 0, Snapshot: null,
        }
        && SizeOf(append.Events) < JournalRows.Size;

    private static long SizeOf(IReadOnlyList<NewEvent> events)
    {
        var size = 0L;
        for (var at = 0; at < events.Count; at++)
            size += events[at].Data.Length;
        return size;
    }

    private void Write()
    {
        foreach (var row in _rows.Rows())
        {
            var slot = 1 + (_number % Slots);
            if (session.Run("UPDATE journal SET number = ?2, data = ?3 WHERE slot = ?1", slot, _number, row) == 0)
                session.Run("INSERT INTO journal (slot, number, data) VALUES (?1, ?2, ?3)", slot, _number, row);
            _number++;
        }
    }

    private void Take(RunStart start, RunAppend append) => Take(new JournaledRun(start.RunId, start, default, _number), append);

    private void Take(JournaledRun run, RunAppend append)
    {
        run.Add(append);
        _known[run.RunId] = run;
        _appends++;
        if (append.Projection.Terminal)
            _ended.Add(run);
    }

    /// <summary>Those that have ended, and those whose rows are to be written again soon.</summary>
    private void CarryOverEnded()
    {
        _ended.AddRange(_known.Values.Where(run => run.FirstRow < _number + _rows.Count - (Slots / 2)));
        foreach (var run in _ended)
        {
            if (_known.Remove(run.RunId))
                run.CarryOver(runs);
        }
        _ended.Clear();
        _appends = 0;
        _oldest = _known.Count > 0 ? _known.Values.Min(run => run.FirstRow) : _number;
    }

    /// <summary>Reads the journal. A run that was carried over may have appends in rows that others held back.</summary>
    private void Load()
    {
        _carried = session.First("SELECT number FROM journal WHERE slot = 0", row => row.Number(0));
        var rows = session.All(
            "SELECT number, data FROM journal WHERE slot > 0 AND number > ?1 ORDER BY number", row => (row.Number(0), row.Blob(1)), _carried);
        _number = _carried + 1;
        Clear();
        foreach (var (number, data) in rows)
        {
            _number = number;
            foreach (var (start, append) in JournalRows.Read(data))
                Load(start, append);
            _number++;
        }
    }

    private void Load(RunStart? start, RunAppend append)
    {
        var run = _known.GetValueOrDefault(append.RunId);
        var head = run?.Head ?? runs.Head(append.RunId);
        if (start is not null && head is null)
            Take(start, append);
        else if (start is null && head?.Sequence == append.After)
            Take(run ?? new JournaledRun(append.RunId, null, head.Value, _number), append);
    }

    private void Clear()
    {
        _known.Clear();
        _ended.Clear();
        _rows.Clear();
        _appends = 0;
        _oldest = _number;
    }
}
