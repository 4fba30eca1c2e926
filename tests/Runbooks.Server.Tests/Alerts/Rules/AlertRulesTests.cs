using System.Collections.Immutable;
using Runbooks.Server.Alerts;
using Runbooks.Server.Alerts.Rules;

namespace Runbooks.Server.Tests.Alerts.Rules;

/// <summary>Each row is a story: what comes at which second, and what the rule makes of it.</summary>
public sealed class AlertRulesTests
{
    private static readonly DateTimeOffset Begin = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    private static readonly AlertRule Plain = new(
        null, [AlertMatch.All], null, TimeSpan.Zero, null, null, null, NeedsTarget: false, TakesSelfInflicted: false, TakesMass: false, MaxPerHour: 100, Begin);

    private static readonly AlertMatch Cpu = new([], Alert.NoLabels, "Cpu");
    private static readonly AlertMatch Disk = new([], Alert.NoLabels, "Disk");

    /// <summary>A story is written <c>second status id name host</c>, in which <c>+</c> fires, <c>-</c> ends, and <c>.</c> is time that passes.</summary>
    [Theory]
    [InlineData("each fires once", "0+1", "alert/1@0")]
    [InlineData("a second fires too", "0+1 1+2", "alert/1@0 alert/2@1")]
    [InlineData("a repeat does not", "0+1 9+1 20.", "alert/1@0")]
    [InlineData("again after its end", "0+1 5-1 9+2", "alert/1@0 alert/2@9")]
    [InlineData("what began before the rule does not", "-5+1", "")]
    public void Take_APlainRule(string story, string events, string fired) => Check(story, Plain, events, fired);

    [Theory]
    [InlineData("not before its time", "0+1 59.", "")]
    [InlineData("when its time has come", "0+1 60.", "alert/1@60")]
    [InlineData("late, it is as if in time", "0+1 500.", "alert/1@60")]
    [InlineData("not when it ended", "0+1 30-1 100.", "")]
    [InlineData("decided before what comes later", "0+1 90-1 100.", "alert/1@60")]
    [InlineData("told again, it waits no longer", "0+1 30+1 60.", "alert/1@60")]
    public void Take_WithFor(string story, string events, string fired) => Check(story, Plain with { For = TimeSpan.FromMinutes(1) }, events, fired);

    [Theory]
    [InlineData("once only", "0+1 5-1 9+2 15-2 29+3", "alert/1@0")]
    [InlineData("again after the time", "0+1 5-1 30+2", "alert/1@0 alert/2@30")]
    [InlineData("others are not concerned", "0+1 9+2,f2", "alert/1@0 alert/2@9")]
    public void Take_OnceWithin(string story, string events, string fired) => Check(story, Plain with { OnceWithin = TimeSpan.FromSeconds(30) }, events, fired);

    [Theory]
    [InlineData("not at the second", "0+1 1-1 2+2 3-2", "")]
    [InlineData("at the third", "0+1 1-1 2+2 3-2 4+3", "alert/3@4")]
    [InlineData("not when one is too old", "0+1 1-1 2+2 3-2 60+3", "")]
    [InlineData("counted anew after it fired", "0+1 1-1 2+2 3-2 4+3 5-3 6+4 7-4 8+5", "alert/3@4")]
    public void Take_CountWithin(string story, string events, string fired) => Check(story, Plain with { Count = new CountRule(3, TimeSpan.FromMinutes(1)) }, events, fired);

    [Theory]
    [InlineData("a group fires once", "0+1,f1,web 1+2,f2,web 2+3,f3,web", "alert/1@0")]
    [InlineData("another group too", "0+1,f1,web 1+2,f2,db", "alert/1@0 alert/2@1")]
    [InlineData("while one of it goes on", "0+1,f1,web 1+2,f2,web 5-1,f1,web 6+3,f3,web", "alert/1@0")]
    [InlineData("again when all are over", "0+1,f1,web 1+2,f2,web 5-1,f1,web 6-2,f2,web 7+3,f3,web", "alert/1@0 alert/3@7")]
    public void Take_Grouped(string story, string events, string fired) => Check(story, Plain with { GroupBy = ["team"] }, events, fired);

    [Theory]
    [InlineData("one is not all", "0+1,f1,t,Cpu 100.", "")]
    [InlineData("both are", "0+1,f1,t,Cpu 20+2,f2,t,Disk", "alert/2@20")]
    [InlineData("too far apart", "0+1,f1,t,Cpu 60+2,f2,t,Disk", "")]
    [InlineData("others do not count", "0+1,f1,t,Cpu 20+2,f2,t,Net", "")]
    public void Take_AllOfSeveral(string story, string events, string fired) => Check(story, Correlated(CorrelationMode.All), events, fired);

    [Theory]
    [InlineData("any is enough, and the other belongs to it", "0+1,f1,t,Cpu 20+2,f2,t,Disk", "alert/1@0")]
    [InlineData("later it is another time", "0+1,f1,t,Cpu 60+2,f2,t,Disk", "alert/1@0 alert/2@60")]
    public void Take_AnyOfSeveral(string story, string events, string fired) => Check(story, Correlated(CorrelationMode.Any), events, fired);

    [Theory]
    [InlineData("one without the other", "0+1,f1,t,Cpu 60.", "alert/1@60")]
    [InlineData("not before the time is over", "0+1,f1,t,Cpu 59.", "")]
    [InlineData("all came", "0+1,f1,t,Cpu 20+2,f2,t,Disk 100.", "")]
    [InlineData("decided before what comes late", "0+1,f1,t,Cpu 70+2,f2,t,Disk", "alert/1@60")]
    public void Take_NotAllOfSeveral(string story, string events, string fired) => Check(story, Correlated(CorrelationMode.NotAll), events, fired);

    [Fact]
    public void Take_AlertsThatMustNotBeActedOn_SayWhy()
    {
        var rule = Plain with { NeedsTarget = true };

        Assert.Equal((VerdictKind.NoTarget, "Nothing is called so. Nothing was started."), Only(rule, Come(1) with { HasTarget = false, TargetNote = "Nothing is called so." }));
        Assert.Equal((VerdictKind.SelfInflicted, "Run 7 holds it. Nothing was started."), Only(rule, Come(1) with { CausedBy = "7", CausedByNote = "Run 7 holds it." }));
        Assert.Equal(VerdictKind.Fired, Only(rule with { TakesSelfInflicted = true }, Come(1) with { CausedBy = "7" }).Kind);
        Assert.Equal(VerdictKind.Fired, Only(Plain, Come(1) with { HasTarget = false }).Kind);
    }

    [Fact]
    public void Take_OneOfMany_WaitsForAPerson()
    {
        var step = AlertRules.Take(Plain, RuleState.Empty, Come(1), _ => true);

        Assert.True(Assert.Single(step.Firings).Mass);
        Assert.Equal(VerdictKind.Mass, Assert.Single(step.Verdicts).Kind);
        Assert.False(Assert.Single(AlertRules.Take(Plain with { TakesMass = true }, RuleState.Empty, Come(1), _ => true).Firings).Mass);
    }

    [Fact]
    public void Take_AStorm_FiresSoOftenInAnHourAndNoMore()
    {
        var (rule, state, fired) = (Plain with { MaxPerHour = 5 }, RuleState.Empty, new List<string>());
        Play(rule, ref state, fired, Enumerable.Range(0, 50).Select(n => Come(n) with { Fingerprint = $"f{n}", At = Begin.AddSeconds(n) }));
        Play(rule, ref state, fired, [Come(99) with { Fingerprint = "f99", At = Begin.AddHours(1) }]);

        Assert.Equal(["alert/0", "alert/1", "alert/2", "alert/3", "alert/4", "alert/99"], fired);
    }

    [Fact]
    public void Take_TheSameStoryTwice_FiresTheSameKeys()
    {
        var random = new Random(7);
        var story = Enumerable.Range(0, 400).Select(n => Come(random.Next(30)) with
        {
            Status = random.Next(3) == 0 ? AlertStatus.Resolved : AlertStatus.Firing, At = Begin.AddSeconds(n), Name = random.Next(2) == 0 ? "Cpu" : "Disk",
        }).ToList();
        foreach (var rule in new[] { Plain, Correlated(CorrelationMode.All), Plain with { For = TimeSpan.FromSeconds(9), GroupBy = ["team"] } })
        {
            var (first, second, one, other) = (new List<string>(), new List<string>(), RuleState.Empty, RuleState.Empty);
            Play(rule, ref one, first, story);
            Play(rule, ref other, second, story);

            Assert.NotEmpty(first);
            Assert.Equal(first, second);
        }
    }

    [Theory]
    [InlineData("Cpu", "critical", "team=web", true)]
    [InlineData("Cpu", "warning", "team=web", false)]
    [InlineData("Cpu", null, "team=web", false)]
    [InlineData("CpuHigh", "critical", "team=web", true)]
    [InlineData("Disk", "critical", "team=web", false)]
    [InlineData("Cpu", "critical", "team=web,env=test", false)]
    [InlineData("Cpu", "critical", "", false)]
    public void Mismatch_OfNameSeverityAndLabels_IsToldOrNull(string name, string? severity, string labels, bool fits)
    {
        var match = new AlertMatch(["critical", "disaster"], Labels("team=w*,env=!test"), "Cpu*");

        var why = match.Mismatch(Come(1) with { Name = name, Severity = severity, Labels = Labels(labels) });

        Assert.Equal(fits, why is null);
        if (!fits) Assert.Contains("the rule is about", why, StringComparison.Ordinal);
    }

    private static AlertRule Correlated(CorrelationMode mode) => Plain with { Matches = [Cpu, Disk], Correlation = new CorrelationRule(mode, TimeSpan.FromMinutes(1)) };

    private static void Check(string story, AlertRule rule, string events, string expected)
    {
        var (state, fired) = (RuleState.Empty, new List<string>());
        foreach (var text in events.Split(' '))
        {
            var sign = text.IndexOfAny(['+', '.', '-'], 1);
            var at = Begin.AddSeconds(int.Parse(text[..sign], System.Globalization.CultureInfo.InvariantCulture));
            var step = text[sign] == '.' ? AlertRules.Pass(rule, state, at, _ => false) : AlertRules.Take(rule, state, Read(text[(sign + 1)..], text[sign], at), _ => false);
            state = step.State;
            fired.AddRange(step.Firings.Select(firing => $"{firing.Key}@{(firing.At - Begin).TotalSeconds:0}"));
        }

        Assert.True(expected == string.Join(' ', fired), $"{story}: {string.Join(' ', fired)}, not {expected}");
    }

    private static SeenAlert Read(string text, char sign, DateTimeOffset at)
    {
        var parts = text.Split(',');
        return Come(int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)) with
        {
            Status = sign == '+' ? AlertStatus.Firing : AlertStatus.Resolved,
            At = at,
            Fingerprint = parts.ElementAtOrDefault(1) ?? "f",
            Labels = Labels($"team={parts.ElementAtOrDefault(2) ?? "ops"}"),
            Name = parts.ElementAtOrDefault(3) ?? "Cpu",
        };
    }

    private static (string Kind, string Message) Only(AlertRule rule, SeenAlert alert)
    {
        var verdict = Assert.Single(AlertRules.Take(rule, RuleState.Empty, alert, _ => false).Verdicts);
        return (verdict.Kind, verdict.Message);
    }

    private static void Play(AlertRule rule, ref RuleState state, List<string> fired, IEnumerable<SeenAlert> alerts)
    {
        foreach (var alert in alerts)
        {
            var step = AlertRules.Take(rule, state, alert, _ => false);
            state = step.State;
            fired.AddRange(step.Firings.Select(firing => firing.Key));
        }
    }

    private static SeenAlert Come(long id) => new(id, "am", "f", "Cpu", "critical", Labels("team=ops"), AlertStatus.Firing, Begin, HasTarget: true, "Found.");

    private static ImmutableSortedDictionary<string, string> Labels(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(label => label.Split('=', 2)).ToImmutableSortedDictionary(label => label[0], label => label[1], StringComparer.Ordinal);
}
