namespace Runbooks.Server.Triggers.Schedules.Times;

/// <summary>The moments at which a schedule is due, as written, without calendar or jitter. Pure.</summary>
internal abstract record FireTimes
{
    private FireTimes()
    {
    }

    /// <summary>The first moment after this one; null where none comes.</summary>
    public abstract DateTimeOffset? After(DateTimeOffset moment);

    public sealed record Cron(CronTimes Times) : FireTimes
    {
        public override DateTimeOffset? After(DateTimeOffset moment) => Times.After(moment);
    }

    /// <param name="Anchor">The moments are whole intervals from here; it is one itself.</param>
    public sealed record Every(TimeSpan Interval, DateTimeOffset Anchor) : FireTimes
    {
        public override DateTimeOffset? After(DateTimeOffset moment)
        {
            if (moment < Anchor) return Anchor;
            var passed = (moment - Anchor).Ticks / Interval.Ticks;
            var ticks = Anchor.UtcTicks + (Int128)(passed + 1) * Interval.Ticks;
            return ticks > DateTimeOffset.MaxValue.UtcTicks ? null : new DateTimeOffset((long)ticks, TimeSpan.Zero);
        }
    }

    public sealed record Once(DateTimeOffset At) : FireTimes
    {
        public override DateTimeOffset? After(DateTimeOffset moment) => moment < At ? At : null;
    }
}
