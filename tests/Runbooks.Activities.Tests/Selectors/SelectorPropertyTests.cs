using System.Text.Json;
using CsCheck;
using Jint;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;
using static Runbooks.Activities.Tests.Selectors.Subjects;

namespace Runbooks.Activities.Tests.Selectors;

public sealed class SelectorPropertyTests
{
    private static readonly Gen<FleetVm> Vms = Gen.Select(
        Gen.OneOf("web-01", "db", "prod"), Gen.Enum<PowerState>(), Gen.Int[1, 4], Gen.Bool, Gen.Bool, Gen.OneOf("prod", "test", "7"),
        (name, power, cpus, stale, tagged, env) => Vm(
            name, power, cpus: cpus, stale: stale, host: stale ? null : "esx", os: "linux",
            tags: tagged ? [("env", env), ("n", "3"), ("cost-centre", "7")] : [("n", "3")]));

    private static readonly Gen<Func<MetricUse, double?>> Measured = Gen.Int[0, 5].Select(seed =>
        new Func<MetricUse, double?>(use => (seed + (int)use.Metric + (3 * (int)use.Aggregate) + use.Window.TotalHours) % 4));

    [Fact]
    public void Parse_AnyText_ThrowsNothingButSelectorException() =>
        Gen.OneOf<string>(Gen.String, Soup).Sample(text =>
        {
            try
            {
                var canonical = Selector.Parse(text, TargetKind.Vm).Text;
                Assert.Equal(canonical, Selector.Parse(canonical, TargetKind.Vm).Text);
            }
            catch (SelectorException error)
            {
                Assert.InRange(error.Position, 0, text.Length);
            }
        }, iter: 20_000);

    [Fact]
    public void Text_OfAnyCondition_ReadsBackAsTheSame() => Conditions.Any.Sample(condition =>
    {
        var text = Selector.Parse(condition.Text, TargetKind.Vm).Text;
        Assert.Equal(text, Selector.Parse(text, TargetKind.Vm).Text);
    });

    [Fact]
    public void Bind_ThenEvaluate_EqualsDirect() => Gen.Select(Conditions.Any, Vms, Measured).Sample((condition, vm, measured) =>
    {
        var bound = Selector.Parse(condition.Text, TargetKind.Vm).Bind(condition.Inputs.ToDictionary(input => input.Key, input => JsonDocument.Parse(input.Value).RootElement));
        var direct = Selector.Parse(condition.Direct, TargetKind.Vm);
        Assert.Equal(direct.Text, bound.Text);
        Assert.Equal(direct.Evaluate(vm, Metrics(measured)), bound.Evaluate(vm, Metrics(measured)));
    });

    [Fact]
    public void Evaluate_AllKnown_AnswersAsJavaScript() => Gen.Select(Conditions.Any, Vms, Measured).Sample((condition, vm, measured) =>
    {
        var answer = Selector.Parse(condition.Direct, TargetKind.Vm).Evaluate(vm, Metrics(measured));
        // Division by zero and the like: JavaScript goes on with NaN, a selector says unknown.
        if (!answer.Unknown) Assert.Equal(JavaScript(condition.Direct, vm, measured), answer.Matches);
    });

    /// <summary>What was decided without a metric stays decided whatever it turns out to be.</summary>
    [Fact]
    public void Evaluate_NotUnknown_IsTheAnswerForAnyMeasurement() => Gen.Select(Conditions.Any, Vms, Measured).Sample((condition, vm, measured) =>
    {
        var selector = Selector.Parse(condition.Direct, TargetKind.Vm);
        var blind = selector.Evaluate(vm, NoMetrics);
        Assert.False(blind is { Unknown: true, Matches: true });
        if (!blind.Unknown) Assert.Equal(blind, selector.Evaluate(vm, Metrics(measured)));
    });

    [Fact]
    public void Evaluate_Negation_MatchesOnlyWhatIsKnownNotToMatch() => Gen.Select(Conditions.Any, Vms).Sample((condition, vm) =>
    {
        var answer = Selector.Parse(condition.Direct, TargetKind.Vm).Evaluate(vm, NoMetrics);
        var negated = Selector.Parse($"!({condition.Direct})", TargetKind.Vm).Evaluate(vm, NoMetrics);
        Assert.Equal(answer.Unknown, negated.Unknown);
        Assert.Equal(!answer.Matches && !answer.Unknown, negated.Matches);
    });

    private static Gen<string> Soup { get; } = Gen.OneOf(
        "name", "tags", "inputs", "cpu", "powerState", "age", ".", ".x", "(", ")", "[", "]", "'a'", "'5m'", "==", "!=", "<", "&&", "||", "!", "-", "+",
        "in", "1", "null", ",", "now", "avg", "includes", "length", "?", ":", "=>", "/", "`", "{", "}", "...", "new", "#", "'on'", "\\u0061", "//")
        .Array[0, 9].Select(words => string.Join(' ', words));

    private static bool JavaScript(string text, FleetVm vm, Func<MetricUse, double?> measured)
    {
        double Read(string metric, string aggregate, string? window) => measured(new MetricUse(
            Enum.Parse<Metric>(metric, true),
            aggregate switch { "now" => Aggregate.Now, "avg" => Aggregate.Average, "max" => Aggregate.Maximum, _ => Aggregate.P95 },
            window is null ? TimeSpan.Zero : Duration.Parse(window)))!.Value;
        using var engine = new Engine();
        engine.SetValue("read", Read);
        engine.SetValue("vm", ActivityJson.Write(vm.Vm).GetRawText());
        engine.SetValue("stale", vm.Stale);
        return engine.Evaluate($$"""
            const { name, os, host, cpus, memoryBytes, powerState, tags, ipAddresses } = JSON.parse(vm);
            const metric = m => ({ get now() { return read(m, 'now', null); }, avg: w => read(m, 'avg', w), p95: w => read(m, 'p95', w) });
            const cpu = metric('cpu'), memory = metric('memory'), disk = metric('disk');
            String.prototype.matches = function (glob) { return this.startsWith(glob.slice(0, -1)); };
            const missing = { startsWith: () => false, valueOf: () => undefined };
            {{WithMissing(text)}}
            """).AsBoolean();
    }

    /// <summary>A missing text answers no where JavaScript would throw.</summary>
    private static string WithMissing(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, @"\((os|host|tags\.env|tags\['cost-centre'\])\)\.startsWith\(", "($1 ?? missing).startsWith(");
}
