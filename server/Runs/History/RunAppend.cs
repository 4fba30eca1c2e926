namespace Runbooks.Server.Runs.History;

/// <summary>Events of one run and everything that is written with them in the same transaction.</summary>
public sealed record RunAppend
{
    public required string RunId { get; init; }

    /// <summary>The epoch of the writer's claim.</summary>
    public required long Epoch { get; init; }

    /// <summary>The sequence of the last event that the writer knows; the first event here has the next one.</summary>
    public required long After { get; init; }

    /// <summary>May be empty, where only other rows change: a stale message is consumed, a snapshot kept.</summary>
    public required IReadOnlyList<NewEvent> Events { get; init; }

    /// <summary>The run row as it is after these events.</summary>
    public required RunProjection Projection { get; init; }

    /// <summary>Leases to take. All or none: if another root run holds one, nothing at all is written. A lease belongs to the root
    /// run: any number of its units, also those of its sub-runs, hold a target together, and it is free when the last one goes.</summary>
    public IReadOnlyList<LeaseAsk> Leases { get; init; } = [];

    /// <summary>Places in the queue of a leased target. If the target has become free, or its own root run holds it, the lease is taken
    /// at once and a <c>lease-granted</c> message put into this run's inbox, in the same transaction. Its id is
    /// <c>lease:{unit}:{number}</c>, its data <c>{"unit": …, "target": …}</c> with the target's id.</summary>
    public IReadOnlyList<LeaseAsk> LeaseWaits { get; init; } = [];

    /// <summary>Leases and places in the queue to give up, also ones that this very append took; the next in each queue is granted,
    /// together with all others of its root run.</summary>
    public IReadOnlyList<LeaseAsk> Releases { get; init; } = [];

    /// <summary>Ids of messages that these events consume; one that is not in the inbox does nothing.</summary>
    public IReadOnlyList<string> Consumed { get; init; } = [];

    /// <summary>Messages to other runs: the end of a child to its parent. One to a run that has ended, or never was, is dropped.</summary>
    public IReadOnlyList<OutgoingMessage> Outgoing { get; init; } = [];

    /// <summary>Targets that the run has to do with, for finding runs by target.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Approvals that are asked for from now on; one for the same path is replaced.</summary>
    public IReadOnlyList<ApprovalAsk> Approvals { get; init; } = [];

    /// <summary>Paths whose approval is no longer asked for; done before <see cref="Approvals"/>.</summary>
    public IReadOnlyList<string> ApprovalsSettled { get; init; } = [];

    /// <summary>The state after these events, as a disposable cache; null: keep the one there is.</summary>
    public byte[]? Snapshot { get; init; }

    /// <summary>Identifies this append, so that one whose answer was lost is found instead of written again: the last append of a run,
    /// repeated with its nonce, answers <see cref="AppendResult.Committed"/> again (without runs to wake, which is a hint only).</summary>
    public Guid Nonce { get; init; } = Nonces.Next();
}

/// <param name="Version">Of the event's shape.</param>
/// <param name="Data">JSON, UTF-8.</param>
public sealed record NewEvent(string Type, int Version, DateTimeOffset At, byte[] Data);

/// <summary>The run row: a projection of the history. A terminal one frees the slot and admits the next, and removes the run's
/// leases, places in queues, inbox and approvals, all in the transaction of the event that ended it; it is stored as neither active,
/// held nor due. What a run is by its start (workflow, version, creation, trigger, who, why, root and parent) is kept from the start.</summary>
/// <param name="Active">Somebody must be executing it: recovered at once when its owner is gone.</param>
/// <param name="Held">It waits for automation to go on after a stop.</param>
/// <param name="Due">When the run must be woken; null: only by a message.</param>
public sealed record RunProjection(
    string Workflow,
    int Version,
    string Status,
    bool Terminal,
    bool Active,
    bool Held,
    DateTimeOffset? Due,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    string TriggerKind,
    string? TriggerName,
    string? StartedBy,
    string? Reason,
    string RootRunId,
    string? ParentRunId,
    bool HandledFailures);

/// <param name="TargetId">The target's stable identity.</param>
/// <param name="Unit">Identifies the holder within the run: path and target.</param>
public sealed record LeaseAsk(string TargetId, string TargetName, string RootRunId, string Unit);

public sealed record ApprovalAsk(string Path, string Message, IReadOnlyList<string> By, DateTimeOffset RequestedAt, DateTimeOffset? Expires);

public sealed record OutgoingMessage(string RunId, InboxMessage Message);

public abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <param name="Wake">Runs that got a message by this append: others, and this run itself where a place in a queue was granted at
    /// once.</param>
    public sealed record Committed(IReadOnlyList<string> Wake) : AppendResult;

    /// <summary>Nothing was written: another owner has claimed the run, or it has gone on.</summary>
    public sealed record Fenced : AppendResult;

    /// <summary>Nothing was written: these targets are leased to other root runs.</summary>
    public sealed record LeaseBusy(IReadOnlyDictionary<string, LeaseRow> Holders) : AppendResult;
}
