using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;

namespace Runbooks.Server.FleetRules.Deciding;

/// <summary>How objects become firings.</summary>
internal enum Matching
{
    /// <summary>Each object fires for itself.</summary>
    Each,

    /// <summary>The rule fires once when the first of its objects do, for all of them, and again only after none does.</summary>
    Any,

    /// <summary>The rule fires once when all of its objects do.</summary>
    All,
}

/// <summary>A rule as it is evaluated.</summary>
/// <param name="Where">Which objects it looks at; null for all.</param>
/// <param name="Clear">When it is over; null: when the condition is known not to hold.</param>
internal sealed record FleetRule(
    SelectorSubject On, Selector? Where, Selector Condition, Selector? Clear, Matching Match, RuleTiming Timing)
{
    /// <summary>Whether the object is the rule's.</summary>
    public Verdict Covers(FleetObject subject, IMetricHistory metrics) => Where is null ? Verdict.Yes : Look.Of(Where.Evaluate(subject, metrics));

    /// <summary>What the object shows now; null where it is not the rule's. One that was the rule's stays so while that is unknown.</summary>
    /// <param name="known">Where it stood before; null where it was clear, or not the rule's.</param>
    public Look? LookAt(FleetObject subject, ObjectState? known, Sight sight)
    {
        var covers = Covers(subject, sight.Metrics);
        if (covers == Verdict.No || (covers == Verdict.Unknown && known is null)) return null;
        // Of an object that is as it was when its connection was lost, nothing is known now.
        if (covers == Verdict.Unknown || subject.Stale) return new Look(sight.Now, Verdict.Unknown, Verdict.Unknown);
        var condition = Look.Of(Condition.Evaluate(subject, sight.Metrics));
        var clear = Clear is null ? Look.Not(condition) : Look.Of(Clear.Evaluate(subject, sight.Metrics));
        // Who is busy matters only where something holds, which is seldom.
        return new Look(sight.Now, condition, clear, condition == Verdict.Yes ? sight.BusyWith(subject) : null);
    }
}
