using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Channels.Outbox;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Channels.News;

/// <summary>Puts news into the outboxes of those who want them.</summary>
internal sealed class Outboxes(TimeProvider time)
{
    /// <summary>Puts what a channel has not had yet into a context whose owner saves it.</summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> StageAsync(RunbooksDbContext db, IReadOnlyList<ChannelEntity> channels, IReadOnlyList<NewsItem> news, CancellationToken cancellation)
    {
        var wanted = news.SelectMany(item => channels.Select(channel => (Item: item, Channel: channel, Kind: item.For(channel)))).Where(one => one.Kind is not null).ToList();
        if (wanted.Count == 0) return false;
        var keys = wanted.Select(one => one.Item.Key).Distinct().ToList();
        var had = await db.ChannelMessages.Where(message => keys.Contains(message.Key)).Select(message => new { message.ChannelId, message.Key }).ToListAsync(cancellation);
        var known = had.Select(message => (message.ChannelId, message.Key)).ToHashSet();
        var added = wanted.Where(one => !known.Contains((one.Channel.Id, one.Item.Key))).Select(one => Message(one.Item, one.Channel, one.Kind!.Value)).ToList();
        db.ChannelMessages.AddRange(added);
        return added.Count > 0;
    }

    /// <summary>Marks what nobody is waited for any more: recommendations that were started or dismissed, and approvals that were decided.</summary>
    /// <param name="approvals">Those that are waited for.</param>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> CloseAsync(RunbooksDbContext db, IReadOnlyList<NewsItem> approvals, CancellationToken cancellation)
    {
        var watched = await db.ChannelMessages.Where(message => message.OverAt == null && message.Watched != null).Select(message => message.Watched!).Distinct().ToListAsync(cancellation);
        if (watched.Count == 0) return false;
        var firings = watched.Where(one => one.StartsWith(FiringNews.Watch, StringComparison.Ordinal)).Select(one => one[FiringNews.Watch.Length..]).ToList();
        var waiting = await db.Firings.Where(firing => firing.Status == FiringStatus.Recommended && firings.Contains(firing.Id)).Select(firing => firing.Id).ToListAsync(cancellation);
        var over = watched.Except(approvals.Select(one => one.Watched!)).Except(waiting.Select(id => FiringNews.Watch + id)).ToList();
        if (over.Count == 0) return false;
        DateTimeOffset? now = time.GetUtcNow();
        await db.ChannelMessages.Where(message => message.OverAt == null && over.Contains(message.Watched!))
            .ExecuteUpdateAsync(message => message.SetProperty(one => one.OverAt, now), cancellation);
        return true;
    }

    private ChannelMessageEntity Message(NewsItem item, ChannelEntity channel, MessageKind kind) => new()
    {
        ChannelId = channel.Id,
        Key = item.Key,
        Kind = kind,
        Severity = item.Severity,
        Workflow = item.Workflow,
        At = item.At,
        Facts = JsonSerializer.Serialize(item.Facts, ApiJson.Options),
        Page = item.Page,
        Watched = item.Watched,
        Status = MessageStatus.Pending,
        CreatedAt = time.GetUtcNow(),
    };
}
