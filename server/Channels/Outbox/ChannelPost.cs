using Microsoft.EntityFrameworkCore;
using Runbooks.Activities;
using Runbooks.Server.Data;
using Runbooks.Server.Deliveries;

namespace Runbooks.Server.Channels.Outbox;

/// <summary>Sends what a channel's outbox has, and commits what became of it: a crash between the two sends it again, under the same key. What comes
/// together is told as one, so that a storm is one message with a count.</summary>
internal sealed class ChannelPost(IDbContextFactory<RunbooksDbContext> contexts, ChannelSender sender, MessageWriter writer, TimeProvider time)
{
    /// <summary>How long messages are kept that were sent, and those that could not be.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30), KeptFailed = TimeSpan.FromDays(180);

    /// <summary>What comes within so long of the first belongs together.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromSeconds(2);

    /// <summary>Up to so many are told one by one.</summary>
    public const int Single = 3;

    /// <summary>How long a kind rests after it was told, and after it was told as one: services take 20 messages a minute.</summary>
    public static readonly TimeSpan AfterSingle = TimeSpan.FromSeconds(10), AfterMany = TimeSpan.FromMinutes(1);

    /// <summary>Sends what may be sent now.</summary>
    /// <returns>When there is more to do; null where there is nothing.</returns>
    public async Task<DateTimeOffset?> DeliverAsync(string id, CancellationToken cancellation)
    {
        DateTimeOffset? next = null;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Channels.SingleOrDefaultAsync(one => one.Id == id && one.Enabled, cancellation) is not { } channel) return null;
        await DropAsync(db, channel, cancellation);
        var waiting = await db.ChannelMessages.Where(message => message.ChannelId == id && message.Status == MessageStatus.Pending)
            .GroupBy(message => message.Kind).Select(group => new { Kind = group.Key, First = group.Min(message => message.CreatedAt) }).ToListAsync(cancellation);
        foreach (var kind in waiting)
        {
            var due = Later(kind.First + Together, await RestAsync(db, id, kind.Kind, cancellation));
            if (due > time.GetUtcNow()) next = next < due ? next : due;
            else if (!await SendAsync(db, channel, kind.Kind, cancellation)) return channel.NextAttemptAt;
        }

        return await ResolveAsync(db, channel, cancellation) ? next : channel.NextAttemptAt;
    }

    /// <summary>What is over before it was sent is not told any more.</summary>
    private async Task DropAsync(RunbooksDbContext db, ChannelEntity channel, CancellationToken cancellation)
    {
        DateTimeOffset? now = time.GetUtcNow();
        await db.ChannelMessages.Where(message => message.ChannelId == channel.Id && message.Status == MessageStatus.Pending && message.OverAt != null).ExecuteUpdateAsync(
            message => message.SetProperty(one => one.Status, MessageStatus.Dropped).SetProperty(one => one.SettledAt, now).SetProperty(one => one.ResolvedAt, now), cancellation);
        if (sender.Resolves(channel)) return;
        await db.ChannelMessages.Where(message => message.ChannelId == channel.Id && message.OverAt != null && message.ResolvedAt == null)
            .ExecuteUpdateAsync(message => message.SetProperty(one => one.ResolvedAt, now), cancellation);
    }

    /// <summary>Until when the kind rests.</summary>
    private static async Task<DateTimeOffset> RestAsync(RunbooksDbContext db, string channel, MessageKind kind, CancellationToken cancellation)
    {
        var last = await db.ChannelMessages.Where(message => message.ChannelId == channel && message.Kind == kind && message.Status == MessageStatus.Sent)
            .OrderByDescending(message => message.SettledAt).Select(message => new { message.SettledAt, message.SentAs }).FirstOrDefaultAsync(cancellation);
        return last?.SettledAt is not { } at ? default : at + (last.SentAs!.StartsWith(MessageWriter.ManyPrefix, StringComparison.Ordinal) ? AfterMany : AfterSingle);
    }

    /// <returns>Whether all was taken or put aside.</returns>
    private async Task<bool> SendAsync(RunbooksDbContext db, ChannelEntity channel, MessageKind kind, CancellationToken cancellation)
    {
        var rows = db.ChannelMessages.Where(message => message.ChannelId == channel.Id && message.Status == MessageStatus.Pending && message.Kind == kind);
        var last = await rows.MaxAsync(message => message.Sequence, cancellation);
        var count = await rows.CountAsync(message => message.Sequence <= last, cancellation);
        var first = await rows.AsNoTracking().OrderBy(message => message.Sequence).Take(MessageWriter.Shown).ToListAsync(cancellation);
        if (count > Single)
            return await SendAsync(db, channel, writer.Many(channel, kind, first, count), rows.Where(message => message.Sequence <= last), cancellation);
        foreach (var one in first)
            if (!await SendAsync(db, channel, writer.One(channel, one), db.ChannelMessages.Where(message => message.Sequence == one.Sequence), cancellation)) return false;
        return true;
    }

    private async Task<bool> SendAsync(RunbooksDbContext db, ChannelEntity channel, WrittenMessage written, IQueryable<ChannelMessageEntity> rows, CancellationToken cancellation)
    {
        var failure = await TryAsync(channel, written, isOver: false, cancellation);
        DateTimeOffset? now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        if (failure is null)
        {
            channel.Taken(now.Value);
            await rows.ExecuteUpdateAsync(message => message
                .SetProperty(one => one.Status, MessageStatus.Sent).SetProperty(one => one.SettledAt, now).SetProperty(one => one.SentAs, written.Key)
                .SetProperty(one => one.Attempts, one => one.Attempts + 1).SetProperty(one => one.Error, (string?)null), CancellationToken.None);
        }
        else if (channel.Failed(failure.Message, !failure.Retryable, now.Value, failure.RetryAfter) is { } attempts)
        {
            await rows.ExecuteUpdateAsync(message => message
                .SetProperty(one => one.Status, MessageStatus.Failed).SetProperty(one => one.SettledAt, now)
                .SetProperty(one => one.Attempts, attempts).SetProperty(one => one.Error, failure.Message), CancellationToken.None);
        }

        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return channel.NextAttemptAt is null;
    }

    /// <summary>Tells services with incidents what is over: of several that were told as one, when all are.</summary>
    private async Task<bool> ResolveAsync(RunbooksDbContext db, ChannelEntity channel, CancellationToken cancellation)
    {
        if (!sender.Resolves(channel)) return true;
        var sent = db.ChannelMessages.Where(message => message.ChannelId == channel.Id && message.Status == MessageStatus.Sent && message.ResolvedAt == null);
        var over = await sent.Where(message => message.OverAt != null && !sent.Any(other => other.SentAs == message.SentAs && other.OverAt == null))
            .Select(message => message.SentAs!).Distinct().Take(100).ToListAsync(cancellation);
        foreach (var key in over)
        {
            var failure = await TryAsync(channel, MessageWriter.Over(channel, key), isOver: true, cancellation);
            DateTimeOffset? now = time.GetUtcNow();
            if (failure is null) channel.Taken(now.Value);
            // What cannot be resolved is left to people: an incident that is open too long is seen.
            else if (channel.Failed(failure.Message, !failure.Retryable, now.Value, failure.RetryAfter) is null)
            {
                await db.SaveChangesAsync(CancellationToken.None);
                return false;
            }

            await sent.Where(message => message.SentAs == key)
                .ExecuteUpdateAsync(message => message.SetProperty(one => one.ResolvedAt, now).SetProperty(one => one.Error, failure == null ? null : failure.Message), CancellationToken.None);
            await db.SaveChangesAsync(CancellationToken.None);
        }

        return true;
    }

    private async Task<ActivityFailure?> TryAsync(ChannelEntity channel, WrittenMessage written, bool isOver, CancellationToken cancellation)
    {
        try
        {
            await sender.SendAsync(channel, written, isOver, cancellation);
            return null;
        }
        catch (ActivityFailure failure)
        {
            return failure;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
