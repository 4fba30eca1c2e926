using CsCheck;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Server.Tests.Fleet.Metrics;

public sealed class MetricHistoryTests : IDisposable
{
    private readonly MetricBench bench = new();

    [Fact]
    public async Task Query_ShortWindow_IsExact()
    {
        await bench.RunAsync(TimeSpan.FromMinutes(6), at => at < MetricBench.Start.AddMinutes(1) ? 1 : at.Second / 100.0);
        Assert.Equal(0.225, bench.Query("avg", "5m")!.Value, 1e-6);
        Assert.Equal(0.45, bench.Query("max", "5m")!.Value, 1e-6);
        Assert.Equal(0.45, bench.Query("p95", "5m")!.Value, 0.004);
    }

    [Fact]
    public async Task Query_Now_IsTheMeanOfTheLastTwo()
    {
        await bench.AppendAsync(MetricBench.Cpu("vm", bench.Now, 0.2));
        Assert.Null(bench.Query("now", "0s"));
        bench.Time.Advance(MetricBench.Interval);
        await bench.AppendAsync(MetricBench.Cpu("vm", bench.Now, 0.4));
        Assert.Equal(0.3, bench.Query("now", "0s")!.Value, 1e-6);
        Assert.Null(bench.Query("now", "0s", metric: Metric.Memory));
        bench.Time.Advance(3 * MetricBench.Interval);
        Assert.Null(bench.Query("now", "0s"));
    }

    [Theory]
    [InlineData(49, true)]
    [InlineData(47, false)]
    public async Task Query_Coverage_IsKnownFromFourFifthsOn(int minutes, bool known)
    {
        bench.Time.Advance(TimeSpan.FromMinutes(60 - minutes));
        await bench.RunAsync(TimeSpan.FromMinutes(minutes), _ => 0.5);
        await bench.MaintainAsync();
        Assert.Equal(known, bench.Query("avg", "1h") is not null);
        Assert.Equal(minutes / 60.0, bench.History.Coverage("vm", Metric.Cpu, TimeSpan.FromHours(1)), 0.01);
    }

    [Fact]
    public async Task Query_EverySecondSampleMissing_IsUnknown()
    {
        await bench.RunAsync(TimeSpan.FromMinutes(20), at => at.Second % 30 == 0 ? 0.5 : null);
        await bench.MaintainAsync();
        Assert.Null(bench.Query("avg", "5m"));
        Assert.Null(bench.Query("avg", "20m"));
        Assert.InRange(bench.History.Coverage("vm", Metric.Cpu, TimeSpan.FromMinutes(5)), 0.45, 0.55);
    }

    [Fact]
    public async Task Query_SeenByTwoConnections_CountsTimeOnce()
    {
        for (var round = 0; round < 10; round++)
        {
            await bench.AppendAsync(MetricBench.Cpu("vm", bench.Now, 0.5));
            await bench.AppendAsync(MetricBench.Cpu("vm", bench.Now.AddSeconds(7), 0.5));
            bench.Time.Advance(MetricBench.Interval);
        }

        Assert.InRange(bench.History.Coverage("vm", Metric.Cpu, TimeSpan.FromMinutes(5)), 0.49, 0.53);
    }

    [Fact]
    public async Task Query_SlowSampling_IsJudgedByItsOwnInterval()
    {
        for (var round = 0; round < 6; round++)
        {
            bench.Time.Advance(TimeSpan.FromMinutes(5));
            await bench.AppendAsync(TimeSpan.FromMinutes(5), MetricBench.Cpu("vm", bench.Now.AddMinutes(-2), 0.5));
            await bench.MaintainAsync();
        }

        Assert.Equal(0.5, bench.Query("avg", "5m"));
        Assert.Equal(0.5, bench.Query("avg", "30m"));
        Assert.Equal(0.5, bench.Query("now", "0s"));
    }

    [Fact]
    public async Task Query_UnknownObject_IsUnknown()
    {
        await bench.RunAsync(TimeSpan.FromMinutes(1), _ => 0.5);
        Assert.Null(bench.Query("avg", "1m", id: "nobody"));
        Assert.Equal(0, bench.History.Coverage("nobody", Metric.Cpu, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Query_MaximumAfterAnAnswerWasKept_SeesWhatCameSince()
    {
        await bench.ImportAsync(TimeSpan.FromMinutes(5), Idle(TimeSpan.FromDays(14)));
        Assert.Equal(0.01, bench.Query("max", "14d")!.Value, 1e-6);
        await bench.RunAsync(MetricBench.Interval, _ => 0.9);
        Assert.Equal(0.9, bench.Query("max", "14d")!.Value, 1e-6);
    }

    [Fact]
    public async Task Query_ManyObjects_AnswersAllAtOnceAsOneByOne()
    {
        var ids = Enumerable.Range(0, 40).Select(number => $"vm-{number}").ToArray();
        await bench.ImportAsync(TimeSpan.FromMinutes(5), ids.SelectMany((id, number) =>
            Idle(TimeSpan.FromDays(3), id).Select(sample => sample with { Cpu = number / 40.0 })));
        var together = ids.Select(id => bench.Query("p95", "2d", id)).ToArray();
        var alone = ids.Select(id => new MetricHistory(bench.Store).Query(id, Metric.Cpu, Aggregate.P95, TimeSpan.FromDays(2))).ToArray();
        Assert.Equal(alone, together);
        Assert.All(together, (value, number) => Assert.InRange(value!.Value, (number / 40.0) - 0.004, (number / 40.0) + 0.004));
    }

    [Fact]
    public async Task Query_TwoWeeksOfHistory_IsKnown()
    {
        await bench.ImportAsync(TimeSpan.FromMinutes(5), Idle(TimeSpan.FromDays(14)).Select((sample, number) => number % 10 == 0 ? sample with { Cpu = 0.8 } : sample));
        Assert.Equal(0.8, bench.Query("p95", "14d")!.Value, 0.004);
        Assert.Equal(0.089, bench.Query("avg", "14d")!.Value, 0.001);
        Assert.Null(bench.Query("avg", "21d"));
        bench.Restart();
        Assert.Equal(0.8, bench.Query("p95", "14d")!.Value, 0.004);
    }

    /// <summary>Whatever was lost, came late, or was rolled up before or after a restart: answers are those of the samples themselves.</summary>
    [Fact]
    public async Task Query_AnyHistory_AnswersAsTheSamples() => await Gen.Int[0, 1_000_000].SampleAsync(
        async seed =>
        {
            var random = new Random(seed);
            using var world = new MetricBench();
            var all = new List<MetricSample>();
            var step = TimeSpan.FromMinutes(2);
            for (var round = 0; round < 30 * 52; round++)
            {
                world.Time.Advance(step);
                var samples = new[] { "a", "b" }.Where(_ => random.Next(20) != 0).Select(id => new MetricSample(
                    id, world.Now.AddSeconds(-random.Next(3)), random.Next(9) == 0 ? null : random.NextDouble(), 0.5, random.Next(1_000_000), null)).ToArray();
                all.AddRange(samples);
                await world.AppendAsync(step, samples);
                // At least each six minutes, which is much less often than the server does.
                if (round % 3 == 0 || random.Next(4) == 0) await world.MaintainAsync();
                if (random.Next(400) == 0) world.Restart();
            }

            foreach (var window in new[] { "4m", "15m", "16m", "1h", "7h", "47h", "50h" })
                foreach (var metric in new[] { Metric.Cpu, Metric.Disk })
                    Check(world, all, metric, Activities.Duration.Parse(window), step);
        },
        iter: 2);

    public void Dispose() => bench.Dispose();

    private static void Check(MetricBench world, List<MetricSample> all, Metric metric, TimeSpan window, TimeSpan step)
    {
        var from = window <= RecentReadings.Reach ? (world.Now - window).AddMilliseconds(1) : DateTimeOffset.FromUnixTimeSeconds(WindowPlan.Start(world.Now, window));
        foreach (var id in new[] { "a", "b" })
        {
            double[] values = [.. all.Where(sample => sample.Id == id && sample.At >= from).Select(sample => metric == Metric.Cpu ? sample.Cpu : sample.Disk).OfType<double>().Order()];
            var covered = Math.Min(1, values.Length * step / (world.Now - from));
            Assert.Equal(covered, world.History.Coverage(id, metric, window), covered * 0.05 + 0.02);
            if (covered is > 0.75 and < 0.85) continue;
            var p95 = values.Length == 0 ? 0 : values[(int)Math.Ceiling(0.95 * values.Length) - 1];
            var known = covered > 0.8;
            Same(known ? values.Average() : null, world.History.Query(id, metric, Aggregate.Average, window), 1e-5, 1e-5);
            Same(known ? values[^1] : null, world.History.Query(id, metric, Aggregate.Maximum, window), 1e-5, 1e-5);
            Same(known ? p95 : null, world.History.Query(id, metric, Aggregate.P95, window), 0.05, 0.004);
        }
    }

    private static void Same(double? expected, double? actual, double relative, double absolute)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } value) Assert.InRange(actual!.Value, value - Math.Max(absolute, value * relative), value + Math.Max(absolute, value * relative));
    }

    private IEnumerable<MetricSample> Idle(TimeSpan time, string id = "vm")
    {
        for (var at = bench.Now - time; at < bench.Now; at += TimeSpan.FromMinutes(5)) yield return MetricBench.Cpu(id, at, 0.01);
    }
}
