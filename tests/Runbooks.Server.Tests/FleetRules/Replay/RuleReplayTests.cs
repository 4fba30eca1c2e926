using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Metrics;
using Runbooks.Server.FleetRules.Deciding;
using Runbooks.Server.FleetRules.Replay;
using Runbooks.Server.FleetRules.Replay.Past;
using Runbooks.Server.Tests.Fleet.Metrics;
using Hosts = Runbooks.Server.Tests.FleetRules.Deciding.Hosts;

namespace Runbooks.Server.Tests.FleetRules.Replay;

public sealed class RuleReplayTests : IDisposable
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 12).Select(number => $"h{number}")];

    private readonly MetricBench bench = new();
    private readonly List<FleetObject> hosts = [.. Names.Select((name, at) => Hosts.Host(name, at < 8 ? "blue" : "green"))];

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(1, "each", "cpu.avg('1m') > 0.8", "cpu.avg('1m') < 0.7")]
    [InlineData(2, "each", "cpu.now > 0.8", null)]
    [InlineData(3, "each", "cpu.max('5m') > 0.95 && cpu.p95('2m') > 0.85", null)]
    [InlineData(4, "any", "cpu.now > 0.85", "cpu.avg('1m') < 0.7")]
    [InlineData(5, "all", "cpu.avg('3m') > 0.08", null)]
    public async Task Run_SameSamples_FiresAsLive(int seed, string match, string condition, string? clear)
    {
        var rule = Rule(condition, clear, Enum.Parse<Matching>(match, ignoreCase: true), TimeSpan.FromMinutes(1));
        var first = MetricBench.Start + MetricBench.Interval;
        var live = await LiveAsync(rule, new Random(seed), rounds: 320);
        Assert.NotEmpty(live);

        var plan = PastPlan.Of(rule, first, bench.Now, bench.Now, MetricBench.Interval, hosts.Count)!;
        Assert.Null(plan.Resolution);
        var past = Replay(plan, rule)[0];

        Assert.Equal(live.Select(Told), past.Select(firing => Told(firing.Firing)));
    }

    [Fact]
    public async Task Run_OtherThresholds_CountsEach()
    {
        await LiveAsync(Rule("cpu.now > 0.8", null, Matching.Each, TimeSpan.Zero), new Random(7), rounds: 200);
        var rules = new[] { 0.8, 0.9, 2 }.Select(threshold => Rule($"cpu.now > {threshold}", null, Matching.Each, TimeSpan.Zero)).ToArray();
        var plan = PastPlan.Of(rules[0], MetricBench.Start, bench.Now, bench.Now, MetricBench.Interval, hosts.Count)!;

        var counts = Replay(plan, rules).Select(firings => firings.Count).ToList();

        Assert.InRange(counts[1], 1, counts[0] - 1);
        Assert.Equal(0, counts[2]);
    }

    [Fact]
    public async Task Run_LongAgo_IsReplayedOverRolledUpPeriods()
    {
        var start = MetricBench.Start - TimeSpan.FromDays(10);
        var samples = Enumerable.Range(0, 288).Select(at => (At: start.AddMinutes(5 * at), Cpu: at is >= 100 and < 106 ? 0.9 : 0.3));
        await bench.ImportAsync(TimeSpan.FromMinutes(5), samples.Select(sample => MetricBench.Cpu("h1", sample.At, sample.Cpu)));
        var rule = Rule("cpu.avg('5m') > 0.8", null, Matching.Each, TimeSpan.FromMinutes(10));
        var plan = PastPlan.Of(rule, start, start.AddDays(1), bench.Now, MetricBench.Interval, hosts.Count)!;

        var firing = Assert.Single(Replay(plan, rule)[0]);

        Assert.Equal(Resolution.FiveMinutes, plan.Resolution);
        Assert.Equal(("h1", start.AddMinutes(505), start.AddMinutes(515), start.AddMinutes(535)), (firing.Firing.Objects[0].Id, firing.Firing.Episode, firing.Firing.At, firing.EndedAt!.Value));
        Assert.Equal(0.9, firing.Why!.Single().Value!.Value, 1e-6);
    }

    [Fact]
    public async Task Run_DeviationFromTheSameHour_FiresOnTheOddDayAlone()
    {
        var start = MetricBench.Start - TimeSpan.FromDays(30);
        // Busy at nine each day; on the last day busy at three too.
        var samples = Enumerable.Range(0, 30 * 288).Select(at => start.AddMinutes(5 * (at + 1)))
            .Select(at => (At: at, Cpu: at.Hour == 9 || (at.Hour == 3 && at.Date == MetricBench.Start.AddDays(-1).Date) ? 0.8 : 0.2));
        await bench.ImportAsync(TimeSpan.FromMinutes(5), samples.Select(sample => MetricBench.Cpu("h1", sample.At, sample.Cpu)));
        var rule = Rule("cpu.deviation('14d') > 4", null, Matching.Each, TimeSpan.FromMinutes(10));
        var plan = PastPlan.Of(rule, start, bench.Now, bench.Now, MetricBench.Interval, hosts.Count)!;

        var firing = Assert.Single(Replay(plan, rule)[0]);

        Assert.InRange(firing.Firing.Episode, MetricBench.Start.AddDays(-1).AddHours(3), MetricBench.Start.AddDays(-1).AddHours(3).AddMinutes(20));
    }

    [Fact]
    public void Of_TooMuchWork_IsNoPlan()
    {
        var fine = Rule("cpu.avg('5m') > 0.8", null, Matching.Each, TimeSpan.Zero);
        var coarse = Rule("cpu.p95('14d') < 0.2", null, Matching.Each, TimeSpan.Zero);

        Assert.Null(PastPlan.Of(fine, bench.Now.AddDays(-30), bench.Now, bench.Now, MetricBench.Interval, 50_000));
        Assert.Equal(Resolution.Hour, PastPlan.Of(coarse, bench.Now.AddDays(-1), bench.Now, bench.Now, MetricBench.Interval, 10_000)!.Resolution);
    }

    private IReadOnlyList<IReadOnlyList<PastFiring>> Replay(PastPlan plan, params FleetRule[] rules)
    {
        var runs = new RuleReplay(plan, 100).Run(rules, hosts.ToDictionary(host => host.Id), new PastReader(bench.Store, plan).Read(hosts.Select(host => host.Id)), TestContext.Current.CancellationToken);
        return [.. runs.Select((run, at) => PastFirings.Of(rules[at], run.Moves, hosts, hosts.Count, plan))];
    }

    /// <summary>Samples with steps up and down, and gaps; a round after each.</summary>
    private async Task<List<Firing>> LiveAsync(FleetRule rule, Random random, int rounds)
    {
        var (cpu, states, firings, last) = (Names.ToDictionary(name => name, _ => random.NextDouble()), new Dictionary<string, ObjectState>(), new List<Firing>(), default(DateTimeOffset?));
        for (var at = 0; at < rounds; at++)
        {
            bench.Time.Advance(MetricBench.Interval);
            foreach (var name in Names)
                if (random.Next(12) == 0) cpu[name] = random.NextDouble();
            await bench.AppendAsync([.. Names.Where(_ => random.Next(40) != 0).Select(name => MetricBench.Cpu(name, bench.Now, cpu[name]))]);
            var round = RuleRound.Decide(rule, states, new Sight(hosts, bench.History, bench.Now, last, _ => null));
            foreach (var (id, state) in round.Changes)
            {
                if (state.Equals(ObjectState.Clear)) states.Remove(id);
                else states[id] = state;
            }

            last = bench.Now;
            firings.AddRange(round.Firings.OrderBy(firing => firing.Objects[0].Id, StringComparer.Ordinal));
        }

        return firings;
    }

    private static FleetRule Rule(string condition, string? clear, Matching match, TimeSpan holds) => Hosts.Hot(holds, match) with
    {
        Condition = Selector.Parse(FormattableString.Invariant($"{condition}"), SelectorSubject.Host),
        Clear = clear is null ? null : Selector.Parse(clear, SelectorSubject.Host),
    };

    private static (string, DateTimeOffset, DateTimeOffset, Consequence, int) Told(Firing firing) => (
        string.Join(",", firing.Objects.Select(host => host.Id).Order(StringComparer.Ordinal)), firing.Episode, firing.At, firing.Consequence, firing.Together);
}
