using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;
using Runbooks.Server.FleetRules.Deciding;
using Runbooks.Server.FleetRules.Replay.Past;

namespace Runbooks.Server.FleetRules.Replay;

/// <summary>A firing that would have been.</summary>
/// <param name="EndedAt">When it was over; null where it was not by the end.</param>
internal sealed record PastFiring(Firing Firing, DateTimeOffset? EndedAt, IReadOnlyList<SelectorComparison>? Why);

/// <summary>Makes firings of what happened to the objects, with what concerns several: storms, and rules that fire for all together.</summary>
internal static class PastFirings
{
    /// <param name="all">All objects of the rule's kind, for the sizes of clusters.</param>
    /// <param name="watched">How many of them the rule looks at.</param>
    public static IReadOnlyList<PastFiring> Of(FleetRule rule, IReadOnlyList<PastMove> moves, IReadOnlyList<FleetObject> all, int watched, PastPlan plan)
    {
        var sizes = all.CountBy(RuleRound.GroupOf).ToDictionary(StringComparer.Ordinal);
        return rule.Match == Matching.Each ? Each(moves, sizes) : Together(rule, moves, sizes, watched, plan);
    }

    private static List<PastFiring> Each(IReadOnlyList<PastMove> moves, Dictionary<string, int> sizes)
    {
        var ends = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var endings = new Dictionary<PastMove, DateTimeOffset>(ReferenceEqualityComparer.Instance);
        foreach (var move in moves.Reverse())
        {
            if (move.Move == Move.Ended) ends[move.Subject.Id] = move.At;
            else if (ends.TryGetValue(move.Subject.Id, out var end)) endings[move] = end;
        }

        var firings = new List<PastFiring>();
        var recent = new Queue<Burst>();
        foreach (var moment in moves.Where(move => move.Move is Move.Fired or Move.Held).GroupBy(move => move.At))
        {
            var storms = Storms(recent, moment, sizes);
            firings.AddRange(moment.Select(move => new PastFiring(
                RuleRound.Firing(move.Subject, move.State, move.Move, move.At, storms), endings.TryGetValue(move, out var end) ? end : null, move.Why)));
        }

        return firings;
    }

    private static IReadOnlyDictionary<string, int> Storms(Queue<Burst> recent, IGrouping<DateTimeOffset, PastMove> moment, Dictionary<string, int> sizes)
    {
        while (recent.TryPeek(out var old) && old.At <= moment.Key - StormGuard.Together) recent.Dequeue();
        foreach (var move in moment)
            if (move.State.Starts is [.., var start] && start == move.At) recent.Enqueue(new Burst(move.Subject.Id, RuleRound.GroupOf(move.Subject), move.At));
        return StormGuard.Storms(recent, moment.Key, sizes);
    }

    private static List<PastFiring> Together(FleetRule rule, IReadOnlyList<PastMove> moves, Dictionary<string, int> sizes, int watched, PastPlan plan)
    {
        var (firings, firing, recent) = (new List<PastFiring>(), new SortedDictionary<string, FleetObject>(StringComparer.Ordinal), new Queue<Burst>());
        var (state, last, at) = (ObjectState.Clear, default(DateTimeOffset?), 0);
        for (var now = plan.From; now <= plan.To; now += plan.Step)
        {
            for (; at < moves.Count && moves[at].At == now; at++)
            {
                var move = moves[at];
                if (move.State.Standing == Standing.Firing) firing[move.Subject.Id] = move.Subject;
                else firing.Remove(move.Subject.Id);
                if (move.State.Starts is [.., var start] && start == now) recent.Enqueue(new Burst(move.Subject.Id, RuleRound.GroupOf(move.Subject), now));
            }

            (state, var change) = RuleRound.Whole(rule, state, last, now, firing.Count, watched);
            last = now;
            if (change == Move.Ended && firings.Count > 0) firings[^1] = firings[^1] with { EndedAt = firings[^1].EndedAt ?? now };
            if (change is not (Move.Fired or Move.Held)) continue;
            while (recent.TryPeek(out var old) && old.At <= now - StormGuard.Together) recent.Dequeue();
            firings.Add(new PastFiring(RuleRound.Firing([.. firing.Values], state, change, now, StormGuard.Storms(recent, now, sizes)), null, null));
        }

        return firings;
    }
}
