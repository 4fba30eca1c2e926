namespace Runbooks.Server.Runs.History.Sqlite.Journaling;

/// <summary>A run with appends that are in the journal only.</summary>
/// <param name="start">Null: the run itself is in its table.</param>
/// <param name="head">As it is in the table, or before its first append.</param>
/// <param name="firstRow">The journal's row with the first of the appends.</param>
internal sealed class JournaledRun(string runId, RunStart? start, RunHead head, long firstRow)
{
    private readonly long _after = head.Sequence;
    private readonly List<NewEvent> _events = [];
    private RunProjection? _projection;

    public string RunId => runId;

    public RunHead Head { get; private set; } = head;

    public long FirstRow => firstRow;

    /// <summary>Started in the journal, and nothing but appends that fit into it since: no other table has a row of it.</summary>
    public bool IsBare => start is not null;

    public void Add(RunAppend append)
    {
        _events.AddRange(append.Events);
        _projection = append.Projection;
        Head = new RunHead(append.Epoch, append.After + append.Events.Count, append.Nonce);
    }

    public void CarryOver(RunTable runs)
    {
        var append = new RunAppend
        {
            RunId = runId,
            Epoch = Head.Epoch,
            After = _after,
            Nonce = Head.Nonce,
            Events = _events,
            Projection = start is null ? _projection! : Kept(start.Append.Projection, _projection!),
        };
        if (start is not null)
            runs.Insert(start, append);
        else if (!runs.Advance(append))
            throw new InvalidOperationException($"The journal of run {runId} goes on after event {_after}, the run itself does not.");
    }

    /// <summary>What a run is by its start is kept from the start.</summary>
    private static RunProjection Kept(RunProjection start, RunProjection now) => start with
    {
        Status = now.Status,
        Terminal = now.Terminal,
        Active = now.Active,
        Held = now.Held,
        Due = now.Due,
        StartedAt = now.StartedAt,
        EndedAt = now.EndedAt,
        HandledFailures = now.HandledFailures,
    };
}

/// <summary>What an append is checked against.</summary>
/// <param name="Nonce">Of the last append.</param>
internal readonly record struct RunHead(long Epoch, long Sequence, Guid Nonce);
