using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;
using Runbooks.Server.FleetRules.Deciding;
using Runbooks.Server.FleetRules.Replay.Past;

namespace Runbooks.Server.FleetRules.Replay;

/// <summary>Something that would have happened to an object.</summary>
/// <param name="Why">The comparisons at that moment; of what fired or was held, and the first of these only.</param>
internal sealed record PastMove(DateTimeOffset At, FleetObject Subject, ObjectState State, Move Move, IReadOnlyList<SelectorComparison>? Why = null);

/// <param name="Looks">How many looks at objects there were, and of how many of these nothing was known.</param>
internal sealed record PastMoves(IReadOnlyList<PastMove> Moves, long Looks, long Unknown);

/// <summary>What a rule would have done over the samples that are kept: the same decisions as live, look by look. The inventory is that of
/// now, and which runs had objects in hand is not asked.</summary>
/// <param name="explained">So many moves are explained.</param>
internal sealed class RuleReplay(PastPlan plan, int explained)
{
    /// <param name="rules">The rule, and the same with other thresholds.</param>
    public IReadOnlyList<PastMoves> Run(
        IReadOnlyList<FleetRule> rules, IReadOnlyDictionary<string, FleetObject> objects, IEnumerable<PastMetrics> pasts, CancellationToken cancellation)
    {
        var runs = rules.Select(rule => new Fold(rule, plan, explained)).ToList();
        foreach (var past in pasts)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var run in runs) run.Begin();
            for (var at = plan.From; at <= plan.To; at += plan.Step)
            {
                past.MoveTo(at);
                // It was as old as it was then.
                var subject = objects[past.Id] with { LastSeenAt = at, Stale = false };
                if (subject is FleetVm { Vm.CreatedAt: { } created } && created > at) continue;
                foreach (var run in runs) run.Look(subject, past, at);
            }
        }

        return [.. runs.Select(run => run.End())];
    }

    /// <summary>One rule over one object after the other.</summary>
    private sealed class Fold(FleetRule rule, PastPlan plan, int explained)
    {
        private readonly RuleTiming timing = rule.Timing with { Patience = rule.Timing.Patience > 3 * plan.Step ? rule.Timing.Patience : 3 * plan.Step };
        private readonly List<PastMove> moves = [];
        private ObjectState? state;
        private DateTimeOffset? last;
        private long looks, unknown;

        public void Begin() => (state, last) = (null, null);

        public void Look(FleetObject subject, PastMetrics metrics, DateTimeOffset at)
        {
            var before = last;
            last = at;
            if (rule.LookAt(subject, state, new Sight([], metrics, at, before, _ => null)) is not { } look)
            {
                if (state?.Standing is Standing.Firing or Standing.Flapping) moves.Add(new PastMove(at, subject, ObjectState.Clear, Move.Ended));
                state = null;
                return;
            }

            looks++;
            if (look.Condition == Verdict.Unknown) unknown++;
            (var next, var move) = Episodes.Next(timing, state ?? ObjectState.Clear, before, look);
            state = next.Equals(ObjectState.Clear) ? null : next;
            if (move != Move.None) moves.Add(new PastMove(at, subject, next, move, move != Move.Ended && moves.Count < explained ? rule.Condition.Explain(subject, metrics) : null));
        }

        public PastMoves End() => new([.. moves.OrderBy(move => move.At).ThenBy(move => move.Subject.Id, StringComparer.Ordinal)], looks, unknown);
    }
}
