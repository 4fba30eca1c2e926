using Runbooks.Activities.Selectors;

namespace Runbooks.Server.FleetRules.Deciding;

/// <summary>An answer that may be unknown. Unknown is never yes, and never no.</summary>
internal enum Verdict
{
    No,
    Yes,
    Unknown,
}

/// <summary>What one look at an object showed.</summary>
/// <param name="Clear">Whether it is over. Where a rule has no condition of its own for that, it is over when its condition is known not to hold.</param>
/// <param name="BusyWith">The run that holds the object or changed it just now; null where none does.</param>
internal readonly record struct Look(DateTimeOffset At, Verdict Condition, Verdict Clear, string? BusyWith = null)
{
    public static Verdict Of(SelectorAnswer answer) => answer switch
    {
        { Matches: true } => Verdict.Yes,
        { Unknown: true } => Verdict.Unknown,
        _ => Verdict.No,
    };

    public static Verdict Not(Verdict verdict) => verdict switch
    {
        Verdict.Yes => Verdict.No,
        Verdict.No => Verdict.Yes,
        _ => Verdict.Unknown,
    };
}
