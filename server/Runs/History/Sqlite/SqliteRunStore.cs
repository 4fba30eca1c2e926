using Microsoft.Data.Sqlite;
using Runbooks.Server.Runs.History.Sqlite.Journaling;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>Run histories in one SQLite file of a data directory that belongs to this process (<see cref="DataDirectoryLock"/>).</summary>
public sealed class SqliteRunStore : IRunStore
{
    public const string FileName = "history.db";

    private const string What = "run history";

    private readonly SqlSession _session;
    private readonly RunJournal _journal;
    private readonly RunWrites _tables;
    private readonly HistoryWriter _writer;
    private readonly SqlReaders _readers;

    private SqliteRunStore(string file, SqlSession session, SqliteRunStoreOptions options)
    {
        _session = session;
        _journal = new RunJournal(session, new RunTable(session));
        _journal.Recover();
        _tables = new RunWrites(session, options.Time);
        _writer = new HistoryWriter(What, new SqlTransactions(What, session, options.Log), options.EndProcess, _journal);
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
        return _writer.Write(() => _journal.TryStart(start) ? new StartResult.Started() : Tables().Start(start));
    }

    public Task<AppendResult> AppendAsync(RunAppend append) => _writer.Write(() => _journal.TryAppend(append) ?? Tables().Append(append));

    public async Task<ClaimedRun?> ClaimAsync(string runId, string owner)
    {
        var row = await _writer.Write(() => Tables().Claim(runId, owner));
        return row is null ? null : await _readers.Read(session => RunReads.Claimed(session, row));
    }

    public Task<EnqueueResult> EnqueueAsync(string runId, InboxMessage message) =>
        _writer.Write(() => Tables().Enqueue(runId, message));

    public Task<IReadOnlyList<string>> EnqueueToHeldAsync(string id, string type, string data, DateTimeOffset at) =>
        _writer.Write(() => Tables().EnqueueToHeld(new InboxMessage(id, type, data, at)));

    public Task AppendLogsAsync(IReadOnlyList<LogLine> lines) => _writer.Write(() => Tables().AppendLogs(lines));

    public Task<int> ForgetAsync(DateTimeOffset endedBefore, int limit) => _writer.Write(() => Tables().Forget(endedBefore, limit));

    public Task<IReadOnlyList<string>> BreakLeaseAsync(string targetId) => _writer.Write(() => Tables().BreakLease(targetId));

    public Task<IReadOnlyList<InboxMessage>> ReadInboxAsync(string runId) => ReadAsync(s => RunReads.Inbox(s, runId));

    public Task<IReadOnlyList<RunRow>> ReadEndedAsync(DateTimeOffset endedAt, string afterRunId, int limit) =>
        ReadAsync(s => RunReads.Ended(s, endedAt, afterRunId, limit));

    public Task<IReadOnlyList<string>> ReadDueAsync(DateTimeOffset now, int limit) => ReadAsync(s => RunReads.Due(s, now, limit));

    public Task<DateTimeOffset?> ReadNextDueAsync() => ReadAsync(RunReads.NextDue);

    public Task<IReadOnlyList<string>> ReadForsakenAsync(string owner, int limit) =>
        ReadAsync(s => RunReads.Forsaken(s, owner, limit));

    public Task<RunRow?> ReadRunAsync(string runId) => ReadAsync(s => RunReads.Run(s, runId));

    public Task<RunRow?> ReadByStartKeyAsync(string startKey) => ReadAsync(s => RunReads.ByStartKey(s, startKey));

    public Task<RunPage> ListAsync(RunQuery query) => ReadAsync(s => RunListing.Read(s, query));

    public Task<IReadOnlyList<StoredEvent>> ReadHistoryAsync(string runId, long after, int limit) =>
        ReadAsync(s => RunReads.History(s, runId, after, limit));

    public Task<IReadOnlyList<StoredLogLine>> ReadLogsAsync(string runId, string? path, long after, int limit) =>
        ReadAsync(s => RunReads.Logs(s, runId, path, after, limit));

    public Task<IReadOnlyList<LeaseRow>> ReadLeasesAsync() => ReadAsync(RunReads.Leases);

    public Task<IReadOnlyList<ApprovalRow>> ReadApprovalsAsync() => ReadAsync(RunReads.Approvals);

    /// <summary>Writes what is queued and closes the file.</summary>
    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _readers.Dispose();
        _journal.Dispose();
        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>For the writer, once they hold all that was appended.</summary>
    private RunWrites Tables()
    {
        _journal.CarryOver();
        return _tables;
    }

    private Task<T> ReadAsync<T>(Func<SqlSession, T> read) => _journal.IsEmpty ? _readers.Read(read) : ReadCarriedOverAsync(read);

    private async Task<T> ReadCarriedOverAsync<T>(Func<SqlSession, T> read)
    {
        await _writer.Write(Tables);
        return await _readers.Read(read);
    }
}
