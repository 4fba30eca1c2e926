namespace Runbooks.Server.Runs.History;

/// <summary>Where runs live: their histories, and the rows that are written in the same transaction as the events that cause them.
/// Every call that changes something is durable (fsync) when it returns. Safe for use from many threads; changes of many runs share a
/// transaction, and one that fails does so alone. A store that cannot write durably ends the process.</summary>
public interface IRunStore : IAsyncDisposable
{
    /// <summary>Makes a run with its first events, and takes or queues for its slot.</summary>
    Task<StartResult> StartAsync(RunStart start);

    /// <summary>Appends events and the rows that go with them, on condition that epoch and sequence are as expected.</summary>
    Task<AppendResult> AppendAsync(RunAppend append);

    /// <summary>Makes <paramref name="owner"/> the run's owner and raises its epoch, so that an earlier owner can append no more.
    /// Null: there is no such run.</summary>
    Task<ClaimedRun?> ClaimAsync(string runId, string owner);

    /// <summary>Puts a message into a run's inbox. The message is kept until the run consumes it with an event.</summary>
    Task<EnqueueResult> EnqueueAsync(string runId, InboxMessage message);

    /// <summary>Puts one message into the inboxes of all runs that wait for automation to go on (<see cref="RunProjection.Held"/>).
    /// Gives the runs that did not have it yet.</summary>
    Task<IReadOnlyList<string>> EnqueueToHeldAsync(string id, string type, string data, DateTimeOffset at);

    /// <summary>Adds log lines, also of runs that have ended. Lines of runs that do not exist are dropped.</summary>
    Task AppendLogsAsync(IReadOnlyList<LogLine> lines);

    /// <summary>Removes runs that ended before a time, the longest ended first, with all that belongs to them, their start keys too.
    /// Gives how many; fewer than the limit: none is left.</summary>
    Task<int> ForgetAsync(DateTimeOffset endedBefore, int limit);

    /// <summary>Takes leases away from whoever holds the target, by an administrator's hand, and grants the next.</summary>
    /// <returns>Runs to wake.</returns>
    Task<IReadOnlyList<string>> BreakLeaseAsync(string targetId);

    /// <summary>Messages that the run has not consumed, oldest first.</summary>
    Task<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId);

    /// <summary>Runs whose due time has come, the longest due first.</summary>
    Task<IReadOnlyList<string>> ReadDueAsync(DateTimeOffset now, int limit);

    /// <summary>The earliest due time of all runs; null where none waits.</summary>
    Task<DateTimeOffset?> ReadNextDueAsync();

    /// <summary>Runs that need somebody: not ended, and either active (<see cref="RunProjection.Active"/>) without this owner, or with a
    /// message in the inbox. In random order: where there are more than the limit, those that cannot be helped leave the others their
    /// turn.</summary>
    Task<IReadOnlyList<string>> ReadForsakenAsync(string owner, int limit);

    Task<RunRow?> ReadRunAsync(string runId);

    /// <summary>Finds the run that an earlier start with this key made.</summary>
    Task<RunRow?> ReadByStartKeyAsync(string startKey);

    /// <summary>Runs, newest first; those of one moment by id.</summary>
    /// <exception cref="FormatException">The cursor is not from a page of this list.</exception>
    Task<RunPage> ListAsync(RunQuery query);

    /// <summary>Runs that have ended, in the order of their ends, those of one moment by id: after a run that ended at a time. What commits
    /// at the same time as others may come in with an earlier end than the newest that is there.</summary>
    Task<IReadOnlyList<RunRow>> ReadEndedAsync(DateTimeOffset endedAt, string afterRunId, int limit);

    /// <summary>Events after a sequence, in order.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(string runId, long after, int limit);

    /// <summary>Log lines after a line's id, in order.</summary>
    Task<IReadOnlyList<StoredLogLine>> ReadLogsAsync(string runId, string? path, long after, int limit);

    /// <summary>All leases, the longest held first.</summary>
    Task<IReadOnlyList<LeaseRow>> ReadLeasesAsync();

    /// <summary>All approvals that are asked for, the longest waiting first.</summary>
    Task<IReadOnlyList<ApprovalRow>> ReadApprovalsAsync();
}
