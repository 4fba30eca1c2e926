using System.ComponentModel.DataAnnotations;
using Runbooks.Activities;

namespace Runbooks.Server.Triggers.Calendars;

/// <summary>Times that are open, by local days and hours: a schedule with a calendar fires only then.</summary>
public sealed record CalendarDefinition
{
    [StringLength(100)]
    public string? Name { get; init; }

    [StringLength(1_000)]
    public string? Description { get; init; }

    /// <summary>An IANA name, such as Europe/Berlin, in which days and hours are meant.</summary>
    [Format(Formats.TimeZone)]
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The days of the week that are open; all of them unless given.</summary>
    public IReadOnlyList<DayOfWeek>? Weekdays { get; init; }

    /// <summary>The hours of a day that are open; the whole day unless given.</summary>
    [MaxLength(24)]
    public IReadOnlyList<OpenHours>? Hours { get; init; }

    /// <summary>Days that are closed, whatever their day of the week.</summary>
    [MaxLength(5_000)]
    public IReadOnlyList<ClosedDay> Holidays { get; init; } = [];

    /// <summary>Days that are open, whatever their day of the week and though they are holidays: a Saturday that is worked for a day off.</summary>
    [MaxLength(5_000)]
    public IReadOnlyList<DateOnly> Workdays { get; init; } = [];

    /// <summary>Spans of time that are closed, such as a freeze.</summary>
    [MaxLength(5_000)]
    public IReadOnlyList<ClosedSpan> Closed { get; init; } = [];
}

/// <param name="From">Such as 08:00.</param>
/// <param name="To">Not included; 00:00 is the end of the day.</param>
public sealed record OpenHours(string From, string To);

/// <param name="Yearly">The same day each year.</param>
public sealed record ClosedDay(DateOnly Date, string? Name = null, bool Yearly = false);

/// <param name="To">Not included.</param>
public sealed record ClosedSpan(DateTimeOffset From, DateTimeOffset To, string? Name = null);
