using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.Hosting;

namespace Runbooks.Server.Channels.Outbox;

/// <summary>Empties the outboxes: sleeps until something is committed to one or the time of one has come. A channel that fails waits longer and longer,
/// and holds up no other.</summary>
internal sealed class MessageDelivery(
    IDbContextFactory<RunbooksDbContext> contexts, ChannelPost post, TimeProvider time, ILogger<MessageDelivery> log) : BackgroundService
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(30), BetweenForgetting = TimeSpan.FromHours(1);

    private readonly Bell bell = new();
    private readonly Dictionary<string, Going> going = new(StringComparer.Ordinal);
    private DateTimeOffset forgot;
    private int rings;

    /// <summary>Something was committed to an outbox, or a channel was changed.</summary>
    public void Ring()
    {
        Interlocked.Increment(ref rings);
        bell.Ring();
    }

    public override void Dispose()
    {
        bell.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await bell.WaitAsync(await DeliverAsync(stoppingToken), time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                log.LogError(error, "Sending messages failed; it is tried again");
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(going.Values.Select(one => one.Task));
    }

    /// <summary>Begins what is due.</summary>
    /// <returns>How long to wait then.</returns>
    private async Task<TimeSpan> DeliverAsync(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        if (now - forgot > BetweenForgetting) await ForgetAsync(now, stopping);
        await using var db = await contexts.CreateDbContextAsync(stopping);
        var next = now + Sweep;
        var waiting = await db.Channels.AsNoTracking()
            .Where(channel => channel.Enabled && db.ChannelMessages.Any(message => message.ChannelId == channel.Id
                && (message.Status == MessageStatus.Pending || (message.OverAt != null && message.ResolvedAt == null))))
            .Select(channel => new { channel.Id, channel.NextAttemptAt }).ToListAsync(stopping);
        foreach (var channel in waiting)
        {
            // One that goes on rings when it is done.
            if (going.TryGetValue(channel.Id, out var before) && !before.Task.IsCompleted) continue;
            // Without a ring since, there is nothing new to look at before the time that it said.
            var due = before is not null && before.Rings == rings ? await before.Task ?? before.At + Sweep : now;
            if (channel.NextAttemptAt > due) due = channel.NextAttemptAt.Value;
            if (due > now) next = due < next ? due : next;
            else going[channel.Id] = new Going(GuardedAsync(channel.Id, stopping), now, rings);
        }

        return next - time.GetUtcNow();
    }

    /// <returns>When the channel has something to do next; null where that is not known.</returns>
    private async Task<DateTimeOffset?> GuardedAsync(string id, CancellationToken stopping)
    {
        try
        {
            return await post.DeliverAsync(id, stopping);
        }
        catch (DbUpdateConcurrencyException)
        {
            // It was deleted meanwhile.
            return null;
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            log.LogError(error, "Sending messages to the channel {Channel} failed; it is tried again", id);
            return time.GetUtcNow() + TimeSpan.FromSeconds(5);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            bell.Ring();
        }
    }

    private async Task ForgetAsync(DateTimeOffset now, CancellationToken stopping)
    {
        forgot = now;
        DateTimeOffset? sent = now - ChannelPost.Kept, failed = now - ChannelPost.KeptFailed;
        await using var db = await contexts.CreateDbContextAsync(stopping);
        await db.ChannelMessages.Where(message => message.SettledAt < sent && message.Status != MessageStatus.Failed).ExecuteDeleteAsync(stopping);
        await db.ChannelMessages.Where(message => message.SettledAt < failed).ExecuteDeleteAsync(stopping);
    }

    /// <param name="At">When it began.</param>
    /// <param name="Rings">How often it had been rung then.</param>
    private sealed record Going(Task<DateTimeOffset?> Task, DateTimeOffset At, int Rings);
}
