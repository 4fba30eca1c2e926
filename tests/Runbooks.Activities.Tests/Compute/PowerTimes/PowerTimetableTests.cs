using System.Globalization;
using Runbooks.Activities.Compute.PowerTimes;

namespace Runbooks.Activities.Tests.Compute.PowerTimes;

/// <summary>2026-03-02 is a Monday. In Berlin clocks are put forward on Sunday 2026-03-29 at 01:00 UTC, and back on Sunday 2026-10-25 at 01:00 UTC.</summary>
public sealed class PowerTimetableTests
{
    private static readonly DayOfWeek[] Workdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    [Theory]
    [InlineData("2026-03-02T06:59", "UTC", false)]
    [InlineData("2026-03-02T07:00", "UTC", true)]
    [InlineData("2026-03-02T18:59", "UTC", true)]
    [InlineData("2026-03-02T19:00", "UTC", false)]
    [InlineData("2026-03-01T12:00", "UTC", false)]
    [InlineData("2026-03-02T06:00", "Europe/Berlin", true)]
    [InlineData("2026-07-06T05:00", "Europe/Berlin", true)]
    [InlineData("2026-07-06T04:59", "Europe/Berlin", false)]
    [InlineData("2026-03-01T22:00", "Asia/Tokyo", true)]
    [InlineData("2026-03-06T23:00", "America/Los_Angeles", true)]
    [InlineData("2026-03-02T01:30", "Asia/Kolkata", true)]
    public void IsOn_FromSevenToSevenOnWorkdays_GoesByTheZonesClock(string utc, string zone, bool on) =>
        Assert.Equal(on, Table("07:00", "19:00", zone).IsOn(Utc(utc)));

    [Theory]
    [InlineData("2026-12-24T12:00", true)]
    [InlineData("2026-12-25T12:00", false)]
    [InlineData("2026-12-28T12:00", true)]
    public void IsOn_Holiday_IsOff(string utc, bool on) => Assert.Equal(on, Table("07:00", "19:00", holidays: "2026-12-25").IsOn(Utc(utc)));

    /// <summary>From 20:00 to 06:00 of the next day: a period belongs to the day on which it begins.</summary>
    [Theory]
    [InlineData("2026-03-01T23:00", false)]
    [InlineData("2026-03-02T05:00", false)]
    [InlineData("2026-03-02T20:00", true)]
    [InlineData("2026-03-03T05:59", true)]
    [InlineData("2026-03-03T06:00", false)]
    [InlineData("2026-03-07T05:59", true)]
    [InlineData("2026-03-07T20:00", false)]
    [InlineData("2026-12-25T05:59", true)]
    [InlineData("2026-12-25T20:00", false)]
    [InlineData("2026-12-26T01:00", false)]
    public void IsOn_PeriodAcrossMidnight_BelongsToTheDayItBeginsOn(string utc, bool on) =>
        Assert.Equal(on, Table("20:00", "06:00", holidays: "2026-12-25").IsOn(Utc(utc)));

    [Theory]
    [InlineData("2026-03-01T23:59", false)]
    [InlineData("2026-03-02T00:00", true)]
    [InlineData("2026-03-04T00:00", true)]
    [InlineData("2026-03-06T23:59", true)]
    [InlineData("2026-03-07T00:00", false)]
    public void IsOn_SameTimeTwice_IsWholeDays(string utc, bool on) => Assert.Equal(on, Table("00:00", "00:00").IsOn(Utc(utc)));

    /// <summary>02:00 to 03:00 is skipped: what was to happen then happens at 01:00 UTC.</summary>
    [Theory]
    [InlineData("02:30", "10:00", "2026-03-29T00:59", false)]
    [InlineData("02:30", "10:00", "2026-03-29T01:00", true)]
    [InlineData("02:30", "10:00", "2026-03-29T07:59", true)]
    [InlineData("02:30", "10:00", "2026-03-29T08:00", false)]
    [InlineData("20:00", "02:30", "2026-03-29T00:59", true)]
    [InlineData("20:00", "02:30", "2026-03-29T01:00", false)]
    [InlineData("02:10", "02:50", "2026-03-29T01:00", false)]
    [InlineData("02:30", "03:15", "2026-03-29T01:14", true)]
    [InlineData("02:30", "03:15", "2026-03-29T01:15", false)]
    public void IsOn_ClocksArePutForward_WhatIsSkippedIsThen(string on, string off, string utc, bool isOn) =>
        Assert.Equal(isOn, Table(on, off, "Europe/Berlin", days: Enum.GetValues<DayOfWeek>()).IsOn(Utc(utc)));

    /// <summary>02:00 to 03:00 comes twice, from 00:00 and from 01:00 UTC: a period begins at the first and ends at the second of two equal times.</summary>
    [Theory]
    [InlineData("02:30", "10:00", "2026-10-25T00:29", false)]
    [InlineData("02:30", "10:00", "2026-10-25T00:30", true)]
    [InlineData("02:30", "10:00", "2026-10-25T01:15", true)]
    [InlineData("02:30", "10:00", "2026-10-25T09:00", false)]
    [InlineData("20:00", "02:30", "2026-10-25T00:45", true)]
    [InlineData("20:00", "02:30", "2026-10-25T01:29", true)]
    [InlineData("20:00", "02:30", "2026-10-25T01:30", false)]
    public void IsOn_ClocksArePutBack_NothingIsSwitchedTwice(string on, string off, string utc, bool isOn) =>
        Assert.Equal(isOn, Table(on, off, "Europe/Berlin", days: Enum.GetValues<DayOfWeek>()).IsOn(Utc(utc)));

    /// <summary>Whatever the clocks do in a year, each working day has one period, and each begins on a working day.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "02:30", "21:00")]
    [InlineData("Europe/Dublin", "01:30", "21:00")]
    [InlineData("America/New_York", "20:00", "02:30")]
    [InlineData("Australia/Lord_Howe", "19:00", "01:45")]
    [InlineData("Africa/Cairo", "00:00", "12:00")]
    [InlineData("America/Havana", "00:30", "07:00")]
    [InlineData("Asia/Kolkata", "07:00", "19:00")]
    public void IsOn_EveryQuarterOfAYear_SwitchesOnOnceForEachDay(string zone, string on, string off)
    {
        var table = Table(on, off, zone, days: Enum.GetValues<DayOfWeek>(), holidays: "2026-10-25");
        var begun = new List<DateOnly>();
        var was = true;
        for (var now = Utc("2026-01-01T12:00"); now < Utc("2027-01-01T12:00"); now = now.AddMinutes(15))
        {
            var isOn = table.IsOn(now);
            if (isOn && !was) begun.Add(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, table.Zone).DateTime));
            was = isOn;
        }

        Assert.Distinct(begun);
        Assert.DoesNotContain(new DateOnly(2026, 10, 25), begun);
        Assert.InRange(begun.Count, 363, 365);
    }

    [Theory]
    [InlineData("2026-03-02T12:00", "2026-03-02 19:00 UTC")]
    [InlineData("2026-03-06T19:00", "2026-03-09 07:00 UTC")]
    [InlineData("2026-12-24T19:00", "2026-12-28 07:00 UTC")]
    public void Until_AnyMoment_IsTheNextChange(string utc, string until) =>
        Assert.Equal(until, Table("07:00", "19:00", holidays: "2026-12-25").Until(Utc(utc)));

    [Fact]
    public void Until_WholeDaysInARow_IsTheEndOfTheLast() => Assert.Equal("2026-03-07 00:00 UTC", Table("00:00", "00:00").Until(Utc("2026-03-03T12:00")));

    [Fact]
    public void Until_WholeDaysWithoutEnd_IsNull() => Assert.Null(Table("00:00", "00:00", days: Enum.GetValues<DayOfWeek>()).Until(Utc("2026-03-03T12:00")));

    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("UTC", true)]
    [InlineData("Etc/GMT+1", true)]
    [InlineData("Europe/Nowhere", false)]
    [InlineData("../../etc/hostname", false)]
    [InlineData("/etc/hostname", false)]
    [InlineData("", false)]
    public void TryFind_Name_FindsZonesAndNothingElse(string name, bool found) => Assert.Equal(found, TimeZoneNames.TryFind(name, out _));

    private static PowerTimetable Table(
        string on, string off, string zone = "UTC", DayOfWeek[]? days = null, string? holidays = null) => new(
        Time(on),
        Time(off),
        [.. days ?? Workdays],
        holidays is null ? [] : [DateOnly.Parse(holidays, CultureInfo.InvariantCulture)],
        TimeZoneInfo.FindSystemTimeZoneById(zone));

    private static TimeOnly Time(string text) => TimeOfDay.TryParse(text, out var time) ? time : throw new FormatException(text);

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text + "Z", CultureInfo.InvariantCulture);
}
