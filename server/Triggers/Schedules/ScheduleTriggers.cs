using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Activities;
using Runbooks.Server.Data;
using Runbooks.Server.Triggers.Calendars;
using Runbooks.Server.Triggers.Schedules.Times;

namespace Runbooks.Server.Triggers.Schedules;

/// <summary>Triggers that fire by the clock.</summary>
internal sealed class ScheduleTriggers(IServiceProvider services, TimeProvider time) : ITriggerType
{
    public const string TypeName = "schedule";
    private const int Shown = 10;

    private readonly ConcurrentDictionary<string, (Trigger Of, ScheduleCalendar? With, ScheduleTimes Times)> compiled = new(StringComparer.Ordinal);

    public string Name => TypeName;

    public Type SettingsType => typeof(ScheduleSettings);

    /// <summary>The calendars need the triggers, and these their types.</summary>
    private CalendarStore Calendars => services.GetRequiredService<CalendarStore>();

    /// <summary>A schedule that could not start is tried until it is due again; one that makes up for each time gives none up.</summary>
    public bool NewestOnly(Trigger trigger) => trigger.Read<ScheduleSettings>().Misfire != MisfirePolicy.FireAll;

    public ValueTask<TriggerPart> CheckAsync(JsonElement settings, Trigger? present, CancellationToken cancellation)
    {
        var read = settings.Deserialize<ScheduleSettings>(ActivityJson.Options)!;
        var problems = ScheduleCheck.Check(read, present?.Read<ScheduleSettings>(), Calendars.Find, time.GetUtcNow());
        return new(new TriggerPart(JsonSerializer.SerializeToElement(read, ActivityJson.Options)) { Problems = problems });
    }

    /// <summary>What is new, resumed or changed goes on from now: times that passed meanwhile are not made up for.</summary>
    public async Task StageAsync(RunbooksDbContext db, Trigger? before, Trigger? after, CancellationToken cancellation)
    {
        var id = (after ?? before)!.Id;
        var cursor = await db.ScheduleCursors.SingleOrDefaultAsync(known => known.TriggerId == id, cancellation);
        if (after is null)
        {
            if (cursor is not null) db.ScheduleCursors.Remove(cursor);
            return;
        }

        if (cursor is null) db.ScheduleCursors.Add(cursor = new ScheduleCursorEntity { TriggerId = id });
        var same = before is { Enabled: true } && before.Read<ScheduleSettings>() == after.Read<ScheduleSettings>();
        if (after.Enabled && same) return;
        Move(cursor, after.Enabled ? Times(after) : null);
    }

    public void Changed(Trigger? before, Trigger? after)
    {
        if ((after ?? before) is { } changed) compiled.TryRemove(changed.Id, out _);
        services.GetRequiredService<ScheduleClock>().Notice();
    }

    public ValueTask<IReadOnlyDictionary<string, object?>> ViewAsync(Trigger trigger, CancellationToken cancellation) => new(new Dictionary<string, object?>
    {
        ["nextFireTimes"] = trigger.Enabled ? Times(trigger).Next(time.GetUtcNow(), Shown).ToList() : [],
    });

    /// <summary>The next fire times of settings that were checked and belong to no trigger yet.</summary>
    public IReadOnlyList<DateTimeOffset> Preview(JsonElement settings)
    {
        var read = settings.Deserialize<ScheduleSettings>(ActivityJson.Options)!;
        var now = time.GetUtcNow();
        return [.. ScheduleTimes.Of("", read, now, read.Calendar is { } name ? Calendars.Find(name) : null).Next(now, Shown)];
    }

    public ScheduleTimes Times(Trigger trigger)
    {
        var settings = trigger.Read<ScheduleSettings>();
        var calendar = settings.Calendar is { } name ? Calendars.Find(name) : null;
        if (compiled.TryGetValue(trigger.Id, out var known) && ReferenceEquals(known.Of, trigger) && ReferenceEquals(known.With, calendar)) return known.Times;
        var times = ScheduleTimes.Of(trigger.Id, settings, trigger.CreatedAt, calendar);
        // What is only looked at is not kept.
        if (ReferenceEquals(services.GetRequiredService<TriggerRegistry>().Find(trigger.Id), trigger)) compiled[trigger.Id] = (trigger, calendar, times);
        return times;
    }

    /// <summary>Adds to the transaction that saves a calendar where its schedules go on with it.</summary>
    public async Task StageCalendarAsync(RunbooksDbContext db, string calendar, ScheduleCalendar changed, CancellationToken cancellation)
    {
        var users = Calendars.Users(calendar);
        var cursors = await db.ScheduleCursors.Where(cursor => users.Contains(cursor.TriggerId)).ToListAsync(cancellation);
        foreach (var cursor in cursors)
            if (services.GetRequiredService<TriggerRegistry>().Find(cursor.TriggerId) is { Enabled: true } trigger)
                Move(cursor, ScheduleTimes.Of(trigger.Id, trigger.Read<ScheduleSettings>(), trigger.CreatedAt, changed));
    }

    private void Move(ScheduleCursorEntity cursor, ScheduleTimes? times)
    {
        cursor.NextTime = times?.After(time.GetUtcNow());
        cursor.NextDue = cursor.NextTime is { } next ? times!.DueOf(next) : null;
    }
}
