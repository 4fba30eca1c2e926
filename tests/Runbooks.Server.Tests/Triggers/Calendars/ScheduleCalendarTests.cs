using Runbooks.Server.Triggers.Calendars;
using static Runbooks.Server.Tests.Triggers.Schedules.ScheduleTimesTests;

namespace Runbooks.Server.Tests.Triggers.Calendars;

public sealed class ScheduleCalendarTests
{
    private static readonly ScheduleCalendar Work = ScheduleCalendar.Of(new CalendarDefinition
    {
        TimeZone = "Asia/Shanghai",
        Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
        Hours = [new OpenHours("09:00", "12:00"), new OpenHours("13:00", "18:00")],
        Holidays = [new ClosedDay(new DateOnly(2026, 10, 1), "National Day", Yearly: true), new ClosedDay(new DateOnly(2026, 10, 2))],
        Workdays = [new DateOnly(2026, 10, 10)],
        Closed = [new ClosedSpan(Moment("2026-10-12T01:30Z"), Moment("2026-10-12T03:00Z"), "Freeze")],
    });

    [Theory]
    [InlineData("2026-09-30T01:00Z", true)] // Wednesday, 09:00
    [InlineData("2026-09-30T00:59Z", false)]
    [InlineData("2026-09-30T04:00Z", false)] // noon
    [InlineData("2026-09-30T05:00Z", true)]
    [InlineData("2026-09-30T10:00Z", false)] // 18:00 is not included
    [InlineData("2026-10-01T02:00Z", false)] // a holiday
    [InlineData("2027-10-01T02:00Z", false)] // each year
    [InlineData("2026-10-02T02:00Z", false)]
    [InlineData("2026-10-03T02:00Z", false)] // a Saturday
    [InlineData("2026-10-10T02:00Z", true)] // a Saturday that is worked
    [InlineData("2026-10-12T01:15Z", true)]
    [InlineData("2026-10-12T02:00Z", false)] // frozen
    [InlineData("2026-10-12T03:00Z", true)]
    public void IsOpen_AtATime_IsAsWritten(string at, bool open)
    {
        Assert.Equal(open, Work.IsOpen(Moment(at)));
        Assert.Equal(open, Work.OpenFrom(Moment(at)) == Moment(at));
    }

    [Theory]
    [InlineData("2026-09-30T04:30Z", "2026-09-30T05:00Z")]
    [InlineData("2026-09-30T11:00Z", "2026-10-05T01:00Z")] // two holidays and a weekend
    [InlineData("2026-10-12T02:00Z", "2026-10-12T03:00Z")]
    public void OpenFrom_WhenClosed_IsTheNextOpening(string at, string expected) => Assert.Equal(Moment(expected), Work.OpenFrom(Moment(at)));

    [Fact]
    public void OpenFrom_NeverOpen_IsNull() =>
        Assert.Null(ScheduleCalendar.Of(new CalendarDefinition { Weekdays = [], Workdays = [new DateOnly(2020, 1, 1)] }).OpenFrom(Moment("2026-01-01T00:00Z")));

    [Fact]
    public void OpenFrom_HourThatTheClocksLeaveOut_IsWhenTheyHaveChanged()
    {
        var calendar = ScheduleCalendar.Of(new CalendarDefinition { TimeZone = "America/New_York", Hours = [new OpenHours("02:30", "04:00")] });

        Assert.Equal(Moment("2026-03-08T07:00Z"), calendar.OpenFrom(Moment("2026-03-08T05:00Z")));
    }
}
