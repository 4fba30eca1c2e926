using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Server.Alerts.Storage;

/// <summary>Takes deliveries in. Whatever waits while a commit is on its way to the disk shares the next one (alerts.decision.md), so that a
/// storm costs some commits and not one for each request.</summary>
internal sealed class AlertStore : IDisposable
{
    private const string What = "alerts";
    private const int Busy = 8;

    /// <summary>Others write to this file too. SQLite looks again after 1, 2, 5, 10 … up to 100 ms, so a long wait misses many a chance, and
    /// the writer begins anew after 20 ms instead. The WAL is carried over seldom: a commit that does it makes its senders wait.</summary>
    private static readonly string[] Pragmas = ["busy_timeout = 20", "synchronous = FULL", "cache_size = -4096", "wal_autocheckpoint = 4000"];

    private readonly SqlSession session;
    private readonly AlertWrites writes;
    private readonly FollowedWrites followed;
    private readonly HistoryWriter writer;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<string, PendingRefusals> refusals = new();
    private int waiting;

    public AlertStore(IDbContextFactory<RunbooksDbContext> contexts, TimeProvider time, ILogger<AlertStore> log)
        : this(FileOf(contexts), time, log, (message, cause) => Environment.FailFast(message, cause))
    {
    }

    internal AlertStore(string file, TimeProvider time, ILogger log, Action<string, Exception> endProcess)
    {
        this.time = time;
        session = SqlSession.Open(file, SqliteOpenMode.ReadWrite, Pragmas);
        (writes, followed) = (new AlertWrites(session), new FollowedWrites(session));
        writer = new HistoryWriter(What, new SqlTransactions(What, session, log), endProcess);
    }

    /// <summary>Raised after something was committed that rules have to look at.</summary>
    public event Action? Changed;

    /// <summary>Many deliveries wait for their commit.</summary>
    public bool IsBusy => Volatile.Read(ref waiting) >= Busy;

    /// <summary>Commits a delivery.</summary>
    /// <returns>Null where it was taken before.</returns>
    public async Task<TakenDelivery?> TakeAsync(Delivery delivery)
    {
        Interlocked.Increment(ref waiting);
        try
        {
            var taken = await writer.Write(() => writes.Take(delivery));
            if (taken is { Accepted: > 0 }) Changed?.Invoke();
            return taken;
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>Keeps a body of which nothing could be read.</summary>
    public Task KeepUnreadAsync(string source, UnreadBody unread, string code) => writer.Write(() =>
    {
        writes.Keep(new Delivery(source, time.GetUtcNow(), []), unread);
        writes.CountRefused(source, 1, code, time.GetUtcNow());
        return true;
    });

    /// <summary>Counts a request that was turned away. Written later, many at once: whoever has no right to anything costs no commit.</summary>
    public void CountRefused(string source, string code) => refusals.AddOrUpdate(
        source, _ => new PendingRefusals(1, code, time.GetUtcNow()), (_, pending) => new PendingRefusals(pending.Count + 1, code, time.GetUtcNow()));

    public PendingRefusals? RefusalsOf(string source) => refusals.GetValueOrDefault(source);

    public async Task WriteRefusalsAsync()
    {
        foreach (var source in refusals.Keys)
            if (refusals.TryRemove(source, out var pending))
                await writer.Write(() =>
                {
                    writes.CountRefused(source, pending.Count, pending.Code, pending.LastAt);
                    return true;
                });
    }

    /// <summary>Commits what was found out about alerts, with how far that went.</summary>
    public Task WriteFollowedAsync(Followed done) => writer.Write(() =>
    {
        followed.Write(done);
        return true;
    });

    /// <summary>A run was told that its alert ended.</summary>
    public Task SettleAsync(AlertFollowUpEntity followUp) => writer.Write(() =>
    {
        followed.Settle(followUp.Firing);
        return true;
    });

    /// <summary>Removes what is too old or too much, a bounded part at a time.</summary>
    /// <returns>How many alerts; fewer than the limit: none is left to remove.</returns>
    public Task<int> ForgetAsync(DateTimeOffset endedBefore, int mostKept, int limit) =>
        writer.Write(() => followed.Forget(endedBefore, time.GetUtcNow(), mostKept, limit));

    public Task ForgetSourceAsync(string source) => writer.Write(() =>
    {
        refusals.TryRemove(source, out _);
        followed.ForgetSource(source);
        return true;
    });

    public void Dispose()
    {
        writer.Dispose();
        session.Dispose();
    }

    private static string FileOf(IDbContextFactory<RunbooksDbContext> contexts)
    {
        using var db = contexts.CreateDbContext();
        return new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
    }
}

/// <summary>Requests of a source that were turned away since this was last written.</summary>
internal sealed record PendingRefusals(long Count, string Code, DateTimeOffset LastAt);
