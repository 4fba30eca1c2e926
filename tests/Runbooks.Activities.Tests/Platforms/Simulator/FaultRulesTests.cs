using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;

namespace Runbooks.Activities.Tests.Platforms.Simulator;

public sealed class FaultRulesTests
{
    private static readonly SimulatorFault Busy = new() { Error = PlatformError.Busy };

    [Theory]
    [InlineData("*", "*", true)]
    [InlineData("power-on", "web-*", true)]
    [InlineData("power-on", "web-0?", true)]
    [InlineData("power-off", "*", false)]
    [InlineData("power-on", "db-*", false)]
    public void Strike_ByOperationAndName_OnlyWhatMatches(string operation, string vm, bool strikes)
    {
        var rules = Rules(Busy with { Operation = operation, Vm = vm });
        Assert.Equal(strikes, rules.Strike("power-on", "web-07") is not null);
    }

    [Fact]
    public void Strike_CallWithoutVm_MatchesNoNames()
    {
        Assert.Null(Rules(Busy with { Vm = "web-*" }).Strike("inventory", null));
        Assert.NotNull(Rules(Busy).Strike("inventory", null));
    }

    [Fact]
    public void Strike_WithACount_StopsForEachVm()
    {
        var rules = Rules(Busy with { Count = 2 });
        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(_ => rules.Strike("power-on", "web-01") is not null));
        Assert.NotNull(rules.Strike("power-on", "web-02"));
    }

    [Fact]
    public void Strike_WithAProbability_StrikesThatShare()
    {
        var rules = Rules(Busy with { Probability = 0.3 });
        var struck = Enumerable.Range(0, 2000).Count(call => rules.Strike("power-on", $"vm-{call % 50}") is not null);
        Assert.InRange(struck, 500, 700);
    }

    [Fact]
    public void Strike_InAnotherOrder_MeetsTheSameCalls()
    {
        var rule = Busy with { Probability = 0.5 };
        string[] names = ["web-01", "web-02", "db-01"];
        var (one, other) = (Rules(rule), Rules(rule));
        var byVm = names.ToDictionary(
            name => name, name => Enumerable.Range(0, 20).Select(_ => one.Strike("reset", name) is not null).ToList());
        var byTurn = names.ToDictionary(name => name, _ => new List<bool>());
        for (var call = 0; call < 20; call++)
            foreach (var name in names.Reverse()) byTurn[name].Add(other.Strike("reset", name) is not null);
        Assert.All(names, name => Assert.Equal(byVm[name], byTurn[name]));
        Assert.NotEqual(byVm["web-01"], byVm["web-02"]);
    }

    [Fact]
    public void Strike_OtherSeed_MeetsOtherCalls()
    {
        var rule = Busy with { Probability = 0.5 };
        Assert.NotEqual(Fates(1), Fates(2));

        List<bool> Fates(int seed)
        {
            var rules = new FaultRules(seed);
            rules.Add(rule);
            return [.. Enumerable.Range(0, 40).Select(_ => rules.Strike("reset", "web-01") is not null)];
        }
    }

    [Fact]
    public void Remove_ARule_EndsIt()
    {
        var rules = Rules(Busy);
        rules.Remove(Busy with { });
        Assert.Null(rules.Strike("power-on", "web-01"));
    }

    private static FaultRules Rules(SimulatorFault rule)
    {
        var rules = new FaultRules(1);
        rules.Add(rule);
        return rules;
    }
}
