namespace Runbooks.Server.Runs.History;

/// <param name="Id">Unique within the run; a second message with it is a duplicate, also after the first was consumed (a run remembers
/// the 10,000 that it consumed last).</param>
/// <param name="Data">JSON.</param>
public sealed record InboxMessage(string Id, string Type, string Data, DateTimeOffset At);

public enum EnqueueResult
{
    Accepted,
    Duplicate,
    NoSuchRun,
    Ended,

    /// <summary>The run's inbox holds as many messages as it may have from outside (1,000). Those that the store writes itself
    /// (<c>lease-granted</c>, <c>admitted</c>, outgoing ones of other runs, those to held runs) are never turned away.</summary>
    Full,
}

public sealed record StoredEvent(long Sequence, string Type, int Version, DateTimeOffset At, byte[] Data);

public sealed record RunRow(string RunId, long Epoch, long Sequence, string? Owner, string? StartKey, RunProjection Projection);

/// <param name="Row">As claimed, with the new owner and epoch.</param>
/// <param name="Snapshot">The latest state kept, and the sequence that it stands after; null where there is none.</param>
/// <param name="Events">Those after the snapshot.</param>
public sealed record ClaimedRun(RunRow Row, StoredSnapshot? Snapshot, IReadOnlyList<StoredEvent> Events, IReadOnlyList<InboxMessage> Inbox);

public sealed record StoredSnapshot(long Sequence, byte[] Data);

/// <param name="Path">The step.</param>
public sealed record LogLine(string RunId, string Path, string? Target, DateTimeOffset At, string Text);

public sealed record StoredLogLine(long Id, LogLine Line);

public sealed record LeaseRow(string TargetId, string TargetName, string RootRunId, string RunId, string Unit, DateTimeOffset Since);

public sealed record ApprovalRow(string RunId, string Workflow, ApprovalAsk Approval);

/// <summary>Which runs to list; conditions that are given must all hold.</summary>
/// <param name="Status">Any of these.</param>
/// <param name="TargetId">Runs that have to do with the target (<see cref="RunAppend.Targets"/>).</param>
/// <param name="Since">Created at this time or later.</param>
/// <param name="Cursor">From the page before.</param>
public sealed record RunQuery(
    string? Workflow = null,
    IReadOnlyList<string>? Status = null,
    string? TriggerKind = null,
    string? TargetId = null,
    DateTimeOffset? Since = null,
    string? Cursor = null,
    int Limit = 50);

public sealed record RunPage(IReadOnlyList<RunRow> Items, string? Next);
