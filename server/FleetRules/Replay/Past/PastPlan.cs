using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Metrics;
using Runbooks.Server.FleetRules.Deciding;

namespace Runbooks.Server.FleetRules.Replay.Past;

/// <summary>How finely a rule is replayed: as finely as samples are kept, and as the work allows.</summary>
/// <param name="Resolution">Null: the samples as they came.</param>
/// <param name="Step">Between two looks.</param>
/// <param name="From">The first look.</param>
/// <param name="Metrics">What the rule asks.</param>
internal sealed record PastPlan(Resolution? Resolution, TimeSpan Step, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<MetricUse> Metrics)
{
    /// <summary>So many rows are read at most: some seconds.</summary>
    public const long MostRows = 4_000_000;

    /// <summary>The last samples may still be under way.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>What is asked of windows: the quarter of an hour that is compared with what is usual, and the last two samples for now.</summary>
    public TimeSpan WindowOf(MetricUse use) => use.Aggregate switch
    {
        Aggregate.Deviation => Whole(RecentReadings.Reach),
        Aggregate.Now => Resolution is null ? 3 * Step : Step,
        _ => Whole(use.Window),
    };

    public TimeSpan Longest => Metrics.Count == 0 ? TimeSpan.Zero : Metrics.Max(WindowOf);

    /// <summary>How many days back what is usual is read; 0 where the rule does not ask.</summary>
    public int UsualDays => Metrics.Where(use => use.Aggregate == Aggregate.Deviation).Select(use => (int)use.Window.TotalDays).DefaultIfEmpty(0).Max();

    /// <returns>Null where it would be too much work.</returns>
    public static PastPlan? Of(FleetRule rule, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, TimeSpan interval, int objects)
    {
        var metrics = new[] { rule.Where, rule.Condition, rule.Clear }.OfType<Selector>().SelectMany(selector => selector.Metrics).Distinct().ToList();
        (Resolution? Resolution, TimeSpan Step)[] finest = [(null, interval), (Fleet.Metrics.Resolution.FiveMinutes, TimeSpan.FromMinutes(5)), (Fleet.Metrics.Resolution.Hour, TimeSpan.FromHours(1))];
        var plans = finest.Select(one => Aligned(new PastPlan(one.Resolution, one.Step, from, to, metrics), now));
        return plans.FirstOrDefault(plan => plan.IsKept(now) && plan.Says(metrics) && plan.Rows(objects) <= MostRows);
    }

    private static PastPlan Aligned(PastPlan plan, DateTimeOffset now)
    {
        if (plan.Resolution is null) return plan;
        var step = plan.Step.Ticks;
        var last = (now - Slack).Ticks / step * step;
        return plan with { From = At(Up(plan.From.UtcTicks)), To = At(Math.Min(plan.To.UtcTicks / step * step, last)) };

        long Up(long ticks) => (ticks + step - 1) / step * step;

        static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
    }

    private bool IsKept(DateTimeOffset now) => From - Longest >= now - (Resolution is null ? Retention.Samples - Slack : Retention.Rollups);

    /// <summary>An hour says nothing about five minutes.</summary>
    private bool Says(List<MetricUse> metrics) => Resolution != Fleet.Metrics.Resolution.Hour || metrics.TrueForAll(use => use.Aggregate != Aggregate.Now && use.Window >= Step);

    private long Rows(int objects) => (long)(((To - From) + Longest) / Step * objects) + (UsualDays == 0 ? 0 : (long)(((To - From).TotalHours + (UsualDays * 24)) * objects));

    /// <summary>Of rolled up periods there are only whole ones.</summary>
    private TimeSpan Whole(TimeSpan window) => Resolution is null ? window : TimeSpan.FromTicks((window.Ticks + Step.Ticks - 1) / Step.Ticks * Step.Ticks);
}
