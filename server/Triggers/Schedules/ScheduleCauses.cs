using System.Globalization;
using System.Text.Json;
using Runbooks.Server.Triggers.Firings;
using Runbooks.Server.Triggers.Schedules.Times;

namespace Runbooks.Server.Triggers.Schedules;

/// <summary>The causes of firings by the clock. A fire time is one cause, however it is come to: on time, made up for, or filled in.</summary>
internal static class ScheduleCauses
{
    public const string MissedCode = "schedule.missed";

    public static string KeyOf(DateTimeOffset time) => $"time/{Text(time)}";

    public static IEnumerable<FiringCause> Of(DueDecision decision)
    {
        // Told once for all of them, also where nothing is started.
        if (decision is { Missed: > 0, MadeUp: null, Since: { } since })
            yield return new FiringCause($"missed/{Text(since)}", since, Missed(decision)) { Skip = new FiringEnd(MissedCode, Missed(decision)) };
        foreach (var time in decision.Fire)
            yield return new FiringCause(KeyOf(time), time, time == decision.MadeUp ? $"{Scheduled(time)} {Missed(decision)}" : Scheduled(time))
            {
                Detail = time == decision.MadeUp ? JsonSerializer.SerializeToElement(new { missed = decision.Missed, since = decision.Since }) : null,
            };
    }

    public static string Scheduled(DateTimeOffset time) => $"Scheduled for {time:u}.";

    private static string Missed(DueDecision decision) =>
        $"{(decision.AtLeast ? "More than " : "")}{decision.Missed} fire times since {decision.Since!.Value:u} were missed.";

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);
}
