using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Activities;
using Runbooks.Server.Data;
using Runbooks.Server.Data.Settings;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Triggers.Firings;
using Runbooks.Workflows.Execution;

namespace Runbooks.Server.Triggers.RunEnds;

/// <summary>Follows the ends of runs in the history, also those from before a restart, and fires what is triggered by them. Where it has got
/// to is committed with what it fired. It always looks a little further back, because ends are not committed quite in their order; what
/// it sees twice the ledger takes once.</summary>
internal sealed class RunEndWatch(
    IDbContextFactory<RunbooksDbContext> contexts,
    IRunStore runs,
    RunFeed feed,
    TriggerRegistry registry,
    FiringLedger ledger,
    FiringStarter starter,
    TriggerEditor editor,
    SettingStore settings,
    TimeProvider time,
    ILogger<RunEndWatch> log) : BackgroundService
{
    public const string SettingKey = "triggers.run-ends";
    private const int Batch = 200;
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    /// <summary>How far back it looks each time, and now and then: a commit is hardly ever late by the first and never by the second.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(2), LongOverlap = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenLong = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim notice = new(0, 1);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private DateTimeOffset? place;
    private DateTimeOffset lookedFar;

    public override void Dispose()
    {
        notice.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = feed.ListenToAll((_, ended) => Hint(ended));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
                // Many ends are looked at together.
                await Task.Delay(Rest, time, stoppingToken);
                await notice.WaitAsync(Sweep, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                log.LogError(error, "Following the ends of runs failed; it is tried again");
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Hint(bool ended)
    {
        if (!ended || notice.CurrentCount > 0) return;
        try
        {
            notice.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is told already.
        }
    }

    /// <summary>Fires for all ends that are not seen yet.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        var begun = time.GetUtcNow();
        var triggers = registry.Enabled(RunEndTriggers.TypeName).ToList();
        if (triggers.Count > 0 && place is null)
            place = Max((await settings.ReadAsync<RunEndPlace>(SettingKey, cancellation))?.At ?? default, triggers.Min(trigger => trigger.EnabledAt));
        if (triggers.Count == 0 || place is not { } reached)
        {
            // Nobody asks: what ends now is of no concern later, since a trigger looks at nothing from before it was enabled.
            place = begun;
            seen.Clear();
            return;
        }

        var isFar = begun - lookedFar > BetweenLong;
        if (isFar) lookedFar = begun;
        var (from, after) = (reached - (isFar ? LongOverlap : Overlap), "");
        while (true)
        {
            var ended = await runs.ReadEndedAsync(from, after, Batch);
            if (ended.Count == 0) return;
            await FireAsync([.. ended.Where(run => !seen.Contains(CauseOf(run)))], triggers, cancellation);
            (from, after) = (ended[^1].Projection.EndedAt!.Value, ended[^1].RunId);
            if (ended.Count < Batch) return;
        }
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private async Task FireAsync(IReadOnlyList<RunRow> ended, IReadOnlyList<Trigger> triggers, CancellationToken cancellation)
    {
        if (ended.Count == 0) return;
        var newest = ended[^1].Projection.EndedAt!.Value;
        var fired = new List<(Trigger Trigger, FiringEntity Firing)>();
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            foreach (var run in ended)
            {
                foreach (var trigger in triggers.Where(trigger => RunEndTriggers.Matches(trigger, run.Projection)))
                {
                    var staged = await ledger.StageAsync(db, trigger, await CauseAsync(run), cancellation);
                    if (staged.IsNew) fired.Add((trigger, staged.Firing));
                }
            }

            if (fired.Count > 0)
            {
                await settings.StageAsync(db, SettingKey, new RunEndPlace(newest), cancellation);
                await db.SaveChangesAsync(cancellation);
            }
        }

        Remember(ended, newest);
        starter.Notice();
        foreach (var (trigger, firing) in fired.Where(one => one.Firing.Code == TriggerLoop.Code))
            await editor.PauseAsync(trigger.Id, firing.Why, "server", cancellation);
    }

    private void Remember(IReadOnlyList<RunRow> ended, DateTimeOffset newest)
    {
        if (newest > place) place = newest;
        // Forgotten, they are looked up in the ledger.
        if (seen.Count > 10_000) seen.Clear();
        foreach (var run in ended) seen.Add(CauseOf(run));
    }

    /// <summary>A run that is rolled back after its end ends again, which is another cause.</summary>
    private static string CauseOf(RunRow run) => run.Projection.Status is RunStatus.RolledBack or RunStatus.RollBackIncomplete
        ? string.Create(CultureInfo.InvariantCulture, $"run/{run.RunId}/{run.Projection.EndedAt:O}")
        : $"run/{run.RunId}";

    private async Task<FiringCause> CauseAsync(RunRow run)
    {
        var row = run.Projection;
        var state = await RunLoader.ReadStateAsync(run.RunId, runs);
        var shown = JsonSerializer.SerializeToElement(new
        {
            id = run.RunId,
            row.Workflow,
            row.Version,
            row.Status,
            row.Reason,
            row.StartedAt,
            row.EndedAt,
            inputs = state?.Created?.Inputs,
            outputs = state?.End?.Outputs,
            error = state?.End?.Error is { } error ? new { error.Code, error.Message } : null,
        }, ActivityJson.Options);
        return new FiringCause(CauseOf(run), row.EndedAt!.Value, $"Run {run.RunId} of '{row.Workflow}' ended: {row.Status}.")
        {
            Names = new Dictionary<string, JsonElement> { ["run"] = shown },
            Detail = JsonSerializer.SerializeToElement(new { run = run.RunId, row.Workflow, row.Status }, ActivityJson.Options),
            CausedByRun = run.RunId,
        };
    }
}

/// <param name="At">The newest end that was looked at.</param>
internal sealed record RunEndPlace(DateTimeOffset At);
