using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.Runs.Automation;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.Starting;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Server.Triggers.Firings;

/// <summary>Starts the runs of committed firings, those that a process before this one has left too. The firing's id is the start's key:
/// a start that is repeated finds the run that it made.</summary>
public sealed class FiringStarter(
    IDbContextFactory<RunbooksDbContext> contexts,
    TriggerRegistry registry,
    TriggerTypes types,
    StartDoor door,
    IRunStore runs,
    AutomationSwitch automation,
    TimeProvider time,
    ILogger<FiringStarter> log) : BackgroundService
{
    private const int Batch = 200;
    private const int AtOnce = 32;
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim notice = new(0, 1);

    /// <summary>Firings were committed, or what became of them: a hint for those who follow the ledger.</summary>
    public event Action? Changed;

    /// <summary>Firings were committed: they are started at once. Without it they are found by a slow sweep.</summary>
    public void Notice()
    {
        Tell();
        try
        {
            notice.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is told already.
        }
    }

    /// <summary>Something is known of firings that was not: their plan.</summary>
    internal void Tell() => Changed?.Invoke();

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
                if (await StartDueAsync(stoppingToken) == Batch) continue;
                await WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                log.LogError(error, "Starting what triggers fired failed; it is tried again");
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Starts pending firings whose time has come, the oldest first.</summary>
    /// <returns>How many were tried.</returns>
    public async Task<int> StartDueAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var due = await db.Firings.AsNoTracking()
            .Where(firing => firing.Status == FiringStatus.Pending && firing.NextAttemptAt <= now)
            .OrderBy(firing => firing.Sequence)
            .Take(Batch)
            .ToListAsync(cancellation);
        await StartAsync(db, due, cancellation);
        return due.Count;
    }

    /// <summary>Starts one firing now, whenever its next attempt would be.</summary>
    public async Task StartAsync(string firingId, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var firing = await db.Firings.AsNoTracking().SingleOrDefaultAsync(f => f.Id == firingId && f.Status == FiringStatus.Pending, cancellation);
        if (firing is not null) await StartAsync(db, [firing], cancellation);
    }

    private async Task StartAsync(RunbooksDbContext db, List<FiringEntity> due, CancellationToken cancellation)
    {
        if (due.Count == 0) return;
        var verdicts = new ConcurrentBag<(FiringEntity Firing, StartVerdict Verdict)>();
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (firing, _) => verdicts.Add((firing, await TryAsync(firing))));
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        foreach (var (firing, verdict) in verdicts) await RecordAsync(db, firing, verdict);
        await transaction.CommitAsync(CancellationToken.None);
        Changed?.Invoke();
    }

    private async Task<StartVerdict> TryAsync(FiringEntity firing)
    {
        try
        {
            var trigger = registry.Find(firing.TriggerId);
            var verdict = Refusal(firing, trigger) ?? StartVerdict.Of(firing.Workflow, await door.StartAsync(new StartRequest(
                firing.Workflow,
                null,
                JsonElement.Parse(firing.Inputs ?? "{}"),
                new RunTrigger(trigger!.Type, trigger.Name, firing.By),
                firing.Reason ?? firing.Summary,
                FiringLedger.StartKeyPrefix + firing.Id)));
            if (verdict is StartVerdict.Started) return verdict;
            // An attempt before may have made the run, and died before it was noted.
            return await runs.ReadByStartKeyAsync(FiringLedger.StartKeyPrefix + firing.Id) is { } made ? new StartVerdict.Started(made.RunId) : verdict;
        }
        catch (Exception error)
        {
            log.LogError(error, "Starting the workflow {Workflow} for the trigger {Trigger} failed; it is tried again", firing.Workflow, firing.TriggerId);
            return new StartVerdict.Later("server.error", error.Message);
        }
    }

    private StartVerdict? Refusal(FiringEntity firing, Trigger? trigger)
    {
        if (trigger is null) return new StartVerdict.Skip("trigger.deleted", "The trigger was deleted before the run was started.");
        if (!trigger.Enabled && firing.By is null) return new StartVerdict.Skip("trigger.paused", "The trigger was paused before the run was started.");
        return automation.Stopped is { } stop
            ? new StartVerdict.Later("automation.stopped", $"All automation was stopped by {stop.By} at {stop.At:u}; the run is started when it goes on.")
            : null;
    }

    private async Task RecordAsync(RunbooksDbContext db, FiringEntity firing, StartVerdict verdict)
    {
        if (verdict is StartVerdict.Later later) verdict = await GiveUpAsync(db, firing, later) ?? verdict;
        var now = time.GetUtcNow();
        var attempts = firing.Attempts + 1;
        var mine = db.Firings.Where(row => row.Sequence == firing.Sequence && row.Status == FiringStatus.Pending);
        var (status, code, why, run) = verdict switch
        {
            StartVerdict.Started started => (FiringStatus.Started, null, null, started.RunId),
            StartVerdict.Never never => (FiringStatus.Failed, never.Code, never.Why, null),
            StartVerdict.Skip skip => (FiringStatus.Skipped, skip.Code, skip.Why, null),
            StartVerdict.Later wait => (FiringStatus.Pending, (string?)wait.Code, (string?)wait.Why, (string?)null),
            _ => throw new InvalidOperationException($"No status for {verdict.GetType().Name}."),
        };
        DateTimeOffset? next = status == FiringStatus.Pending ? now + StartVerdict.Wait(attempts) : null;
        DateTimeOffset? settled = status == FiringStatus.Pending ? null : now;
        await mine.ExecuteUpdateAsync(row => row
            .SetProperty(f => f.Status, status)
            .SetProperty(f => f.Code, code)
            .SetProperty(f => f.Why, why)
            .SetProperty(f => f.RunId, run)
            .SetProperty(f => f.Attempts, attempts)
            .SetProperty(f => f.NextAttemptAt, next)
            .SetProperty(f => f.SettledAt, settled));
    }

    private async Task<StartVerdict?> GiveUpAsync(RunbooksDbContext db, FiringEntity firing, StartVerdict.Later later)
    {
        if (registry.Find(firing.TriggerId) is not { } trigger || types.Find(trigger.Type) is not { } type) return null;
        if (type.NewestOnly(trigger) && firing.By is null
            && await db.Firings.AnyAsync(newer => newer.TriggerId == firing.TriggerId && newer.Sequence > firing.Sequence))
            return new StartVerdict.Skip("trigger.superseded", $"It could not be started until the trigger fired again. {later.Why}");
        return time.GetUtcNow() - firing.CreatedAt > type.Patience ? new StartVerdict.Never(later.Code, later.Why) : null;
    }

    private async Task WaitAsync(CancellationToken stopping)
    {
        await using var db = await contexts.CreateDbContextAsync(stopping);
        var next = await db.Firings.Where(firing => firing.Status == FiringStatus.Pending).MinAsync(firing => firing.NextAttemptAt, stopping);
        var wait = next is { } due ? due - time.GetUtcNow() : Sweep;
        if (wait <= TimeSpan.Zero) return;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(wait < Sweep ? wait : Sweep, time, woken.Token), notice.WaitAsync(woken.Token));
        await woken.CancelAsync();
    }
}
