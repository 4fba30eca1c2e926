using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Runbooks.Activities.Compute.PowerTimes;

namespace Runbooks.Server.Triggers.Calendars;

/// <summary>Reads the events of an iCalendar file (RFC 5545) as closed days and spans.</summary>
internal static class CalendarImport
{
    /// <summary>Events that recur are written out so far ahead.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(5 * 366);

    private const int Most = 5_000;

    /// <exception cref="FormatException">It is not iCalendar, or has more events than a calendar may have.</exception>
    public static (IReadOnlyList<ClosedDay> Days, IReadOnlyList<ClosedSpan> Spans) Read(string text, string timeZone, DateTimeOffset now)
    {
        var zone = TimeZoneNames.TryFind(timeZone, out var found) ? found : TimeZoneInfo.Utc;
        List<ClosedDay> days = [];
        List<ClosedSpan> spans = [];
        foreach (var occurrence in Occurrences(text, now))
        {
            if (days.Count + spans.Count >= Most) throw new FormatException($"it has more than {Most} days and spans");
            if (occurrence.Source is not CalendarEvent one) continue;
            if (one.IsAllDay) days.AddRange(Days(occurrence.Period, one.Summary));
            else spans.Add(new ClosedSpan(Moment(occurrence.Period.StartTime, zone), Moment(occurrence.Period.EffectiveEndTime ?? occurrence.Period.StartTime, zone), one.Summary));
        }

        return ([.. days.DistinctBy(day => day.Date).OrderBy(day => day.Date)], [.. spans.Where(span => span.To > span.From).Distinct().OrderBy(span => span.From)]);
    }

    private static IEnumerable<Occurrence> Occurrences(string text, DateTimeOffset now)
    {
        var calendar = Load(text);
        var from = new CalDateTime(now.UtcDateTime.AddDays(-366), "UTC");
        var until = now.UtcDateTime + Ahead;
        // What recurs for ever has no last occurrence: each event is cut off on its own.
        return calendar.Events.SelectMany(one => one.GetOccurrences(from).TakeWhile(next => next.Period.StartTime.AsUtc < until).Take(Most + 1));
    }

    private static Calendar Load(string text)
    {
        try
        {
            return Calendar.Load(text) is { } read && read.Events.Count > 0 ? read : throw new FormatException("it has no events");
        }
        catch (Exception error) when (error is not FormatException)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static IEnumerable<ClosedDay> Days(Period period, string? name)
    {
        var first = period.StartTime.Date;
        var end = period.EffectiveEndTime?.Date ?? first.AddDays(1);
        var day = first;
        do
        {
            yield return new ClosedDay(day, name);
            day = day.AddDays(1);
        }
        while (day < end);
    }

    /// <summary>A time without a zone is meant in the calendar's.</summary>
    private static DateTimeOffset Moment(CalDateTime at, TimeZoneInfo zone)
    {
        if (!at.IsFloating) return new DateTimeOffset(at.AsUtc, TimeSpan.Zero);
        var local = DateTime.SpecifyKind(at.Value, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
