using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;
using static Runbooks.Activities.Tests.Selectors.Subjects;

namespace Runbooks.Activities.Tests.Selectors;

public sealed class SelectorExplainTests
{
    [Fact]
    public void Explain_SeveralComparisons_GivesEachWithWhatWasMeasured()
    {
        var selector = Selector.Parse("tags.env == 'test' && (cpu.p95('14d') < 0.2 || !(memory.now >= 0.5))", SelectorSubject.Vm);

        var told = selector.Explain(Vm(tags: [("env", "test")]), Metrics(use => use.Metric == Metric.Cpu ? 0.1 : null));

        Assert.Equal(
            [
                new SelectorComparison("tags.env == 'test'", null, null, null, true),
                new SelectorComparison("cpu.p95('14d') < 0.2", new MetricUse(Metric.Cpu, Aggregate.P95, TimeSpan.FromDays(14)), 0.1, 0.2, true),
                new SelectorComparison("memory.now >= 0.5", new MetricUse(Metric.Memory, Aggregate.Now, TimeSpan.Zero), null, 0.5, null),
            ],
            told);
    }

    [Fact]
    public void Explain_Durations_AreInSeconds()
    {
        var told = Assert.Single(Selector.Parse("age > '30d'", SelectorSubject.Vm).Explain(Vm(created: Seen.AddDays(-31)), NoMetrics));

        Assert.Equal((31 * 86_400, 30 * 86_400, true), (told.Value, told.Threshold, told.Holds));
    }

    [Theory]
    [InlineData("cpu.avg('5m') > 0.8", 0.8, "cpu.avg('5m') > 0.9")]
    [InlineData("0.8 < cpu.avg('5m') && name != 'a'", 0.8, "0.9 < cpu.avg('5m') && name != 'a'")]
    [InlineData("!(cpus > 4) || cpu.avg('5m') * 2 > 1.5", 1.5, "!(cpus > 4) || cpu.avg('5m') * 2 > 0.9")]
    public void WithThreshold_OneMetric_ReplacesItsNumber(string text, double threshold, string other)
    {
        var selector = Selector.Parse(text, SelectorSubject.Host);

        Assert.Equal(threshold, selector.Threshold);
        Assert.Equal(other, selector.WithThreshold(0.9)!.Text);
    }

    [Fact]
    public void WithThreshold_BelowZero_IsWrittenSo() =>
        Assert.Equal("cpu.deviation('14d') < -3", Selector.Parse("cpu.deviation('14d') < 3", SelectorSubject.Host).WithThreshold(-3)!.Text);

    [Theory]
    [InlineData("cpus > 4")]
    [InlineData("cpu.now > memory.now")]
    [InlineData("cpu.now > 0.8 && memory.now > 0.8")]
    public void WithThreshold_NoneOrSeveral_IsNone(string text)
    {
        var selector = Selector.Parse(text, SelectorSubject.Host);

        Assert.Null(selector.Threshold);
        Assert.Null(selector.WithThreshold(0.9));
    }

    [Fact]
    public void Evaluate_SnapshotsThatWereNotRead_AreUnknown()
    {
        var selector = Selector.Parse("snapshotAge > '7d'", SelectorSubject.Vm);
        SnapshotSight Old(int days) => new(2, Seen.AddDays(-days), Seen);

        Assert.Equal(new SelectorAnswer(false, true), selector.Evaluate(Vm(), NoMetrics));
        Assert.Equal(new SelectorAnswer(true, false), selector.Evaluate(Vm() with { Snapshots = Old(8) }, NoMetrics));
        Assert.Equal(new SelectorAnswer(false, false), selector.Evaluate(Vm() with { Snapshots = Old(6) }, NoMetrics));
        Assert.Equal(new SelectorAnswer(false, false), selector.Evaluate(Vm() with { Snapshots = new(0, null, Seen) }, NoMetrics));
        Assert.Equal(new SelectorAnswer(false, true), selector.Evaluate(Vm() with { Snapshots = new(1, null, Seen) }, NoMetrics));
    }

    [Fact]
    public void Evaluate_PeerVms_AreUnknownWhereThereAreNone()
    {
        var selector = Selector.Parse("vms > 2 * peerVms", SelectorSubject.Host);

        Assert.Equal(new SelectorAnswer(false, true), selector.Evaluate(Host(vms: 9), NoMetrics));
        Assert.Equal(new SelectorAnswer(true, false), selector.Evaluate(Host(vms: 9) with { PeerVms = 4 }, NoMetrics));
        Assert.Equal(new SelectorAnswer(false, false), selector.Evaluate(Host(vms: 8) with { PeerVms = 4 }, NoMetrics));
    }
}
