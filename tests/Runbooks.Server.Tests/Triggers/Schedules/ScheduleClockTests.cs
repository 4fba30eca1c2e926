using Runbooks.Server.Tests.Data;
using Runbooks.Server.Triggers.Firings;
using Runbooks.Server.Triggers.Schedules;

namespace Runbooks.Server.Tests.Triggers.Schedules;

public sealed class ScheduleClockTests(TestData data) : IClassFixture<TestData>
{
    [Fact]
    public async Task FireDue_EachMinute_CommitsEachFireTimeOnce()
    {
        await using var world = await ScheduleWorld.OpenAsync(data);
        await world.SaveAsync("minutes", new ScheduleSettings { Cron = "* * * * *" });
        var begun = world.Time.GetUtcNow();

        for (var minute = 0; minute < 5; minute++) await world.PassAsync(TimeSpan.FromMinutes(1));

        var firings = await world.FiringsAsync("minutes");
        Assert.Equal(5, firings.Count);
        Assert.All(firings, firing => Assert.Equal(FiringStatus.Pending, firing.Status));
        Assert.Equal(Enumerable.Range(1, 5).Select(n => Minute(begun).AddMinutes(n)), firings.Select(firing => firing.DueAt));
    }

    [Theory]
    [InlineData(MisfirePolicy.FireOnce, 1, 0)]
    [InlineData(MisfirePolicy.FireAll, 6, 0)]
    [InlineData(MisfirePolicy.Skip, 0, 1)]
    public async Task FireDue_ServerDownOverFireTimes_HonoursThePolicyOnceAtTheStart(MisfirePolicy policy, int fired, int told)
    {
        var id = $"down-{policy}".ToLowerInvariant();
        await using (var before = await ScheduleWorld.OpenAsync(data))
        {
            await before.SaveAsync(id, new ScheduleSettings { Every = TimeSpan.FromHours(1), Misfire = policy });
        }

        data.Time.Advance(TimeSpan.FromHours(6.5));
        await using var after = await ScheduleWorld.OpenAsync(data);
        await after.PassAsync(TimeSpan.Zero);
        await using var again = await ScheduleWorld.OpenAsync(data);
        await again.PassAsync(TimeSpan.FromMinutes(1));

        var firings = await again.FiringsAsync(id);
        Assert.Equal(fired, firings.Count(firing => firing.Status == FiringStatus.Pending));
        Assert.Equal(told, firings.Count(firing => firing is { Status: FiringStatus.Skipped, Code: ScheduleCauses.MissedCode }));
        Assert.Contains(firings, firing => policy == MisfirePolicy.FireAll || firing.Summary.Contains("were missed", StringComparison.Ordinal));

        await again.PassAsync(TimeSpan.FromHours(0.5));
        Assert.Equal(fired + 1, (await again.FiringsAsync(id)).Count(firing => firing.Status == FiringStatus.Pending));
    }

    [Fact]
    public async Task FireDue_TwoClocksAtOnce_CommitEachFireTimeOnce()
    {
        await using var one = await ScheduleWorld.OpenAsync(data);
        await using var other = await ScheduleWorld.OpenAsync(data);
        for (var n = 0; n < 20; n++) await one.SaveAsync($"two-{n}", new ScheduleSettings { Cron = "* * * * *" });
        await using var third = await ScheduleWorld.OpenAsync(data);

        for (var minute = 0; minute < 3; minute++)
        {
            data.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAll(
                Task.Run(() => one.Clock.FireDueAsync(TestContext.Current.CancellationToken)),
                Task.Run(() => third.Clock.FireDueAsync(TestContext.Current.CancellationToken)));
            await one.PassAsync(TimeSpan.Zero);
        }

        for (var n = 0; n < 20; n++) Assert.Equal(3, (await one.FiringsAsync($"two-{n}")).Select(firing => firing.Key).Distinct().Count());
    }

    [Fact]
    public async Task FireDue_PausedAndResumed_MakesUpForNothing()
    {
        await using var world = await ScheduleWorld.OpenAsync(data);
        var hourly = new ScheduleSettings { Every = TimeSpan.FromHours(1), Misfire = MisfirePolicy.FireAll };
        await world.SaveAsync("paused", hourly);
        await world.SaveAsync("paused", hourly, enabled: false);
        await world.PassAsync(TimeSpan.FromHours(5.5));
        Assert.Empty(await world.FiringsAsync("paused"));

        await world.SaveAsync("paused", hourly);
        await world.PassAsync(TimeSpan.FromHours(1));

        Assert.Single(await world.FiringsAsync("paused"));
    }

    [Fact]
    public async Task FireDue_Once_IsOver()
    {
        await using var world = await ScheduleWorld.OpenAsync(data);
        await world.SaveAsync("once", new ScheduleSettings { At = world.Time.GetUtcNow().AddHours(1) });

        for (var n = 0; n < 4; n++) await world.PassAsync(TimeSpan.FromMinutes(30));

        Assert.Single(await world.FiringsAsync("once"));
    }

    [Fact]
    public async Task FireDue_TimeFilledInByHandBefore_IsNotFiredAgain()
    {
        await using var world = await ScheduleWorld.OpenAsync(data);
        await world.SaveAsync("filled", new ScheduleSettings { Every = TimeSpan.FromHours(1) });
        await world.SaveAsync("beside", new ScheduleSettings { Every = TimeSpan.FromHours(1) });
        var due = world.Time.GetUtcNow().AddHours(1);
        await using (var db = data.Open())
        {
            var trigger = db.Triggers.Single(known => known.Id == "filled").ToTrigger();
            new FiringLedger(null!, world.Time).StageNew(db, trigger, new FiringCause(ScheduleCauses.KeyOf(due), due, "By hand."));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await world.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal("By hand.", Assert.Single(await world.FiringsAsync("filled")).Summary);
        Assert.Single(await world.FiringsAsync("beside"));
    }

    private static DateTimeOffset Minute(DateTimeOffset at) => new(at.UtcTicks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
