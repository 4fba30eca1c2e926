namespace Runbooks.Server.Alerts.Rules;

/// <summary>What follows from a change, or from time that passed.</summary>
internal sealed record RuleStep(RuleState State, IReadOnlyList<Verdict> Verdicts, IReadOnlyList<RuleFiring> Firings);

/// <summary>What a rule makes of an alert, and why.</summary>
/// <param name="Kind">One of <see cref="VerdictKind"/>.</param>
/// <param name="Key">Of the firing that it belongs to.</param>
internal sealed record Verdict(long Alert, string Kind, string Message, DateTimeOffset At, string? Key = null);

/// <param name="Key">The same cause always has the same, so that it fires once.</param>
/// <param name="Head">The alert that decided it.</param>
/// <param name="Alerts">All that belong to it.</param>
/// <param name="Mass">A large part of a cluster alerts: it must not be acted on by itself.</param>
internal sealed record RuleFiring(string Key, SeenAlert Head, IReadOnlyList<SeenAlert> Alerts, DateTimeOffset At, string Summary, bool Mass);

/// <summary>Words for programs; the designer has them in every language.</summary>
internal static class VerdictKind
{
    public const string Fired = "fired";
    public const string Joined = "joined";
    public const string Held = "held";
    public const string EndedEarly = "ended-early";
    public const string Counting = "counting";
    public const string TooSoon = "too-soon";
    public const string WaitingForOthers = "waiting-for-others";
    public const string OthersDidNotCome = "others-did-not-come";
    public const string AllCame = "all-came";
    public const string NoTarget = "no-target";
    public const string SelfInflicted = "self-inflicted";
    public const string Mass = "mass";
    public const string TooMany = "too-many";
    public const string Loop = "loop";
}
