using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Tests.Fleet.Metrics;

public sealed class DeviationTests : IDisposable
{
    private readonly MetricBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData(14, 0.6, 5, 100)]
    [InlineData(14, 0.3, -1, 1)]
    [InlineData(14, 0.02, -100, -5)]
    [InlineData(12, 0.6, 5, 100)]
    public async Task Query_Deviation_ComparesWithThisHourOfTheDaysBefore(int days, double now, double least, double most)
    {
        await PastAsync(days);
        bench.Time.Advance(TimeSpan.FromMinutes(20));
        await bench.RunAsync(TimeSpan.FromMinutes(16), _ => now);

        Assert.InRange(Deviation()!.Value, least, most);
    }

    [Fact]
    public async Task Query_DeviationWithAShortHistory_IsUnknown()
    {
        await PastAsync(days: 11);
        bench.Time.Advance(TimeSpan.FromMinutes(20));
        await bench.RunAsync(TimeSpan.FromMinutes(16), _ => 0.6);

        Assert.Null(Deviation());
    }

    [Fact]
    public async Task Query_DeviationWithoutSamplesNow_IsUnknown()
    {
        await PastAsync(days: 14);
        bench.Time.Advance(TimeSpan.FromMinutes(20));

        Assert.Null(Deviation());
    }

    private double? Deviation() => bench.History.Query("vm", Metric.Cpu, Aggregate.Deviation, TimeSpan.FromDays(14));

    /// <summary>This hour is always at three tenths, the others at nine.</summary>
    private Task PastAsync(int days)
    {
        var first = MetricBench.Start.AddDays(-days);
        return bench.ImportAsync(TimeSpan.FromMinutes(5), Enumerable.Range(1, days * 288)
            .Select(at => first.AddMinutes(5 * at)).Select(at => MetricBench.Cpu("vm", at, at.Hour == MetricBench.Start.Hour ? 0.3 : 0.9)));
    }
}
