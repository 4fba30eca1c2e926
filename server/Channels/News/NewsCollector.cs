using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Channels.Outbox;
using Runbooks.Server.Data;
using Runbooks.Server.Data.Settings;
using Runbooks.Server.Hosting;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Channels.News;

/// <summary>Reads what happened from what is committed, also before a restart, and commits what channels are to be told together with the place
/// up to which it read. It looks a little further back each time, since ends are not committed quite in their order; what it sees twice, a
/// channel's outbox has once.</summary>
internal sealed class NewsCollector(
    IDbContextFactory<RunbooksDbContext> contexts,
    FiringNews firings,
    RunNews runs,
    Outboxes outboxes,
    RunFeed feed,
    FiringStarter starter,
    SettingStore settings,
    MessageDelivery delivery,
    TimeProvider time,
    ILogger<NewsCollector> log) : BackgroundService
{
    public const string SettingKey = "channels.place";
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500), Sweep = TimeSpan.FromSeconds(15);

    /// <summary>How far back it looks: a commit is hardly ever late by the first and never by the second, which is looked at now and then.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(5), LongOverlap = TimeSpan.FromMinutes(2), BetweenLong = TimeSpan.FromSeconds(30);

    private readonly Bell bell = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private NewsPlace? place;
    private DateTimeOffset lookedFar;

    public override void Dispose()
    {
        bell.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = feed.ListenToAll((_, _) => bell.Ring());
        starter.Changed += bell.Ring;
        try
        {
            while (!stoppingToken.IsCancellationRequested) await GuardedAsync(stoppingToken);
        }
        finally
        {
            starter.Changed -= bell.Ring;
        }
    }

    private async Task GuardedAsync(CancellationToken stopping)
    {
        try
        {
            await CollectAsync(stopping);
            // Much that happens together is looked at together.
            await Task.Delay(Rest, time, stopping);
            await bell.WaitAsync(Sweep, time, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server ends; what happened is committed.
        }
        catch (Exception error)
        {
            // What was looked at and not committed is looked at again.
            seen.Clear();
            place = null;
            log.LogError(error, "Collecting what channels are to be told failed; it is tried again");
            await Task.Delay(TimeSpan.FromSeconds(1), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Puts all that is new into the outboxes.</summary>
    public async Task CollectAsync(CancellationToken cancellation)
    {
        var begun = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var channels = await db.Channels.AsNoTracking().Where(channel => channel.Enabled).ToListAsync(cancellation);
        if (channels.Count == 0)
        {
            // Nobody asks: a channel is told of nothing from before it was made or enabled.
            place = null;
            return;
        }

        var first = channels.Min(channel => channel.Since);
        place ??= await PlaceAsync(db, first, cancellation);
        var far = begun - lookedFar > BetweenLong;
        if (far) lookedFar = begun;
        var back = far ? LongOverlap : Overlap;
        await FollowFiringsAsync(db, channels, Max(place.Settled, first) - back, begun, cancellation);
        await FollowRunsAsync(db, channels, Max(place.Ended, first) - back, cancellation);
        await FollowApprovalsAsync(db, channels, cancellation);
    }

    /// <summary>What is older than every channel is passed over.</summary>
    private async Task<NewsPlace> PlaceAsync(RunbooksDbContext db, DateTimeOffset first, CancellationToken cancellation)
    {
        var stored = await settings.ReadAsync<NewsPlace>(SettingKey, cancellation) ?? new NewsPlace(0, default, default);
        var older = await db.Firings.Where(firing => firing.CreatedAt < first).OrderByDescending(firing => firing.Sequence).Select(firing => firing.Sequence).FirstOrDefaultAsync(cancellation);
        return stored with { Firing = Math.Max(stored.Firing, older) };
    }

    private async Task FollowFiringsAsync(RunbooksDbContext db, List<ChannelEntity> channels, DateTimeOffset failedSince, DateTimeOffset begun, CancellationToken cancellation)
    {
        for (FiringPage? page = null; page is not { IsAll: true };)
        {
            page = await firings.ReadAddedAsync(db, place!.Firing, cancellation);
            await CommitAsync(db, channels, page.News, place with { Firing = page.Last?.Sequence ?? place.Firing }, cancellation);
        }

        var (from, after) = (failedSince, 0L);
        for (FiringPage? page = null; page is not { IsAll: true }; (from, after) = (page.Last?.SettledAt ?? from, page.Last?.Sequence ?? after))
        {
            page = await firings.ReadFailedAsync(db, from, after, cancellation);
            await CommitAsync(db, channels, page.News, place! with { Settled = page.IsAll ? begun : place.Settled }, cancellation);
        }
    }

    private async Task FollowRunsAsync(RunbooksDbContext db, List<ChannelEntity> channels, DateTimeOffset from, CancellationToken cancellation)
    {
        // Forgotten, they are looked for in the outboxes.
        if (seen.Count > 10_000) seen.Clear();
        for (var (isAll, after) = (false, ""); !isAll;)
        {
            (var news, var last, isAll) = await runs.ReadFailedAsync(db, from, after, seen, cancellation);
            if (last is null) return;
            (from, after) = (last.Projection.EndedAt!.Value, last.RunId);
            await CommitAsync(db, channels, news, place! with { Ended = Max(place!.Ended, from) }, cancellation);
        }
    }

    private async Task FollowApprovalsAsync(RunbooksDbContext db, List<ChannelEntity> channels, CancellationToken cancellation)
    {
        var open = await runs.ReadApprovalsAsync(db, cancellation);
        await CommitAsync(db, channels, open, place!, cancellation);
        if (await outboxes.CloseAsync(db, open, cancellation)) delivery.Ring();
    }

    private async Task CommitAsync(RunbooksDbContext db, List<ChannelEntity> channels, IReadOnlyList<NewsItem> news, NewsPlace reached, CancellationToken cancellation)
    {
        if (await outboxes.StageAsync(db, channels, news, cancellation))
        {
            await settings.StageAsync(db, SettingKey, reached, cancellation);
            await db.SaveChangesAsync(cancellation);
            db.ChangeTracker.Clear();
            delivery.Ring();
        }

        place = reached;
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <summary>Up to where it was read.</summary>
/// <param name="Firing">The ledger's row.</param>
/// <param name="Settled">When firings were looked at for failures.</param>
/// <param name="Ended">The newest end of a run.</param>
internal sealed record NewsPlace(long Firing, DateTimeOffset Settled, DateTimeOffset Ended);
