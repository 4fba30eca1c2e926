using System.Collections.Immutable;

namespace Runbooks.Server.FleetRules.Deciding;

/// <summary>What just happened to an object.</summary>
internal enum Move
{
    None,
    Fired,
    Held,
    Ended,
}

/// <summary>The rule of one object, a pure function: clear → pending → firing → clear, with what holds a firing back.
/// <para>A condition fires when it held at every look for the time given. Once it fires, it goes on until it is known to be over: between
/// the condition and the condition to clear, and while nothing is known, nothing changes. An object that has fired too often lately is held
/// until that is no longer so. One that a run has in hand is held until the run lets go of it; then its time begins anew, since what was
/// seen was the run's work.</para></summary>
internal static class Episodes
{
    /// <param name="lastLook">The look before, of this object; null at the first.</param>
    public static (ObjectState State, Move Move) Next(RuleTiming timing, ObjectState state, DateTimeOffset? lastLook, in Look look) => state.Standing switch
    {
        Standing.Clear => look.Condition == Verdict.Yes ? Ripen(timing, Begin(state, look), look) : (Forget(timing, state, look), Move.None),
        Standing.Pending => Pending(timing, state, lastLook, look),
        _ when IsOver(look) => (Over(timing, state, look), Move.Ended),
        Standing.Flapping when look.Condition == Verdict.Yes => StillFlapping(timing, state, look),
        Standing.SelfInflicted => look.BusyWith is { } run
            ? (state.Run == run ? state : state with { Run = run }, Move.None)
            : LetGo(timing, state, look),
        _ => (state, Move.None),
    };

    private static (ObjectState, Move) Pending(RuleTiming timing, ObjectState state, DateTimeOffset? lastLook, in Look look)
    {
        if (look.Condition != Verdict.Yes) return (Over(timing, state, look), Move.None);
        var unseen = lastLook is not { } last || look.At - last > timing.Patience;
        return Ripen(timing, unseen ? Begin(state, look) : state, look);
    }

    private static (ObjectState, Move) Ripen(RuleTiming timing, ObjectState state, in Look look)
    {
        if (look.At - state.Episode < timing.For) return (state, Move.None);
        if (look.BusyWith is { } run) return (state with { Standing = Standing.SelfInflicted, Since = look.At, Run = run }, Move.Held);
        var earlier = Recent(timing, state.Starts, look.At);
        var starts = Last(earlier.Add(look.At), timing.MostStarts);
        return earlier.Length >= timing.MostStarts
            ? (state with { Standing = Standing.Flapping, Since = look.At, Starts = starts }, Move.Held)
            : (state with { Standing = Standing.Firing, Since = look.At, Starts = starts }, Move.Fired);
    }

    /// <summary>What stays is no longer flapping once its beginnings are long ago, and then it is fired: held is not lost.</summary>
    private static (ObjectState, Move) StillFlapping(RuleTiming timing, ObjectState state, in Look look) =>
        Recent(timing, state.Starts, look.At).Length >= timing.MostStarts
            ? (state, Move.None)
            : (state with { Standing = Standing.Firing, Since = look.At }, Move.Fired);

    private static (ObjectState, Move) LetGo(RuleTiming timing, ObjectState state, in Look look) => look.Condition == Verdict.Yes
        ? Ripen(timing, Begin(state, look), look)
        : (Over(timing, state, look), Move.Ended);

    private static ObjectState Begin(ObjectState state, in Look look) => new(Standing.Pending, look.At, look.At, state.Starts);

    /// <summary>A condition wins over the one to clear where both hold, so that a rule with such does not flap.</summary>
    private static bool IsOver(in Look look) => look.Clear == Verdict.Yes && look.Condition != Verdict.Yes;

    private static ObjectState Over(RuleTiming timing, ObjectState state, in Look look) =>
        Recent(timing, state.Starts, look.At) is { Length: > 0 } starts ? ObjectState.Clear with { Since = look.At, Starts = starts } : ObjectState.Clear;

    private static ObjectState Forget(RuleTiming timing, ObjectState state, in Look look)
    {
        if (state.Starts.IsEmpty || Recent(timing, state.Starts, look.At).Length == state.Starts.Length) return state;
        return Over(timing, state, look) with { Since = state.Since } is { Starts.IsEmpty: false } shorter ? shorter : ObjectState.Clear;
    }

    private static ImmutableArray<DateTimeOffset> Recent(RuleTiming timing, ImmutableArray<DateTimeOffset> starts, DateTimeOffset now)
    {
        var since = now - timing.FlappingWithin;
        return starts.RemoveAll(start => start <= since);
    }

    private static ImmutableArray<DateTimeOffset> Last(ImmutableArray<DateTimeOffset> starts, int count) =>
        starts.Length <= count ? starts : starts[^count..];
}
