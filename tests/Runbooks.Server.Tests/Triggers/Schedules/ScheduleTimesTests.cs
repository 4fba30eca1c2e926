using System.Globalization;
using Runbooks.Server.Triggers.Calendars;
using Runbooks.Server.Triggers.Schedules;
using Runbooks.Server.Triggers.Schedules.Times;

namespace Runbooks.Server.Tests.Triggers.Schedules;

public sealed class ScheduleTimesTests
{
    private const string NewYork = "America/New_York";

    /// <summary>In New York the clocks go forward on 8 March 2026 at 07:00 UTC, and back on 1 November at 06:00 UTC.</summary>
    [Theory]
    [InlineData("30 2 * * *", "2026-03-08T05:00Z", "2026-03-08T07:00Z", "2026-03-09T06:30Z")] // 02:30 does not come: fires when the clocks have changed
    [InlineData("30 1 * * *", "2026-11-01T04:00Z", "2026-11-01T05:30Z", "2026-11-02T06:30Z")] // 01:30 comes twice: fires once
    [InlineData("0 * * * *", "2026-03-08T05:30Z", "2026-03-08T06:00Z", "2026-03-08T07:00Z", "2026-03-08T08:00Z")]
    [InlineData("0 * * * *", "2026-11-01T04:30Z", "2026-11-01T05:00Z", "2026-11-01T06:00Z", "2026-11-01T07:00Z")] // every hour that passes, both at one o'clock
    [InlineData("*/30 1 * * *", "2026-11-01T04:30Z", "2026-11-01T05:00Z", "2026-11-01T05:30Z", "2026-11-01T06:00Z", "2026-11-01T06:30Z", "2026-11-02T06:00Z")]
    public void After_WhenTheClocksChange_NeitherLosesNorDoubles(string cron, string from, params string[] expected) =>
        Assert.Equal(expected.Select(Moment), Of(new ScheduleSettings { Cron = cron, TimeZone = NewYork }).Next(Moment(from), expected.Length));

    [Theory]
    [InlineData("0 0 * * 0", "2026-03-01T00:00Z", "2026-03-08T00:00Z")] // Unix: Sunday is 0
    [InlineData("0 0 * * 7", "2026-03-01T00:00Z", "2026-03-08T00:00Z")] // and 7
    [InlineData("0 0 * * 1", "2026-03-01T00:00Z", "2026-03-02T00:00Z")]
    [InlineData("0 0 0 ? * 1", "2026-03-01T00:00Z", "2026-03-08T00:00Z")] // Quartz: Sunday is 1
    [InlineData("0 0 0 ? * MON-FRI", "2026-03-06T12:00Z", "2026-03-09T00:00Z")]
    [InlineData("0 0 13 * 5", "2026-03-01T00:00Z", "2026-03-06T00:00Z")] // Unix: the 13th or a Friday
    [InlineData("0 0 0 L * ?", "2026-02-01T00:00Z", "2026-02-28T00:00Z")]
    [InlineData("0 0 0 LW * ?", "2026-02-01T00:00Z", "2026-02-27T00:00Z")]
    [InlineData("0 0 0 ? * 3#2", "2026-03-01T00:00Z", "2026-03-10T00:00Z")]
    [InlineData("0 0 0 1 1 ? 2030", "2026-03-01T00:00Z", "2030-01-01T00:00Z")]
    [InlineData("0 0 29 2 *", "2026-03-01T00:00Z", "2028-02-29T00:00Z")]
    [InlineData("*/15 * * * * *", "2026-03-01T00:00:01Z", "2026-03-01T00:00:15Z")]
    public void After_CronOfEitherKind_IsReadAsItsKind(string cron, string from, string expected) =>
        Assert.Equal(Moment(expected), Of(new ScheduleSettings { Cron = cron }).After(Moment(from)));

    [Fact]
    public void After_Interval_KeepsToItsBeginWhateverTheClocksDo()
    {
        var times = Of(new ScheduleSettings { Every = TimeSpan.FromHours(5), From = Moment("2026-03-08T00:00Z"), Until = Moment("2026-03-08T11:00Z"), TimeZone = NewYork });

        Assert.Equal(["2026-03-08T00:00Z", "2026-03-08T05:00Z", "2026-03-08T10:00Z"], times.Next(Moment("2026-01-01T00:00Z"), 10).Select(Text));
    }

    [Fact]
    public void After_Once_IsOnce()
    {
        var times = Of(new ScheduleSettings { At = Moment("2026-03-08T00:00Z") });

        Assert.Equal(["2026-03-08T00:00Z"], times.Next(Moment("2026-03-07T00:00Z"), 10).Select(Text));
        Assert.Null(times.After(Moment("2026-03-08T00:00Z")));
    }

    [Fact]
    public void After_WithACalendar_FiresOnlyWhenItIsOpen()
    {
        var work = ScheduleCalendar.Of(new CalendarDefinition
        {
            TimeZone = "Europe/Berlin",
            Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
            Hours = [new OpenHours("08:00", "10:00")],
            Holidays = [new ClosedDay(new DateOnly(2026, 3, 9))],
        });

        var times = Of(new ScheduleSettings { Cron = "0 * * * *" }, work);

        // Friday until nine o'clock UTC (exclusive); Monday is a holiday; the weekend is none of it.
        Assert.Equal(
            ["2026-03-06T07:00Z", "2026-03-06T08:00Z", "2026-03-10T07:00Z", "2026-03-10T08:00Z"],
            times.Next(Moment("2026-03-06T00:00Z"), 4).Select(Text));
    }

    [Fact]
    public void After_CalendarThatIsNeverOpenThen_GivesUp()
    {
        var nights = ScheduleCalendar.Of(new CalendarDefinition { Hours = [new OpenHours("22:00", "24:00")] });

        Assert.Null(Of(new ScheduleSettings { Cron = "0 12 * * *" }, nights).After(Moment("2026-03-06T00:00Z")));
    }

    [Fact]
    public void DueOf_WithJitter_IsLateByUpToItAndAlwaysTheSame()
    {
        var settings = new ScheduleSettings { Cron = "0 * * * *", Jitter = TimeSpan.FromMinutes(5) };
        var at = Moment("2026-03-06T00:00Z");

        var due = Enumerable.Range(0, 200).Select(n => Of(settings, id: $"t{n}").DueOf(at) - at).ToList();

        Assert.All(due, late => Assert.InRange(late, TimeSpan.Zero, TimeSpan.FromMinutes(5)));
        Assert.True(due.Max() - due.Min() > TimeSpan.FromMinutes(4), "They are spread.");
        Assert.Equal(Of(settings).DueOf(at), Of(settings).DueOf(at));
    }

    private static ScheduleTimes Of(ScheduleSettings settings, ScheduleCalendar? calendar = null, string id = "t") =>
        ScheduleTimes.Of(id, settings, Moment("2026-01-01T00:00Z"), calendar);

    internal static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    internal static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mmZ", CultureInfo.InvariantCulture);
}
