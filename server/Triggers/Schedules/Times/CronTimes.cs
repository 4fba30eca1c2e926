using Quartz;

namespace Runbooks.Server.Triggers.Schedules.Times;

/// <summary>Cron expressions, by Quartz. Clocks that are put forward or back are its affair: what is due in an hour that does not come is due
/// when the clocks have changed; in an hour that comes twice, a fixed time is due once and an interval goes on.</summary>
internal sealed class CronTimes
{
    private readonly CronExpression expression;

    private CronTimes(CronExpression expression) => this.expression = expression;

    /// <exception cref="FormatException">It is none; says why.</exception>
    public static CronTimes Parse(string text, TimeZoneInfo zone)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        if (fields is < 5 or > 7) throw new FormatException("it has to have five fields as Unix, or six or seven as Quartz");
        return new CronTimes(CronExpression.Parse(text.Trim(), fields == 5 ? CronFormat.Unix : CronFormat.Quartz).WithTimeZone(zone));
    }

    public DateTimeOffset? After(DateTimeOffset moment) => expression.GetNextValidTimeAfter(moment)?.ToUniversalTime();
}
