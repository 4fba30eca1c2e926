using System.Collections.Immutable;
using System.Globalization;

namespace Runbooks.Activities.Compute.PowerTimes;

/// <summary>When VMs are to be on: from one time of day to another, on some days of the week and not on holidays. Where the second time is not
/// after the first, it is of the next day, and what began on a working day goes on into a holiday.</summary>
internal sealed record PowerTimetable(
    TimeOnly On, TimeOnly Off, ImmutableHashSet<DayOfWeek> Days, ImmutableHashSet<DateOnly> Holidays, TimeZoneInfo Zone)
{
    /// <summary>So far ahead the next time is looked for.</summary>
    private const int Ahead = 400;

    public bool IsOn(DateTimeOffset now)
    {
        var today = Today(now);
        return IsWithin(today, now) || IsWithin(today.AddDays(-1), now);
    }

    /// <summary>Until when that holds, as people say it: <c>2026-03-02 07:00 Europe/Berlin</c>; null where it holds for longer than anybody plans.</summary>
    public string? Until(DateTimeOffset now)
    {
        var today = Today(now);
        var changes = Enumerable.Range(-1, Ahead).Select(today.AddDays).Where(IsWorked)
            .SelectMany(day => new[] { Begin(day), End(day) }).Where(moment => moment > now);
        // A time at which one period ends and the next begins changes nothing.
        var until = changes.Where(moment => IsOn(moment) != IsOn(now)).Select(moment => (DateTimeOffset?)moment).FirstOrDefault();
        return until is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(at, Zone):yyyy-MM-dd HH:mm} {Zone.Id}")
            : null;
    }

    private DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);

    private bool IsWithin(DateOnly day, DateTimeOffset now) => IsWorked(day) && Begin(day) <= now && now < End(day);

    private bool IsWorked(DateOnly day) => Days.Contains(day.DayOfWeek) && !Holidays.Contains(day);

    private DateTimeOffset Begin(DateOnly day) => LocalClock.First(day.ToDateTime(On), Zone);

    /// <summary>Where the clock shows it twice, the second time: nobody loses an hour that was promised.</summary>
    private DateTimeOffset End(DateOnly day) => LocalClock.Last((Off > On ? day : day.AddDays(1)).ToDateTime(Off), Zone);
}
