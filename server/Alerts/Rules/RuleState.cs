using System.Collections.Immutable;

namespace Runbooks.Server.Alerts.Rules;

/// <summary>What a rule remembers of the alerts that came. All of it follows from the changes, so it is made anew from them.</summary>
internal sealed record RuleState(ImmutableSortedDictionary<string, RuleGroup> Groups)
{
    public static RuleState Empty { get; } = new(ImmutableSortedDictionary.Create<string, RuleGroup>(StringComparer.Ordinal));

    /// <summary>When the rule fired in the last hour.</summary>
    public ImmutableList<DateTimeOffset> Fired { get; init; } = [];

    /// <summary>Before this nothing is to be decided without a change; null: not before one. It is kept, since to look at all groups at each
    /// change would be too slow in a storm.</summary>
    public DateTimeOffset? Due { get; init; }
}

/// <summary>Alerts that a rule takes together.</summary>
internal sealed record RuleGroup
{
    /// <summary>Those that go on, by their id.</summary>
    public ImmutableSortedDictionary<long, OpenAlert> Open { get; init; } = ImmutableSortedDictionary<long, OpenAlert>.Empty;

    /// <summary>When alerts were counted.</summary>
    public ImmutableList<DateTimeOffset> Counted { get; init; } = [];

    /// <summary>Of a correlation: what came last, by the match.</summary>
    public ImmutableSortedDictionary<int, SeenAlert> Came { get; init; } = ImmutableSortedDictionary<int, SeenAlert>.Empty;

    /// <summary>Of a correlation: when its time is over.</summary>
    public DateTimeOffset? CorrelatedBy { get; init; }

    public DateTimeOffset? FiredAt { get; init; }

    /// <summary>What it fired last, which alerts join while one of it goes on.</summary>
    public string? FiredKey { get; init; }

    /// <summary>The alerts of that which go on.</summary>
    public ImmutableHashSet<long> FiredFor { get; init; } = [];

    /// <summary>When something is to be decided.</summary>
    public DateTimeOffset? Due { get; init; }
}

/// <param name="Index">Which of the rule's matches it is.</param>
/// <param name="Ready">When it has gone on for long enough.</param>
/// <param name="Served">It was decided upon.</param>
internal sealed record OpenAlert(SeenAlert Alert, int Index, DateTimeOffset Ready, bool Served);
