namespace Runbooks.Server.Triggers.Schedules.Times;

/// <summary>What a schedule does when it is looked at: the fire times to act on now, and where it goes on.</summary>
/// <param name="Fire">In order.</param>
/// <param name="MadeUp">Of these, the one that stands for others that were missed too.</param>
/// <param name="Missed">How many fire times passed that are not acted on on their own.</param>
/// <param name="Since">The first that passed.</param>
/// <param name="AtLeast">There were more than were counted.</param>
/// <param name="Next">The next fire time; null where none comes.</param>
internal sealed record DueDecision(
    IReadOnlyList<DateTimeOffset> Fire, DateTimeOffset? MadeUp, int Missed, DateTimeOffset? Since, bool AtLeast, DateTimeOffset? Next);

/// <summary>Decides about fire times that have come, those that passed while nobody looked too. Pure.</summary>
internal static class Misfires
{
    /// <summary>What is acted on within so much is on time.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    private const int MostCounted = 10_000;

    /// <param name="next">The fire time that is to be acted on next.</param>
    public static DueDecision Decide(ScheduleTimes times, DateTimeOffset next, DateTimeOffset now)
    {
        var (due, isMore) = Due(times, next, now);
        if (due.Count == 0) return new DueDecision([], null, 0, null, false, next);
        var onTime = due.Where(time => now - times.DueOf(time) <= Tolerance).ToList();
        var missed = due.Except(onTime).ToList();
        var keep = times.Settings.Misfire switch
        {
            MisfirePolicy.FireAll => missed.TakeLast(times.Settings.MisfireLimit).ToList(),
            // One that is on time stands for the others.
            MisfirePolicy.FireOnce when onTime.Count == 0 => missed.TakeLast(1).ToList(),
            _ => [],
        };
        List<DateTimeOffset> fire = [.. keep, .. onTime];
        var lost = missed.Count - keep.Count;
        var stands = times.Settings.Misfire == MisfirePolicy.FireOnce && lost > 0;
        return new DueDecision(fire, stands ? fire[0] : null, lost, lost > 0 ? next : null, isMore, times.After(due[^1]));
    }

    /// <summary>The fire times that have come; the newest of them, where they are more than can be counted.</summary>
    private static (List<DateTimeOffset> Due, bool IsMore) Due(ScheduleTimes times, DateTimeOffset first, DateTimeOffset now)
    {
        var due = Collect(times, first, now);
        if (due.Count <= MostCounted) return (due, false);
        for (var span = TimeSpan.FromMinutes(15); ; span *= 2)
        {
            var from = now - span <= first ? first : times.After(now - span);
            due = Collect(times, from, now);
            if (due.Count >= times.Settings.MisfireLimit || from <= first) return (due, true);
        }
    }

    private static List<DateTimeOffset> Collect(ScheduleTimes times, DateTimeOffset? from, DateTimeOffset now)
    {
        List<DateTimeOffset> due = [];
        for (var at = from; at is { } time && times.DueOf(time) <= now && due.Count <= MostCounted; at = times.After(time)) due.Add(time);
        return due;
    }
}
