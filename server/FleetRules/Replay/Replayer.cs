using Microsoft.Extensions.Options;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet;
using Runbooks.Server.Fleet.Metrics;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.FleetRules.Deciding;
using Runbooks.Server.FleetRules.Replay.Past;
using Runbooks.Server.FleetRules.Rules;
using Runbooks.Server.FleetRules.Snapshots;
using Runbooks.Server.FleetRules.Watching;
using Runbooks.Server.Http;

namespace Runbooks.Server.FleetRules.Replay;

/// <summary>Answers replays, one at a time: they are heavy, and nobody's night depends on them.</summary>
internal sealed class Replayer(
    FleetPicture picture, MetricStore store, IMetricHistory metrics, SnapshotSights snapshots, IOptions<FleetOptions> options, TimeProvider time) : IDisposable
{
    private const int MostThresholds = 5, MostShown = 1_000, MostNamed = 50;
    private static readonly TimeSpan Fortnight = TimeSpan.FromDays(14);

    private readonly SemaphoreSlim turn = new(1);

    public void Dispose() => turn.Dispose();

    public async Task<(ReplayAnswer? Answer, Problem? Problem)> AnswerAsync(ReplayQuestion question, CancellationToken cancellation)
    {
        if (Read(question, out var rules) is { } wrong) return (null, wrong);
        await turn.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Answer(question, rules, cancellation), cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    private (ReplayAnswer? Answer, Problem? Problem) Answer(ReplayQuestion question, IReadOnlyList<FleetRule> rules, CancellationToken cancellation)
    {
        var (now, rule) = (time.GetUtcNow(), rules[0]);
        var all = Objects(rule);
        // A metric says another thing then than now: what asks for one is asked look by look.
        var watched = rule.Where is { ReferencesMetrics: false } ? all.Where(subject => rule.Covers(subject, metrics) != Verdict.No).ToList() : all;
        var to = question.To is { } end && end < now ? end : now;
        var from = question.From ?? to - Fortnight;
        if (Kept(now) is var kept && from < kept) from = kept;
        if (PastPlan.Of(rule, from, to, now, options.Value.SampleInterval, watched.Count) is not { } plan)
            return (null, Problem.Invalid(
                "replay.too-big", $"That is too much to replay at once for {watched.Count} objects. Choose fewer with 'where', or a shorter time.", new ProblemError("/from", "Choose a later time.")));
        var objects = watched.DistinctBy(subject => subject.Id).ToDictionary(subject => subject.Id, StringComparer.Ordinal);
        var runs = new RuleReplay(plan, MostShown).Run(rules, objects, new PastReader(store, plan).Read(objects.Keys), cancellation);
        var firings = runs.Select((run, at) => PastFirings.Of(rules[at], run.Moves, all, objects.Count, plan)).ToList();
        return (new ReplayAnswer(
            plan.From, plan.To, plan.Step, objects.Count, runs[0].Looks == 0 ? 0 : Math.Round((double)runs[0].Unknown / runs[0].Looks, 4),
            Counts(firings[0]), PerDay(firings[0], plan), rule.Condition.Threshold,
            [.. (question.Thresholds ?? []).Select((threshold, at) => new ReplayThreshold(threshold, Counts(firings[at + 1])))],
            [.. firings[0].Reverse().Take(Math.Clamp(question.Limit ?? 200, 0, MostShown)).Select(Shown)]), null);
    }

    private Problem? Read(ReplayQuestion question, out IReadOnlyList<FleetRule> rules)
    {
        rules = [];
        if (!FleetRuleReader.TryRead(question.Rule, "/rule", out var settings, out var problems)) return Invalid(problems);
        (var rule, problems) = FleetRuleReader.Read(settings, options.Value.SampleInterval, "/rule");
        if (rule is null) return Invalid(problems);
        if (question is { From: { } from, To: var to } && from >= (to ?? time.GetUtcNow())) return Invalid([new ProblemError("/from", "It has to begin before it ends.")]);
        if (question.Thresholds is { Count: > MostThresholds }) return Invalid([new ProblemError("/thresholds", $"At most {MostThresholds} other thresholds.")]);
        var others = (question.Thresholds ?? []).Select(threshold => rule.Condition.WithThreshold(threshold)).ToList();
        if (others.Contains(null)) return Invalid([new ProblemError("/thresholds", "The condition has to compare a metric with a number exactly once, so that there is one threshold.")]);
        rules = [rule, .. others.Select(condition => rule with { Condition = condition! })];
        return null;
    }

    private static Problem Invalid(IReadOnlyList<ProblemError> problems) => Problem.Invalid("replay.invalid", "The rule cannot be replayed like this.", [.. problems]);

    private IReadOnlyList<FleetObject> Objects(FleetRule rule) => rule.On switch
    {
        SelectorSubject.Host => picture.Snapshot.Hosts,
        SelectorSubject.Storage => picture.Snapshot.Storages,
        _ => snapshots.Fill(rule, picture.Snapshot.Vms),
    };

    private static DateTimeOffset Kept(DateTimeOffset now) => now - Retention.Rollups + TimeSpan.FromDays(1);

    private static ReplayCounts Counts(IEnumerable<PastFiring> firings)
    {
        var by = firings.CountBy(firing => firing.Firing.Consequence).ToDictionary();
        return new ReplayCounts(by.GetValueOrDefault(Consequence.Acts), by.GetValueOrDefault(Consequence.Storm), by.GetValueOrDefault(Consequence.Flapping));
    }

    private static List<ReplayDay> PerDay(IReadOnlyList<PastFiring> firings, PastPlan plan)
    {
        var by = firings.ToLookup(firing => Day(firing.Firing.At));
        var days = new List<ReplayDay>();
        for (var day = Day(plan.From); day <= Day(plan.To); day = day.AddDays(1))
        {
            var counts = Counts(by[day]);
            days.Add(new ReplayDay(day, counts.Fired, counts.Paged, counts.Held));
        }

        return days;
    }

    private static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    private static ReplayFiring Shown(PastFiring past) => new(
        past.Firing.At, past.Firing.Episode, past.EndedAt,
        past.Firing.Consequence switch { Consequence.Acts => "fired", Consequence.Storm => "paged", _ => "held" },
        past.Firing.Together > 0 ? past.Firing.Together : null,
        [.. past.Firing.Objects.Take(MostNamed).Select(subject => new ReplayObject(subject.Id, subject.Name, subject.Cluster))],
        past.Firing.Objects.Count,
        past.Why?.Select(one => new ComparisonExplanation(one.Text, one.Value, one.Threshold, one.Holds, null)).ToList());
}
