using Runbooks.Server.FleetRules.Deciding;

namespace Runbooks.Server.Tests.FleetRules.Deciding;

public sealed class RuleRoundTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly string[] Ten = [.. Enumerable.Range(0, 10).Select(number => $"h{number}")];

    [Fact]
    public void Decide_OneOfTenIsHot_FiresForItAlone()
    {
        var hosts = new Hosts { Rule = Hosts.Hot(Minute) }.With("blue", Ten).Load(0.5, Ten).Load(0.9, "h3");

        var firing = Assert.Single(hosts.Rounds(10));

        Assert.Equal(("h3", Consequence.Acts, Hosts.Start.AddSeconds(15)), (firing.Objects.Single().Id, firing.Consequence, firing.Episode));
    }

    [Theory]
    [InlineData(2, Consequence.Acts)]
    [InlineData(3, Consequence.Storm)]
    [InlineData(10, Consequence.Storm)]
    internal void Decide_SoManyOfTenTogether_ActsOnlyBelowThirtyPercent(int hot, Consequence consequence)
    {
        var hosts = new Hosts { Rule = Hosts.Hot(Minute) }.With("blue", Ten).With("green", "g1", "g2").Load(0.5, Ten).Load(0.5, "g1", "g2").Load(0.9, Ten[..hot]);

        var firings = hosts.Rounds(10);

        Assert.Equal(hot, firings.Count);
        Assert.All(firings, firing => Assert.Equal(consequence, firing.Consequence));
        Assert.All(firings, firing => Assert.Equal(consequence == Consequence.Storm ? hot : 0, firing.Together));
    }

    [Fact]
    public void Decide_OneHostOfAClusterOfTwo_IsNoStorm() =>
        Assert.Equal(Consequence.Acts, Assert.Single(new Hosts { Rule = Hosts.Hot(Minute) }.With("blue", "a", "b").Load(0.9, "a").Load(0.1, "b").Rounds(10)).Consequence);

    [Fact]
    public void Decide_TheOthersFollowWithinMinutes_PagesFromTheThirtiethPercentOn()
    {
        var hosts = new Hosts { Rule = Hosts.Hot(Minute) }.With("blue", Ten).Load(0.5, Ten);

        var first = hosts.Load(0.9, "h0", "h1").Rounds(10);
        var later = hosts.Load(0.9, "h2").Rounds(10);

        Assert.All(first, firing => Assert.Equal(Consequence.Acts, firing.Consequence));
        Assert.Equal((Consequence.Storm, 3), (later.Single().Consequence, later.Single().Together));
    }

    [Fact]
    public void Decide_NothingIsMeasured_FiresNothing()
    {
        var hosts = new Hosts { Rule = Hosts.Hot(Minute) }.With("blue", Ten).Load(null, Ten);

        Assert.Empty(hosts.Rounds(20));
        Assert.Empty(hosts.States);
    }

    [Fact]
    public void Decide_NothingIsMeasuredWhileItFires_FiresOnAndNotAgain()
    {
        var hosts = new Hosts { Rule = Hosts.Hot(Minute) }.With("blue", Ten).Load(0.5, Ten).Load(0.9, "h3");
        Assert.Single(hosts.Rounds(10));

        Assert.Empty(hosts.Load(null, "h3").Rounds(20));
        Assert.Equal(Standing.Firing, hosts.States["h3"].Standing);
        Assert.Empty(hosts.Load(0.9, "h3").Rounds(20));
    }

    [Fact]
    public void Decide_ConnectionIsDown_KnowsNothing()
    {
        var hosts = new Hosts { Rule = Hosts.Hot(Minute) }.With("blue", Ten).Load(0.5, Ten).Load(0.9, "h3");
        hosts.Set(Hosts.Host("h3", stale: true));

        Assert.Empty(hosts.Rounds(20));
    }

    [Fact]
    public void Decide_ObjectIsGone_ForgetsIt()
    {
        var hosts = new Hosts { Rule = Hosts.Hot(Minute) }.With("blue", Ten).Load(0.5, Ten).Load(0.9, "h3");
        hosts.Rounds(10);

        hosts.Remove("h3");
        hosts.Rounds(1);

        Assert.Empty(hosts.States);
    }

    [Fact]
    public void Decide_ARunHoldsTheHost_IsLinkedToIt()
    {
        var hosts = new Hosts { Rule = Hosts.Hot(Minute), Busy = { ["h3"] = "run-7" } }.With("blue", Ten).Load(0.5, Ten).Load(0.9, "h3");

        var held = Assert.Single(hosts.Rounds(10));
        Assert.Equal((Consequence.SelfInflicted, "run-7"), (held.Consequence, held.Run));

        hosts.Busy.Clear();
        var fired = Assert.Single(hosts.Rounds(10));
        Assert.Equal(Consequence.Acts, fired.Consequence);
        Assert.NotEqual(held.KeyOf("t"), fired.KeyOf("t"));
    }

    [Fact]
    public void Decide_MatchAny_FiresOnceForAllThatAreHot()
    {
        var hosts = new Hosts { Rule = Hosts.Hot(Minute, Matching.Any) }.With("blue", Ten).Load(0.5, Ten).Load(0.9, "h1", "h2");

        var firing = Assert.Single(hosts.Rounds(10));
        Assert.Equal(["h1", "h2"], firing.Objects.Select(host => host.Id));

        Assert.Empty(hosts.Load(0.9, "h5").Load(0.5, "h1").Rounds(10));
        hosts.Load(0.5, Ten).Rounds(10);
        Assert.Equal("h5", Assert.Single(hosts.Load(0.9, "h5").Rounds(10)).Objects.Single().Id);
    }

    [Fact]
    public void Decide_MatchAll_WaitsForTheLast()
    {
        var hosts = new Hosts { Rule = Hosts.Hot(Minute, Matching.All) }.With("blue", Ten).Load(0.9, Ten).Load(0.5, "h9");

        Assert.Empty(hosts.Rounds(10));
        var firing = Assert.Single(hosts.Load(0.9, "h9").Rounds(10));
        Assert.Equal((10, Consequence.Storm), (firing.Objects.Count, firing.Consequence));
    }

    [Fact]
    public void Decide_HeldForFlappingAndStays_FiresUnderAKeyOfItsOwn()
    {
        var hosts = new Hosts { Rule = Hosts.Hot(Minute) }.With("blue", Ten).Load(0.5, Ten);
        var firings = new List<Firing>();
        for (var episode = 0; episode < 4; episode++)
        {
            firings.AddRange(hosts.Load(0.9, "h3").Rounds(6));
            firings.AddRange(hosts.Load(0.5, "h3").Rounds(1));
        }

        firings.AddRange(hosts.Load(0.9, "h3").Rounds(300));

        Assert.Equal(
            [Consequence.Acts, Consequence.Acts, Consequence.Acts, Consequence.Flapping, Consequence.Flapping, Consequence.Acts],
            firings.Select(firing => firing.Consequence));
        Assert.Equal(firings[^2].Episode, firings[^1].Episode);
        Assert.Equal(6, firings.Select(firing => firing.KeyOf("t")).Distinct().Count());
    }

    [Fact]
    public void KeyOf_SameEpisodeOfTheSameObject_IsTheSame()
    {
        var firing = new Firing(Hosts.Start, Hosts.Start, [Hosts.Host("a")], Consequence.Acts);

        Assert.Equal(firing.KeyOf("t"), (firing with { At = Hosts.Start.AddMinutes(1) }).KeyOf("t"));
        string[] others = [firing.KeyOf("u"), (firing with { Objects = [Hosts.Host("b")] }).KeyOf("t"), (firing with { Episode = Hosts.Start.AddSeconds(1) }).KeyOf("t"), (firing with { Group = true }).KeyOf("t")];
        Assert.DoesNotContain(firing.KeyOf("t"), others);
        Assert.Equal(4, others.Distinct().Count());
    }
}
