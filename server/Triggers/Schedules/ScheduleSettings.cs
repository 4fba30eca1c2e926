using System.ComponentModel.DataAnnotations;
using Runbooks.Activities;

namespace Runbooks.Server.Triggers.Schedules;

/// <summary>When a schedule fires: exactly one of <see cref="Cron"/>, <see cref="Every"/> and <see cref="At"/>.</summary>
public sealed record ScheduleSettings
{
    /// <summary>Five fields as Unix (day of week 0–7, Sunday is 0 and 7), six or seven as Quartz (seconds first; day of week 1–7, Sunday is 1).</summary>
    [Format(Formats.Cron)]
    public string? Cron { get; init; }

    /// <summary>A fixed interval, a second or more.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Once, at this moment.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Not before; intervals are counted from here, else from when the trigger was made.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Not after.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The IANA name of the time zone that the cron expression is meant in, such as Europe/Berlin; UTC unless given.</summary>
    [Format(Formats.TimeZone)]
    public string? TimeZone { get; init; }

    /// <summary>A named calendar; it fires only when that is open.</summary>
    public string? Calendar { get; init; }

    /// <summary>What becomes of fire times that passed while the server was down or could not keep up.</summary>
    public MisfirePolicy Misfire { get; init; } = MisfirePolicy.FireOnce;

    /// <summary>The most fire times that fire-all makes up for: the newest.</summary>
    [Range(1, 1_000)]
    public int MisfireLimit { get; init; } = 10;

    /// <summary>Each fire is late by up to so much, always the same for the same fire time: many schedules on the hour do not all begin at once.</summary>
    public TimeSpan? Jitter { get; init; }
}

public enum MisfirePolicy
{
    /// <summary>Once for all of them.</summary>
    FireOnce,

    /// <summary>Once for each, up to a limit.</summary>
    FireAll,

    /// <summary>Not at all: on with the next.</summary>
    Skip,
}
