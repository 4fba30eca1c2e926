using Microsoft.Data.Sqlite;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>Run histories in one SQLite file of a data directory that belongs to this process (<see cref="DataDirectoryLock"/>).</summary>
public sealed class SqliteRunStore : IRunStore
{
    public const string FileName = "history.db";

    private const string What = "run history";

    private readonly SqlSession _session;
    private readonly RunWrites _writes;
    private readonly HistoryWriter _writer;
    private readonly SqlReaders _readers;

    private SqliteRunStore(string file, SqlSession session, SqliteRunStoreOptions options)
    {
        _session = session;
        _writes = new RunWrites(session, options.Time);
        _writer = new HistoryWriter(What, new SqlTransactions(What, session, options.Log), options.EndProcess);
        _readers = new SqlReaders(file);
    }

    /// <summary>The writer's connection; tests make it fail.</summary>
    internal SqlSession Session => _session;

    /// <exception cref="HistoryTooNewException">The file is of a newer server.</exception>
    public static SqliteRunStore Open(SqliteRunStoreOptions options)
    {
        Directory.CreateDirectory(options.DataDirectory);
        var file = Path.Combine(options.DataDirectory, FileName);
        var session = SqlSession.Open(file, SqliteOpenMode.ReadWriteCreate, options.Pragmas);
        try
        {
            HistorySchema.Apply(session, file);
            return new SqliteRunStore(file, session, options);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public Task<StartResult> StartAsync(RunStart start)
    {
        AppendRules.Check(start);
        return _writer.Write(() => _writes.Start(start));
    }

    public Task<AppendResult> AppendAsync(RunAppend append) => _writer.Write(() => _writes.Append(append));

    public async Task<ClaimedRun?> ClaimAsync(string runId, string owner)
    {
        var row = await _writer.Write(() => _writes.Claim(runId, owner));
        return row is null ? null : await _readers.Read(session => RunReads.Claimed(session, row));
    }

    public Task<EnqueueResult> EnqueueAsync(string runId, InboxMessage message) =>
        _writer.Write(() => _writes.Enqueue(runId, message));

    public Task<IReadOnlyList<string>> EnqueueToHeldAsync(string id, string type, string data, DateTimeOffset at) =>
        _writer.Write(() => _writes.EnqueueToHeld(new InboxMessage(id, type, data, at)));

    public Task AppendLogsAsync(IReadOnlyList<LogLine> lines) => _writer.Write(() => _writes.AppendLogs(lines));

    public Task<int> ForgetAsync(DateTimeOffset endedBefore, int limit) => _writer.Write(() => _writes.Forget(endedBefore, limit));

    public Task<IReadOnlyList<string>> BreakLeaseAsync(string targetId) => _writer.Write(() => _writes.BreakLease(targetId));

    public Task<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId) => _readers.Read(s => RunReads.Inbox(s, runId));

    public Task<IReadOnlyList<RunRow>> ReadEndedAsync(DateTimeOffset endedAt, string afterRunId, int limit) =>
        _readers.Read(s => RunReads.Ended(s, endedAt, afterRunId, limit));

    public Task<IReadOnlyList<string>> ReadDueAsync(DateTimeOffset now, int limit) => _readers.Read(s => RunReads.Due(s, now, limit));

    public Task<DateTimeOffset?> ReadNextDueAsync() => _readers.Read(RunReads.NextDue);

    public Task<IReadOnlyList<string>> ReadForsakenAsync(string owner, int limit) =>
        _readers.Read(s => RunReads.Forsaken(s, owner, limit));

    public Task<RunRow?> ReadRunAsync(string runId) => _readers.Read(s => RunReads.Run(s, runId));

    public Task<RunRow?> ReadByStartKeyAsync(string startKey) => _readers.Read(s => RunReads.ByStartKey(s, startKey));

    public Task<RunPage> ListAsync(RunQuery query) => _readers.Read(s => RunListing.Read(s, query));

    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(string runId, long after, int limit) =>
        _readers.Read(s => RunReads.History(s, runId, after, limit));

    public Task<IReadOnlyList<StoredLogLine>> ReadLogsAsync(string runId, string? path, long after, int limit) =>
        _readers.Read(s => RunReads.Logs(s, runId, path, after, limit));

    public Task<IReadOnlyList<LeaseRow>> ReadLeasesAsync() => _readers.Read(RunReads.Leases);

    public Task<IReadOnlyList<ApprovalRow>> ReadApprovalsAsync() => _readers.Read(RunReads.Approvals);

    /// <summary>Writes what is queued and closes the file.</summary>
    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _readers.Dispose();
        _session.Dispose();
        return ValueTask.CompletedTask;
    }
}
