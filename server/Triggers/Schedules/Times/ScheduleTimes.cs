using System.Security.Cryptography;
using System.Text;
using Runbooks.Activities.Compute.PowerTimes;
using Runbooks.Server.Triggers.Calendars;

namespace Runbooks.Server.Triggers.Schedules.Times;

/// <summary>When a schedule fires: its times, within its bounds, when its calendar is open. Pure.</summary>
/// <param name="calendar">Null: always open.</param>
internal sealed class ScheduleTimes(string id, FireTimes times, ScheduleSettings settings, ScheduleCalendar? calendar)
{
    /// <summary>A calendar that opens only between the times of a schedule would be looked through for ever.</summary>
    private const int MostTries = 20_000;

    public ScheduleSettings Settings => settings;

    /// <summary>Of settings that were checked.</summary>
    public static ScheduleTimes Of(string id, ScheduleSettings settings, DateTimeOffset madeAt, ScheduleCalendar? calendar)
    {
        var zone = settings.TimeZone is { } name && TimeZoneNames.TryFind(name, out var found) ? found : TimeZoneInfo.Utc;
        FireTimes times = settings switch
        {
            { Cron: { } cron } => new FireTimes.Cron(CronTimes.Parse(cron, zone)),
            { Every: { } every } => new FireTimes.Every(every, settings.From ?? madeAt),
            { At: { } at } => new FireTimes.Once(at),
            _ => throw new InvalidOperationException("A schedule has cron, every or at."),
        };
        return new ScheduleTimes(id, times, settings, calendar);
    }

    /// <summary>The first fire time after a moment; null where none comes.</summary>
    public DateTimeOffset? After(DateTimeOffset moment)
    {
        if (settings.From is { } from && moment < from) moment = from.AddTicks(-1);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (times.After(moment) is not { } next || next > settings.Until) return null;
            if (calendar is null || calendar.IsOpen(next)) return next;
            if (calendar.OpenFrom(next) is not { } open) return null;
            moment = open.AddTicks(-1);
        }

        return null;
    }

    /// <summary>The next fire times after a moment, as many as there are up to a number.</summary>
    public IEnumerable<DateTimeOffset> Next(DateTimeOffset moment, int count)
    {
        for (var next = After(moment); next is { } time && count > 0; next = After(time), count--) yield return time;
    }

    /// <summary>When a fire time is acted on: later than it by the jitter.</summary>
    public DateTimeOffset DueOf(DateTimeOffset time)
    {
        if (settings.Jitter is not { } most || most <= TimeSpan.Zero) return time;
        // The same after a restart: chance that is not by chance.
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{id}/{time.UtcTicks}"), hash);
        return time + most * (BitConverter.ToUInt32(hash) / (double)uint.MaxValue);
    }
}
