using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.Triggers.Firings;
using Runbooks.Server.Triggers.Schedules.Times;

namespace Runbooks.Server.Triggers.Schedules;

/// <summary>Sleeps until the next schedule is due, and commits what is: the firings and where each schedule goes on are one transaction.</summary>
internal sealed class ScheduleClock(
    IDbContextFactory<RunbooksDbContext> contexts,
    ScheduleTriggers schedules,
    TriggerRegistry registry,
    FiringLedger ledger,
    FiringStarter starter,
    TimeProvider time,
    ILogger<ScheduleClock> log) : BackgroundService
{
    private const int Batch = 250;

    /// <summary>What no hint told of, such as a clock that was put forward, is found after so long.</summary>
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim notice = new(0, 1);

    /// <summary>Schedules were changed.</summary>
    public void Notice()
    {
        try
        {
            notice.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is told already.
        }
    }

    public override void Dispose()
    {
        notice.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await FireDueAsync(stoppingToken) == 0) await WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                log.LogError(error, "Firing the schedules that are due failed; it is tried again");
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Commits what is due, the longest due first.</summary>
    /// <returns>How many schedules were due.</returns>
    public async Task<int> FireDueAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var due = await db.ScheduleCursors.Where(cursor => cursor.NextDue <= now).OrderBy(cursor => cursor.NextDue).Take(Batch).ToListAsync(cancellation);
        if (due.Count == 0) return 0;
        foreach (var cursor in due) Fire(db, cursor, now);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException error)
        {
            // A schedule was changed or fired meanwhile: nothing of this was saved, and the others must not wait for it.
            log.LogInformation(error, "Schedules changed while they fired; each is looked at on its own");
            foreach (var cursor in due) await FireOneAsync(cursor.TriggerId, now, cancellation);
        }

        starter.Notice();
        return due.Count;
    }

    private async Task FireOneAsync(string id, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            if (await db.ScheduleCursors.SingleOrDefaultAsync(cursor => cursor.TriggerId == id && cursor.NextDue <= now, cancellation) is not { } cursor) return;
            await FireKnownAsync(db, cursor, now, cancellation);
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException error)
        {
            log.LogWarning(error, "The schedule {Trigger} could not be fired now; it is tried again", id);
        }
    }

    private void Fire(RunbooksDbContext db, ScheduleCursorEntity cursor, DateTimeOffset now)
    {
        if (Decide(cursor, now) is not var (trigger, decision)) return;
        foreach (var cause in ScheduleCauses.Of(decision)) ledger.StageNew(db, trigger, cause);
    }

    /// <summary>As <see cref="Fire"/>, where some of it may be in the ledger already: a time that was filled in by hand.</summary>
    private async Task FireKnownAsync(RunbooksDbContext db, ScheduleCursorEntity cursor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (Decide(cursor, now) is not var (trigger, decision)) return;
        foreach (var cause in ScheduleCauses.Of(decision)) await ledger.StageAsync(db, trigger, cause, cancellation);
    }

    /// <summary>Moves the cursor on.</summary>
    private (Trigger Trigger, DueDecision Decision)? Decide(ScheduleCursorEntity cursor, DateTimeOffset now)
    {
        if (registry.Find(cursor.TriggerId) is not { Enabled: true, Type: ScheduleTriggers.TypeName } trigger || cursor.NextTime is not { } next)
        {
            (cursor.NextTime, cursor.NextDue) = (null, null);
            return null;
        }

        var times = schedules.Times(trigger);
        var decision = Misfires.Decide(times, next, now);
        if (decision.Fire.Count > 0) cursor.LastTime = decision.Fire[^1];
        cursor.NextTime = decision.Next;
        cursor.NextDue = decision.Next is { } coming ? times.DueOf(coming) : null;
        return (trigger, decision);
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        await using var db = await contexts.CreateDbContextAsync(stopping);
        var next = await db.ScheduleCursors.MinAsync(cursor => cursor.NextDue, stopping);
        var wait = next is { } due ? due - time.GetUtcNow() : Sweep;
        if (wait <= TimeSpan.Zero) return;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(wait < Sweep ? wait : Sweep, time, woken.Token), notice.WaitAsync(woken.Token));
        await woken.CancelAsync();
    }
}
