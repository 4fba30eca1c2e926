using Runbooks.Activities.Compute.PowerTimes;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers.Calendars;
using Runbooks.Server.Triggers.Schedules.Times;

namespace Runbooks.Server.Triggers.Schedules;

/// <summary>Finds what is wrong with a schedule beyond the shape of its members.</summary>
internal static class ScheduleCheck
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(3_660);
    private static readonly TimeSpan LongestJitter = TimeSpan.FromDays(1);

    /// <param name="present">The settings that are changed; null for a new schedule.</param>
    /// <param name="find">The calendar of a name; null where there is none.</param>
    public static IReadOnlyList<ProblemError> Check(
        ScheduleSettings settings, ScheduleSettings? present, Func<string, ScheduleCalendar?> find, DateTimeOffset now)
    {
        List<ProblemError> errors = [];
        CheckKind(settings, present, now, errors);
        if (settings.TimeZone is { } zone && !TimeZoneNames.TryFind(zone, out _))
            errors.Add(new ProblemError("/timeZone", $"'{zone}' is not a time zone that this server knows; give an IANA name such as Europe/Berlin."));
        if (settings.Calendar is { } calendar && find(calendar) is null) errors.Add(new ProblemError("/calendar", $"There is no calendar '{calendar}'."));
        if (settings is { From: { } from, Until: { } until } && until <= from) errors.Add(new ProblemError("/until", "It ends before it begins."));
        if (settings.Jitter is { } jitter && (jitter < TimeSpan.Zero || jitter > LongestJitter)) errors.Add(new ProblemError("/jitter", "A jitter is a day at most."));
        if (errors.Count == 0) CheckFires(settings, present, find, now, errors);
        return errors;
    }

    private static void CheckKind(ScheduleSettings settings, ScheduleSettings? present, DateTimeOffset now, List<ProblemError> errors)
    {
        var kinds = new object?[] { settings.Cron, settings.Every, settings.At }.Count(kind => kind is not null);
        if (kinds != 1) errors.Add(new ProblemError(kinds == 0 ? "/cron" : "", "A schedule has exactly one of 'cron', 'every' and 'at'."));
        if (settings.Cron is { } cron) CheckCron(cron, errors);
        if (settings.Every is { } every && (every < Shortest || every > LongestInterval)) errors.Add(new ProblemError("/every", "An interval is a second at least, and ten years at most."));
        if (settings.At is { } at && at <= now && at != present?.At) errors.Add(new ProblemError("/at", "This moment has passed."));
    }

    private static void CheckCron(string cron, List<ProblemError> errors)
    {
        try
        {
            CronTimes.Parse(cron, TimeZoneInfo.Utc);
        }
        catch (FormatException error)
        {
            errors.Add(new ProblemError("/cron", $"'{cron}' is not a cron expression: {error.Message.TrimEnd('.')}."));
        }
    }

    private static void CheckFires(
        ScheduleSettings settings, ScheduleSettings? present, Func<string, ScheduleCalendar?> find, DateTimeOffset now, List<ProblemError> errors)
    {
        if (settings == present) return;
        var calendar = settings.Calendar is { } name ? find(name) : null;
        if (ScheduleTimes.Of("", settings, now, calendar).After(now) is not null) return;
        var at = settings.Cron is not null ? "/cron" : settings.Every is not null ? "/every" : "/at";
        errors.Add(calendar is null
            ? new ProblemError(at, "It never fires.")
            : new ProblemError("/calendar", "It never fires: the calendar is not open at any of its times."));
    }
}
