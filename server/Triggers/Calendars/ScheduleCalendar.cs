using System.Collections.Frozen;
using Runbooks.Activities.Compute.PowerTimes;

namespace Runbooks.Server.Triggers.Calendars;

/// <summary>Says of a moment whether it is open, and when it is open again. Pure.</summary>
public sealed class ScheduleCalendar
{
    /// <summary>Where nothing is open for so long, nothing is taken to be open any more.</summary>
    private const int FarthestDays = 4 * 366;

    private readonly TimeZoneInfo zone;
    private readonly FrozenSet<DayOfWeek> weekdays;
    private readonly FrozenSet<DateOnly> holidays, workdays;
    private readonly FrozenSet<(int Month, int Day)> yearly;
    private readonly (TimeOnly From, TimeOnly To)[] hours;
    private readonly ClosedSpan[] closed;

    private ScheduleCalendar(CalendarDefinition definition, TimeZoneInfo zone)
    {
        this.zone = zone;
        weekdays = (definition.Weekdays ?? Enum.GetValues<DayOfWeek>()).ToFrozenSet();
        holidays = definition.Holidays.Where(day => !day.Yearly).Select(day => day.Date).ToFrozenSet();
        yearly = definition.Holidays.Where(day => day.Yearly).Select(day => (day.Date.Month, day.Date.Day)).ToFrozenSet();
        workdays = definition.Workdays.ToFrozenSet();
        hours = [.. (definition.Hours ?? [new OpenHours("00:00", "00:00")]).Select(span => (Time(span.From), Time(span.To)))];
        closed = [.. definition.Closed.OrderBy(span => span.From)];
    }

    /// <summary>Of a definition that was checked.</summary>
    public static ScheduleCalendar Of(CalendarDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new ScheduleCalendar(definition, TimeZoneNames.TryFind(definition.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc);
    }

    public bool IsOpen(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var time = TimeOnly.FromDateTime(local.DateTime);
        return IsOpen(DateOnly.FromDateTime(local.DateTime)) && hours.Any(span => time >= span.From && (span.To == TimeOnly.MinValue || time < span.To)) && ClosedUntil(at) is null;
    }

    /// <summary>The first open moment at or after this one; null where none comes for four years.</summary>
    public DateTimeOffset? OpenFrom(DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        for (var ahead = 0; ahead <= FarthestDays; ahead++, day = day.AddDays(1))
        {
            if (!IsOpen(day)) continue;
            foreach (var (from, to) in hours.OrderBy(span => span.From))
                if (OpenWithin(Moment(day, from), to == TimeOnly.MinValue ? Moment(day.AddDays(1), to) : Moment(day, to), at) is { } open) return open;
        }

        return null;
    }

    private DateTimeOffset? OpenWithin(DateTimeOffset from, DateTimeOffset to, DateTimeOffset at)
    {
        var open = from > at ? from : at;
        while (open < to && ClosedUntil(open) is { } until) open = until;
        return open < to ? open : null;
    }

    private DateTimeOffset? ClosedUntil(DateTimeOffset at)
    {
        DateTimeOffset? until = null;
        foreach (var span in closed)
        {
            if (span.From > at) break;
            if (span.To > at && (until is null || span.To > until)) until = span.To;
        }

        return until;
    }

    private bool IsOpen(DateOnly day) =>
        workdays.Contains(day) || weekdays.Contains(day.DayOfWeek) && !holidays.Contains(day) && !yearly.Contains((day.Month, day.Day));

    /// <summary>A local time that the clocks leave out is the moment at which they are put forward.</summary>
    private DateTimeOffset Moment(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        // Of a time that comes twice, the first.
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private static TimeOnly Time(string text) => TimeOfDay.TryParse(text is "24:00" ? "00:00" : text, out var time) ? time : TimeOnly.MinValue;
}
