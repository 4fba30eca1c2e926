namespace Runbooks.Server.Runs.History;

/// <summary>A new run.</summary>
/// <param name="RunId">Unique; ids that sort by time keep the store fast. A second start with it gives the run that there is.</param>
/// <param name="StartKey">Unique: a second start with it gives the first one's run.</param>
/// <param name="Slot">Null: any number of runs of the workflow may go at once.</param>
/// <param name="Append">The events to begin with when the run may go at once. Sequences start at 1; epoch is 1.</param>
/// <param name="Queued">The events to begin with when it must queue; null means that it is refused instead.</param>
public sealed record RunStart(
    string RunId,
    string? StartKey,
    string Owner,
    SlotAsk? Slot,
    RunAppend Append,
    RunAppend? Queued)
{
    /// <summary>What another run gives up to this one, written with the start or not at all; null: nothing.</summary>
    public RunAppend? Handing { get; init; }
}

/// <param name="Max">At most so many runs of the workflow at once, 1 or more.</param>
public sealed record SlotAsk(string Workflow, int Max);

public abstract record StartResult
{
    private StartResult()
    {
    }

    /// <summary>Committed with <see cref="RunStart.Append"/>; the slot, if asked for, is taken.</summary>
    public sealed record Started : StartResult;

    /// <summary>Committed with <see cref="RunStart.Queued"/>. It gets an <c>admitted</c> message (id <c>admitted</c>, data <c>{}</c>)
    /// when a slot is its turn; queued runs are admitted in the order of their starts, and before new ones. The bound of the newest
    /// queued start is the one for all that queue: if it was raised, this run may be admitted already.</summary>
    public sealed record Queued : StartResult;

    /// <summary>Nothing was written: an earlier start with this run id made this run, or else one with this key.</summary>
    public sealed record Duplicate(RunRow Run) : StartResult;

    /// <summary>Nothing was written: these runs have the slots, longest first.</summary>
    public sealed record Busy(IReadOnlyList<string> Runs) : StartResult;

    /// <summary>Nothing was written: a target of the first events is leased to others, by target id.</summary>
    public sealed record LeaseBusy(IReadOnlyDictionary<string, LeaseRow> Holders) : StartResult;

    /// <summary>Nothing was written: the run that hands something over has changed meanwhile.</summary>
    public sealed record Changed : StartResult;
}
