using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Server.Tests.Fleet.Metrics;

public sealed class MetricSeriesTests : IDisposable
{
    private readonly MetricBench bench = new();

    [Fact]
    public async Task Read_FineStep_GivesTheSamples()
    {
        await bench.RunAsync(TimeSpan.FromMinutes(2), at => at.Second / 100.0);
        var points = Read(TimeSpan.FromMinutes(1), 15);
        Assert.Equal([0, 0.15, 0.3, 0.45], points.Select(point => Math.Round(point.Average, 6)));
        Assert.Equal(bench.Now.AddMinutes(-1), points[0].At);
    }

    [Fact]
    public async Task Read_CoarseStep_GivesAverageAndMaximumUpToNow()
    {
        await bench.RunAsync(TimeSpan.FromMinutes(150), at => at.Minute == 30 && at.Second == 0 ? 0.9 : 0.1);
        await bench.MaintainAsync();
        var points = Read(TimeSpan.FromHours(2.5), 3600);
        Assert.Equal([0, 1, 2], points.Select(point => point.At.Hour));
        Assert.All(points.Take(2), point => Assert.Equal((0.1033, 0.9), (Math.Round(point.Average, 4), Math.Round(point.Maximum, 6))));
        Assert.Equal(0.1, points[2].Average, 0.01);
    }

    [Fact]
    public async Task Read_OlderThanTheSamples_GivesFiveMinutesAtBest()
    {
        await bench.ImportAsync(TimeSpan.FromMinutes(5), Enumerable.Range(1, 10).Select(number => MetricBench.Cpu("vm", bench.Now.AddDays(-10).AddMinutes(5 * number), number / 10.0)));
        var points = new MetricSeries(bench.Store).Read("vm", Metric.Cpu, bench.Now.AddDays(-10), bench.Now.AddDays(-10).AddHours(1), TimeSpan.FromMinutes(1));
        Assert.Equal(10, points.Count);
        Assert.Equal(0.1, points[0].Average, 1e-6);
    }

    [Fact]
    public async Task Read_TinyStepOverLongTime_IsRaisedToTwoThousandPoints()
    {
        await bench.ImportAsync(TimeSpan.FromMinutes(5), Enumerable.Range(1, 288 * 9).Select(number => MetricBench.Cpu("vm", bench.Now.AddMinutes(-5 * number), 0.5)));
        Assert.InRange(Read(TimeSpan.FromDays(9), 1).Count, 1_500, 2_001);
    }

    [Fact]
    public async Task Read_Gap_HasNoPoints()
    {
        await bench.RunAsync(TimeSpan.FromMinutes(10), _ => 0.5);
        bench.Time.Advance(TimeSpan.FromMinutes(30));
        await bench.RunAsync(TimeSpan.FromMinutes(10), _ => 0.5);
        await bench.MaintainAsync();
        Assert.Equal([0, 5, 10, 40, 45], Read(TimeSpan.FromMinutes(50), 300).Select(point => point.At.Minute));
    }

    [Fact]
    public async Task Read_NothingThere_IsEmpty()
    {
        Assert.Empty(Read(TimeSpan.FromHours(1), 60));
        await bench.RunAsync(TimeSpan.FromMinutes(1), _ => 0.5);
        Assert.Empty(new MetricSeries(bench.Store).Read("vm", Metric.Cpu, bench.Now, bench.Now.AddHours(-1), TimeSpan.FromMinutes(1)));
        Assert.Empty(new MetricSeries(bench.Store).Read("vm", Metric.Memory, bench.Now.AddHours(-1), bench.Now, TimeSpan.FromMinutes(1)));
    }

    public void Dispose() => bench.Dispose();

    private IReadOnlyList<MetricPoint> Read(TimeSpan back, int step) =>
        new MetricSeries(bench.Store).Read("vm", Metric.Cpu, bench.Now - back, bench.Now, TimeSpan.FromSeconds(step));
}
