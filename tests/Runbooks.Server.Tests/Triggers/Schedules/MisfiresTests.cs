using Runbooks.Server.Triggers.Schedules;
using Runbooks.Server.Triggers.Schedules.Times;
using static Runbooks.Server.Tests.Triggers.Schedules.ScheduleTimesTests;

namespace Runbooks.Server.Tests.Triggers.Schedules;

public sealed class MisfiresTests
{
    [Theory]
    [InlineData(MisfirePolicy.FireOnce, "2026-03-06T03:00:30Z", "03:00", 0, "04:00")] // on time
    [InlineData(MisfirePolicy.Skip, "2026-03-06T03:00:59Z", "03:00", 0, "04:00")]
    [InlineData(MisfirePolicy.FireOnce, "2026-03-06T03:30:00Z", "03:00", 0, "04:00")] // missed one: made up for
    [InlineData(MisfirePolicy.FireAll, "2026-03-06T03:30:00Z", "03:00", 0, "04:00")]
    [InlineData(MisfirePolicy.Skip, "2026-03-06T03:30:00Z", "", 1, "04:00")]
    [InlineData(MisfirePolicy.FireOnce, "2026-03-06T08:30:00Z", "08:00", 5, "09:00")] // missed six: once
    [InlineData(MisfirePolicy.FireAll, "2026-03-06T08:30:00Z", "05:00 06:00 07:00 08:00", 2, "09:00")] // the newest four
    [InlineData(MisfirePolicy.Skip, "2026-03-06T08:30:00Z", "", 6, "09:00")]
    [InlineData(MisfirePolicy.FireOnce, "2026-03-06T08:00:10Z", "08:00", 5, "09:00")] // one on time stands for those missed
    [InlineData(MisfirePolicy.FireAll, "2026-03-06T08:00:10Z", "04:00 05:00 06:00 07:00 08:00", 1, "09:00")]
    [InlineData(MisfirePolicy.Skip, "2026-03-06T08:00:10Z", "08:00", 5, "09:00")]
    public void Decide_AtATime_FiresAsThePolicySays(MisfirePolicy policy, string now, string fired, int missed, string next)
    {
        var times = Hourly(policy);

        var decision = Misfires.Decide(times, Moment("2026-03-06T03:00Z"), Moment(now));

        Assert.Equal(fired.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(time => $"2026-03-06T{time}Z"), decision.Fire.Select(Text));
        Assert.Equal((missed, $"2026-03-06T{next}Z", false), (decision.Missed, Text(decision.Next!.Value), decision.AtLeast));
        Assert.Equal(missed > 0 && policy == MisfirePolicy.FireOnce ? decision.Fire[0] : null, decision.MadeUp);
    }

    [Fact]
    public void Decide_Early_DoesNothing()
    {
        var decision = Misfires.Decide(Hourly(MisfirePolicy.FireAll), Moment("2026-03-06T03:00Z"), Moment("2026-03-06T02:59:59Z"));

        Assert.Empty(decision.Fire);
        Assert.Equal(Moment("2026-03-06T03:00Z"), decision.Next);
    }

    [Fact]
    public void Decide_YearsOfSeconds_TakesTheNewestAndIsQuick()
    {
        var times = ScheduleTimes.Of("t", new ScheduleSettings { Cron = "* * * * * *", Misfire = MisfirePolicy.FireAll, MisfireLimit = 5 }, default, null);
        var now = Moment("2026-03-06T00:00:00Z");

        var decision = Misfires.Decide(times, now.AddYears(-2), now);

        Assert.True(decision.AtLeast);
        // On time are those of the last minute, both ends included; five more are made up for.
        Assert.Equal(Enumerable.Range(-65, 66).Select(second => now.AddSeconds(second)), decision.Fire);
        Assert.Equal(now.AddSeconds(1), decision.Next);
    }

    [Fact]
    public void Decide_WithJitter_WaitsForIt()
    {
        var times = ScheduleTimes.Of("t", new ScheduleSettings { Cron = "0 * * * *", Jitter = TimeSpan.FromMinutes(30) }, default, null);
        var at = Moment("2026-03-06T03:00Z");

        Assert.Empty(Misfires.Decide(times, at, times.DueOf(at).AddTicks(-1)).Fire);
        Assert.Equal([at], Misfires.Decide(times, at, times.DueOf(at)).Fire);
    }

    private static ScheduleTimes Hourly(MisfirePolicy policy) =>
        ScheduleTimes.Of("t", new ScheduleSettings { Cron = "0 * * * *", Misfire = policy, MisfireLimit = 4 }, default, null);
}
