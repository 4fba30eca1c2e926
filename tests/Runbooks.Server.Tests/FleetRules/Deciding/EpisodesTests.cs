using CsCheck;
using Runbooks.Server.FleetRules.Deciding;

namespace Runbooks.Server.Tests.FleetRules.Deciding;

public sealed class EpisodesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RuleTiming Timing = new(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(45), 3, TimeSpan.FromHours(1));

    /// <summary>Looks of any kind at 15 s, now and then after a longer gap. A letter each: y holds, n is over, b lies between, u is unknown.</summary>
    private static readonly Gen<List<Look>> Looks = Gen.Select(Gen.OneOf('y', 'y', 'y', 'n', 'b', 'u'), Gen.OneOf(15, 15, 15, 15, 30, 90), Gen.Int[0, 19])
        .List[0, 120].Select(steps =>
        {
            var at = Start;
            return steps.Select(step => LookAs(step.Item1, at += TimeSpan.FromSeconds(step.Item2), step.Item3 == 0 ? "run" : null)).ToList();
        });

    [Fact]
    public void Next_AnyLooks_FiresOnlyWhatHeldForTheTime() => Looks.Sample(looks =>
    {
        foreach (var (at, (_, move)) in Fold(looks).Index())
        {
            if (move != Move.Fired) continue;
            Assert.True(HeldFor(looks, at, Timing.For), $"fired at look {at} of {Letters(looks)}");
            Assert.Null(looks[at].BusyWith);
        }
    }, iter: 5_000);

    [Fact]
    public void Next_AnyLooks_FiresOncePerEpisode() => Looks.Sample(looks =>
    {
        var isFiring = false;
        foreach (var (state, move) in Fold(looks))
        {
            if (move == Move.Fired) Assert.False(isFiring, Letters(looks));
            Assert.Equal(move == Move.Fired || (isFiring && move != Move.Ended), state.Standing == Standing.Firing);
            isFiring = state.Standing == Standing.Firing;
        }
    }, iter: 5_000);

    [Fact]
    public void Next_BetweenConditionAndClear_ChangesNothing() => Looks.Sample(looks =>
    {
        var (state, last) = (ObjectState.Clear, default(DateTimeOffset?));
        foreach (var look in looks)
        {
            if (state.Standing is Standing.Firing or Standing.Flapping)
            {
                Assert.Equal((state, Move.None), Episodes.Next(Timing, state, last, LookAs('b', look.At, null)));
                Assert.Equal((state, Move.None), Episodes.Next(Timing, state, last, LookAs('u', look.At, null)));
            }

            (state, last) = (Episodes.Next(Timing, state, last, look).State, look.At);
        }
    }, iter: 2_000);

    [Fact]
    public void Next_AnyLooks_FiresNoMoreThanFlappingAllows() => Looks.Sample(looks =>
    {
        var fired = Fold(looks).Index().Where(step => step.Item.Move == Move.Fired).Select(step => looks[step.Index].At).ToList();
        // One that stays is fired when its beginnings are over an hour old, beside those of the hour.
        foreach (var at in fired) Assert.InRange(fired.Count(other => other > at - Timing.FlappingWithin && other <= at), 1, Timing.MostStarts + 1);
    }, iter: 2_000);

    [Fact]
    public void Next_HoldsForTheTime_FiresOnceWithItsBeginning()
    {
        var steps = Fold(Every(15, "nyyyyyyyn"));

        Assert.Equal([Move.None, Move.None, Move.None, Move.None, Move.None, Move.Fired, Move.None, Move.None, Move.Ended], steps.Select(step => step.Move));
        Assert.Equal(Start + TimeSpan.FromSeconds(30), steps[5].State.Episode);
    }

    [Theory]
    [InlineData("yyyynyyyy")]
    [InlineData("yyyyuyyyy")]
    [InlineData("yyyybyyyy")]
    public void Next_DoesNotHoldAtOneLook_BeginsAnew(string letters) =>
        Assert.DoesNotContain(Fold(Every(15, letters)), step => step.Move == Move.Fired);

    [Fact]
    public void Next_NobodyLookedForLong_BeginsAnew()
    {
        var looks = Every(15, "yyy");
        looks.AddRange(Every(15, "yyyy").Select(look => look with { At = look.At + TimeSpan.FromMinutes(5) }));

        Assert.DoesNotContain(Fold(looks), step => step.Move == Move.Fired);
    }

    [Fact]
    public void Next_ComesAndGoes_IsHeldAndFiresOnceItStays()
    {
        var comes = string.Concat(Enumerable.Repeat("yyyyyn", 4));
        var steps = Fold(Every(15, comes));
        Assert.Equal([Move.Fired, Move.Fired, Move.Fired, Move.Held], steps.Select(step => step.Move).Where(move => move is Move.Fired or Move.Held));

        var stays = Fold(Every(15, comes[..^1] + new string('y', 260)));
        var late = stays.Index().Last(step => step.Item.Move == Move.Fired);
        Assert.Equal(4, stays.Count(step => step.Move == Move.Fired));
        Assert.Equal(stays[late.Index - 1].State.Episode, late.Item.State.Episode);
    }

    [Fact]
    public void Next_ARunHasItInHand_IsHeldUntilItLetsGoAndThenTakesItsTime()
    {
        var looks = Every(15, "yyyyyyyyyyyy").Select((look, at) => at is >= 3 and <= 5 ? look with { BusyWith = "run-1" } : look).ToList();

        var steps = Fold(looks);

        Assert.Equal((Move.Held, "run-1"), (steps[4].Move, steps[4].State.Run));
        Assert.Equal([4], steps.Index().Where(step => step.Item.Move == Move.Held).Select(step => step.Index));
        Assert.Equal([10], steps.Index().Where(step => step.Item.Move == Move.Fired).Select(step => step.Index));
        Assert.Equal(looks[6].At, steps[10].State.Episode);
    }

    private static bool HeldFor(List<Look> looks, int at, TimeSpan time)
    {
        var first = at;
        while (first > 0 && looks[first - 1].Condition == Verdict.Yes && looks[first].At - looks[first - 1].At <= Timing.Patience) first--;
        return looks[at].Condition == Verdict.Yes && looks[at].At - looks[first].At >= time;
    }

    private static List<(ObjectState State, Move Move)> Fold(List<Look> looks)
    {
        var (state, last, steps) = (ObjectState.Clear, default(DateTimeOffset?), new List<(ObjectState, Move)>());
        foreach (var look in looks)
        {
            (state, var move) = Episodes.Next(Timing, state, last, look);
            (last, _) = (look.At, steps);
            steps.Add((state, move));
        }

        return steps;
    }

    private static List<Look> Every(int seconds, string letters) =>
        [.. letters.Select((letter, at) => LookAs(letter, Start + TimeSpan.FromSeconds(seconds * (at + 1)), null))];

    private static Look LookAs(char letter, DateTimeOffset at, string? busy) => letter switch
    {
        'y' => new(at, Verdict.Yes, Verdict.No, busy),
        'n' => new(at, Verdict.No, Verdict.Yes, busy),
        'b' => new(at, Verdict.No, Verdict.No, busy),
        _ => new(at, Verdict.Unknown, Verdict.Unknown, busy),
    };

    private static string Letters(List<Look> looks) => string.Concat(looks.Select(look => (look.Condition, look.Clear) switch
    {
        (Verdict.Yes, _) => 'y',
        (Verdict.No, Verdict.Yes) => 'n',
        (Verdict.No, _) => 'b',
        _ => 'u',
    }));
}
