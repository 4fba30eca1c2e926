using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;
using static Runbooks.Activities.Tests.Selectors.Subjects;

namespace Runbooks.Activities.Tests.Selectors;

public sealed class SelectorEvaluateTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("name == 'web-01' && powerState == 'on'", true)]
    [InlineData("name === \"web-01\" && powerState !== 'off'", true)]
    [InlineData("tags.env == 'prod' || tags['cost-centre'] == '42'", true)]
    [InlineData("name.startsWith('web') && name.endsWith('1') && name.includes('b-0')", true)]
    [InlineData("name.matches('web-??') && !name.matches('WEB-*') && name.toUpperCase().matches('WEB-*')", true)]
    [InlineData("['prod', 'test'].includes(tags.env)", true)]
    [InlineData("['prod', 'test'].includes(tags.missing)", false)]
    [InlineData("[2, 4].includes(cpus) && ['on'].includes(powerState)", true)]
    [InlineData("[].includes(name)", false)]
    [InlineData("ipAddresses.includes('10.0.0.5') && ipAddresses.matches('10.0.*') && ipAddresses.length == 1", true)]
    [InlineData("'env' in tags && !('owner' in tags)", true)]
    [InlineData("cpus * 2 + 1 == 9 && -cpus < 0 && cpus % 3 == 1 && memoryBytes / 1024 / 1024 / 1024 == 8", true)]
    [InlineData("Number(tags['cost-centre']) > 41", true)]
    [InlineData("host == 'esx-1' && cluster < 'green' && connection == 'lab' && platform == 'test' && id == 'test:web-01'", true)]
    [InlineData("os == null", false)]
    [InlineData("(cpus > 2) == !stale", true)]
    [InlineData("name.length == 6 && tags.env.toLowerCase() == 'prod'", true)]
    public void Evaluate_Vm_Answers(string text, bool matches)
    {
        var answer = Selector.Parse(text, TargetKind.Vm).Evaluate(Vm(tags: [("env", "prod"), ("cost-centre", "42")]), NoMetrics);
        Assert.Equal(new SelectorAnswer(matches, Unknown: false), answer);
    }

    [Theory]
    [InlineData("state == 'up' && vms > 5 && cpus == 32 && memoryBytes > 0 && cluster == 'blue'", true)]
    [InlineData("state == 'maintenance' || name != 'esx-1' || stale", false)]
    public void Evaluate_Host_Answers(string text, bool matches) =>
        Assert.Equal(matches, Selector.Parse(text, TargetKind.Host).Evaluate(Host(), NoMetrics).Matches);

    [Theory]
    [InlineData("tags.env != 'prod'", true)]
    [InlineData("tags.env == 'prod'", false)]
    [InlineData("tags.env == null && tags.env == undefined", true)]
    [InlineData("tags.env < 'z'", false)]
    [InlineData("tags.env.startsWith('p')", false)]
    [InlineData("!tags.env.startsWith('p')", true)]
    [InlineData("tags.env.toLowerCase() == 'prod'", false)]
    [InlineData("host == tags.env", false)]
    public void Evaluate_MissingTag_IsUndefinedAsInJavaScript(string text, bool matches) =>
        Assert.Equal(new SelectorAnswer(matches, Unknown: false), Selector.Parse(text, TargetKind.Vm).Evaluate(Vm(), NoMetrics));

    [Theory]
    [InlineData("cpu.p95('14d') > 0.2")]
    [InlineData("!(cpu.p95('14d') > 0.2)")]
    [InlineData("!(!(cpu.now == 0.2))")]
    [InlineData("cpu.now != 0.2")]
    [InlineData("(cpu.now > 0.2) == false")]
    [InlineData("1 - cpu.now * 2 < 5")]
    [InlineData("powerState == 'on' && memory.max('1h') < 0.5")]
    [InlineData("powerState == 'off' || !(disk.avg('1h') > 5)")]
    [InlineData("[0, 1].includes(network.now)")]
    public void Evaluate_UnknownMetric_NeverMatches(string text) =>
        Assert.Equal(new SelectorAnswer(Matches: false, Unknown: true), Selector.Parse(text, TargetKind.Vm).Evaluate(Vm(), NoMetrics));

    [Theory]
    [InlineData("powerState == 'off' && cpu.now > 0.2", false)]
    [InlineData("cpu.now > 0.2 && powerState == 'off'", false)]
    [InlineData("powerState == 'on' || cpu.now > 0.2", true)]
    [InlineData("cpu.now > 0.2 || powerState == 'on'", true)]
    public void Evaluate_UnknownThatDecidesNothing_IsNotReported(string text, bool matches) =>
        Assert.Equal(new SelectorAnswer(matches, Unknown: false), Selector.Parse(text, TargetKind.Vm).Evaluate(Vm(), NoMetrics));

    [Fact]
    public void Evaluate_MetricFunctions_AskWithTheirWindow()
    {
        var asked = new List<MetricUse>();
        var metrics = Metrics(use =>
        {
            asked.Add(use);
            return 0.5;
        });
        var selector = Selector.Parse("cpu.now > 0 && memory.avg('PT5M') > 0 && disk.max('2h') > 0 && network.p95('14d') > 0", TargetKind.Vm);
        Assert.True(selector.Evaluate(Vm(), metrics).Matches);
        Assert.Equal(
            [
                new(Metric.Cpu, Aggregate.Now, TimeSpan.Zero),
                new(Metric.Memory, Aggregate.Average, TimeSpan.FromMinutes(5)),
                new(Metric.Disk, Aggregate.Maximum, TimeSpan.FromHours(2)),
                new(Metric.Network, Aggregate.P95, TimeSpan.FromDays(14)),
            ],
            asked);
        Assert.Equal(asked, selector.Metrics);
    }

    [Fact]
    public void Evaluate_CheapFieldsFirst_AsksNoMetric() =>
        Assert.False(Selector.Parse("powerState == 'off' && cpu.now < 0.2", TargetKind.Vm)
            .Evaluate(Vm(), Metrics(_ => throw new InvalidOperationException("asked"))).Matches);

    [Theory]
    [InlineData("age > '7d'", true)]
    [InlineData("'P7D' < age", true)]
    [InlineData("age > '30d'", false)]
    [InlineData("createdAt < '2026-02-20'", true)]
    [InlineData("createdAt >= '2026-02-19T12:00:00Z'", true)]
    [InlineData("createdAt > '2026-02-19T14:00:00+02:00'", false)]
    public void Evaluate_Age_CountsToWhenItWasLastSeen(string text, bool matches) =>
        Assert.Equal(matches, Selector.Parse(text, TargetKind.Vm).Evaluate(Vm(created: Seen.AddDays(-10)), NoMetrics).Matches);

    [Theory]
    [InlineData("age < '7d'")]
    [InlineData("!(age < '7d')")]
    [InlineData("createdAt > '2020-01-01'")]
    [InlineData("Number(tags.days) < 5")]
    public void Evaluate_UnknownAge_NeverMatches(string text) =>
        Assert.Equal(new SelectorAnswer(Matches: false, Unknown: true), Selector.Parse(text, TargetKind.Vm).Evaluate(Vm(), NoMetrics));

    [Fact]
    public void Evaluate_UnboundInputs_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => Selector.Parse("cpus > inputs.n", TargetKind.Vm).Evaluate(Vm(), NoMetrics));

    [Fact]
    public void Evaluate_EveryPowerState_HasItsJsonName() => Assert.All(
        Enum.GetValues<PowerState>(),
        state => Assert.True(Selector.Parse($"powerState == '{ActivityJson.Write(state).GetString()}'", TargetKind.Vm).Evaluate(Vm(power: state), NoMetrics).Matches));
}
