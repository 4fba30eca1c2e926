using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Alerts;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Data;

namespace Runbooks.Server.Tests.Alerts.Storage;

/// <summary>Which deliveries are about the same episode.</summary>
public sealed class AlertStoreTests(RunningServer server)
{
    private static readonly DateTimeOffset Begin = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A story is written <c>second sign episode</c>: <c>+</c> fires, <c>-</c> ends; without an episode the source has no word for it. The
    /// answer has <c>n</c> for what is new and <c>k</c> for what was known, and how many episodes there are then.</summary>
    [Theory]
    [InlineData("known again", "0+a 1+a 2+a", "nkk", 1)]
    [InlineData("an end, once", "0+a 1-a 2-a", "nnk", 1)]
    [InlineData("another time", "0+a 1-a 2+b", "nnn", 2)]
    [InlineData("an end without a begin", "0-a 1-a", "nk", 1)]
    [InlineData("late, after its end", "0+a 10-a 30+a", "nnk", 1)]
    [InlineData("it goes on after all", "0+a 10-a 90+a 100-a", "nnnn", 1)]
    [InlineData("the open one, without a word for it", "0+ 10+ 20- 30-", "nknk", 1)]
    [InlineData("and then a new one", "0+ 20- 30+ 40-", "nnnn", 2)]
    public async Task Take_AStory_IsSoManyEpisodes(string story, string deliveries, string taken, int episodes)
    {
        var (store, source) = (server.Services.GetRequiredService<AlertStore>(), "store-" + Guid.NewGuid().ToString("N"));
        var answers = "";
        foreach (var text in deliveries.Split(' '))
        {
            var sign = text.IndexOfAny(['+', '-']);
            var at = Begin.AddSeconds(int.Parse(text[..sign], System.Globalization.CultureInfo.InvariantCulture));
            var episode = text[(sign + 1)..] is { Length: > 0 } word ? word : null;
            var alert = new Alert("f", "Busy", text[sign] == '+' ? AlertStatus.Firing : AlertStatus.Resolved) { Episode = episode };
            answers += (await store.TakeAsync(new Delivery(source, at, [alert])))!.Accepted == 1 ? 'n' : 'k';
        }

        Assert.True(taken == answers, $"{story}: {answers}");
        Assert.Equal(episodes, await ReadAsync(db => db.Alerts.CountAsync(alert => alert.Source == source)));
    }

    [Fact]
    public async Task Take_WhatMustBeTakenOnce_IsNotTakenAgain()
    {
        var (store, source) = (server.Services.GetRequiredService<AlertStore>(), "once-" + Guid.NewGuid().ToString("N"));
        var delivery = new Delivery(source, Begin, [new Alert("f", "Busy", AlertStatus.Firing)], Once: new OnceOnly("signature", Begin.AddMinutes(5)));

        Assert.NotNull(await store.TakeAsync(delivery));
        Assert.Null(await store.TakeAsync(delivery));
        Assert.NotNull(await store.TakeAsync(delivery with { Once = new OnceOnly("another", Begin.AddMinutes(5)) }));
    }

    [Fact]
    public async Task Forget_WhatIsOldAndOver_LeavesWhatGoesOn()
    {
        await using var own = new RunningServer();
        own.CreateClient().Dispose();
        var store = own.Services.GetRequiredService<AlertStore>();
        foreach (var (fingerprint, status) in new[] { ("open", AlertStatus.Firing), ("over", AlertStatus.Resolved) })
            await store.TakeAsync(new Delivery("am", Begin, [new Alert(fingerprint, "Busy", status)]));

        Assert.Equal(1, await store.ForgetAsync(Begin.AddDays(1), mostKept: 100, limit: 10));

        await using var db = await own.Services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        Assert.Equal("open", (await db.Alerts.SingleAsync(TestContext.Current.CancellationToken)).Fingerprint);
        Assert.Equal(1, await db.AlertChanges.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, await store.ForgetAsync(Begin.AddDays(1), mostKept: 0, limit: 10));
    }

    private async Task<T> ReadAsync<T>(Func<RunbooksDbContext, Task<T>> read)
    {
        await using var db = await server.Services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await read(db);
    }
}
