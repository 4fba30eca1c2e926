using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.Deliveries;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;

namespace Runbooks.Server.Triggers.Events;

/// <summary>Tells subscriptions what happened to runs, each at least once and in the order of each run's history, from which it is read: what
/// could not be delivered is not lost with the process. A subscription that fails waits longer and longer, and holds up no other.</summary>
internal sealed class EventDelivery(
    IDbContextFactory<RunbooksDbContext> contexts, IRunStore runs, RunFeed feed, EventSender sender, DeliveryNotice notice, TimeProvider time, ILogger<EventDelivery> log) : BackgroundService
{
    private const int Page = 200;
    // What grows at about the same time is delivered together.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(30), Overlap = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> grown = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> looked = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = feed.ListenToAll(Notice);
        var going = new Dictionary<string, Task>(StringComparer.Ordinal);
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Rest;
            try
            {
                wait = await BeginAsync(going, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(error, "Delivering events failed; it is tried again");
            }
            catch (OperationCanceledException)
            {
                // The server ends; the history stays.
            }

            await Task.Delay(Rest, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await notice.WaitAsync(wait, stoppingToken);
        }

        await Task.WhenAll(going.Values);
    }

    /// <summary>Delivers what a subscription has not got yet, until something cannot be delivered.</summary>
    /// <returns>How many events were taken.</returns>
    public async Task<int> DeliverAsync(string id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.EventSubscriptions.SingleOrDefaultAsync(one => one.Id == id && one.Enabled, cancellation) is not { } subscription) return 0;
        var begun = time.GetUtcNow();
        var hints = grown.GetOrAdd(id, _ => new(StringComparer.Ordinal));
        // After a failure, at the start and now and then it looks at all that may have grown: hints do not outlive anything.
        var all = subscription.Attempts > 0 || !WasLookedAt(id, begun);
        var taken = 0;
        foreach (var run in all ? await CandidatesAsync(subscription) : [.. hints.Keys])
        {
            hints.TryRemove(run, out _);
            var (count, goesOn) = await DeliverAsync(db, subscription, run, cancellation);
            taken += count;
            if (!goesOn) return taken;
        }

        if (!all) return taken;
        looked[id] = begun;
        subscription.Place = begun - Overlap;
        await db.SaveChangesAsync(cancellation);
        await db.EventCursors.Where(cursor => cursor.SubscriptionId == id && cursor.EndedAt < subscription.Place - Overlap).ExecuteDeleteAsync(cancellation);
        return taken;
    }

    private void Notice(string run, bool ended)
    {
        foreach (var (_, subscription) in grown)
        {
            subscription[run] = true;
            notice.Tell();
        }
    }

    /// <summary>Begins to deliver to all that have something to get and are not at it.</summary>
    /// <returns>How long nothing else begins unless it is told.</returns>
    private async Task<TimeSpan> BeginAsync(Dictionary<string, Task> going, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var enabled = await db.EventSubscriptions.Where(one => one.Enabled).Select(one => new { one.Id, one.Attempts, one.NextAttemptAt }).ToListAsync(cancellation);
        var due = enabled.Where(one => one.NextAttemptAt is not { } next || next <= now).ToList();
        // Of those that nobody asks for any more nothing is kept.
        foreach (var gone in grown.Keys.Except(due.Select(one => one.Id))) grown.TryRemove(gone, out _);
        foreach (var one in due)
        {
            // Nobody has kept what grew before.
            if (grown.TryAdd(one.Id, new(StringComparer.Ordinal))) looked.TryRemove(one.Id, out _);
            if (going.TryGetValue(one.Id, out var before) && !before.IsCompleted) continue;
            if (one.Attempts > 0 || !grown[one.Id].IsEmpty || !WasLookedAt(one.Id, now)) going[one.Id] = GuardedAsync(one.Id, cancellation);
        }

        var attempt = enabled.Min(one => one.NextAttemptAt > now ? one.NextAttemptAt : null);
        return attempt is { } at && at - now < BetweenLooks ? at - now : BetweenLooks;
    }

    private bool WasLookedAt(string id, DateTimeOffset now) => looked.TryGetValue(id, out var last) && now - last <= BetweenLooks;

    private async Task GuardedAsync(string id, CancellationToken stopping)
    {
        try
        {
            await DeliverAsync(id, stopping);
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            looked.TryRemove(id, out _);
            log.LogError(error, "Delivering events to the subscription {Subscription} failed; it is tried again", id);
        }
        catch (OperationCanceledException)
        {
            // The server ends; the history stays.
        }
        finally
        {
            // What grew meanwhile was not begun, and a failure has its own time.
            notice.Tell();
        }
    }

    /// <summary>Runs that go on, and those that ended since all before was delivered.</summary>
    private async Task<List<string>> CandidatesAsync(EventSubscriptionEntity subscription)
    {
        List<string> found = [];
        for (string? cursor = null; ;)
        {
            var page = await runs.ListAsync(new RunQuery(subscription.Workflow, RunStatus.UnderWay, Cursor: cursor, Limit: 1_000));
            found.AddRange(page.Items.Select(run => run.RunId));
            if ((cursor = page.Next) is null) break;
        }

        var (from, after) = (subscription.Place, "");
        while (await runs.ReadEndedAsync(from, after, Page) is { Count: > 0 } ended)
        {
            found.AddRange(ended.Select(run => run.RunId));
            (from, after) = (ended[^1].Projection.EndedAt!.Value, ended[^1].RunId);
        }

        // Ids are in the order of time.
        return [.. found.Distinct().Order(StringComparer.Ordinal)];
    }

    private async Task<(int Taken, bool GoesOn)> DeliverAsync(RunbooksDbContext db, EventSubscriptionEntity subscription, string runId, CancellationToken cancellation)
    {
        if (await runs.ReadRunAsync(runId) is not { } run || subscription.Workflow is { } only && run.Projection.Workflow != only) return (0, true);
        var cursor = await db.EventCursors.FindAsync([subscription.Id, runId], cancellation);
        if (cursor?.Sequence >= run.Sequence) return (0, true);
        // It was delivered whole, and its cursor forgotten.
        if (cursor is null && run.Projection.EndedAt < subscription.Place) return (0, true);
        if (cursor is null) db.EventCursors.Add(cursor = new EventCursorEntity { SubscriptionId = subscription.Id, RunId = runId, Sequence = 0 });
        var taken = 0;
        while (await runs.ReadHistoryAsync(runId, cursor.Sequence, Page) is { Count: > 0 } events)
        {
            foreach (var stored in events)
            {
                var isWanted = stored.At >= subscription.Since && CloudEventText.Matches(subscription.Types, stored.Type);
                if (isWanted && !await SendAsync(db, subscription, CloudEventText.Write(run, stored), cancellation))
                {
                    await db.SaveChangesAsync(cancellation);
                    return (taken, false);
                }

                if (isWanted) taken++;
                cursor.Sequence = stored.Sequence;
            }

            await db.SaveChangesAsync(cancellation);
        }

        if (!run.Projection.Terminal) return (taken, true);
        cursor.EndedAt = run.Projection.EndedAt;
        await db.SaveChangesAsync(cancellation);
        return (taken, true);
    }

    /// <returns>Whether the event is done with: taken, or put aside.</returns>
    private async Task<bool> SendAsync(RunbooksDbContext db, EventSubscriptionEntity subscription, string text, CancellationToken cancellation)
    {
        var sent = await sender.SendAsync(subscription, text, cancellation);
        var now = time.GetUtcNow();
        if (sent.Error is null)
        {
            subscription.Taken(now);
            return true;
        }

        if (subscription.Failed(sent.Error, sent.IsFinal, now) is not { } attempts) return false;
        db.DeadLetters.Add(new DeadLetterEntity { SubscriptionId = subscription.Id, Event = text, Error = sent.Error, Attempts = attempts, At = now });
        return true;
    }
}
