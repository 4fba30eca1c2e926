using System.Collections.Immutable;

namespace Runbooks.Server.Alerts.Rules;

/// <summary>When alerts start a workflow.</summary>
/// <param name="Source">Null: of any source.</param>
/// <param name="Matches">One, or with a correlation as many as are correlated.</param>
/// <param name="GroupBy">The labels whose values tell groups apart; null: each alert by itself, as its source knows it.</param>
/// <param name="For">How long an alert must go on.</param>
/// <param name="OnceWithin">So long after a group fired it does not again.</param>
/// <param name="NeedsTarget">Alerts of which the one machine is not found start nothing.</param>
/// <param name="TakesSelfInflicted">Alerts that automation itself causes count too.</param>
/// <param name="TakesMass">Also when a large part of a cluster alerts together.</param>
/// <param name="MaxPerHour">So often it fires in an hour at most.</param>
/// <param name="Since">Alerts before that are not looked at.</param>
internal sealed record AlertRule(
    string? Source,
    ImmutableArray<AlertMatch> Matches,
    ImmutableArray<string>? GroupBy,
    TimeSpan For,
    TimeSpan? OnceWithin,
    CountRule? Count,
    CorrelationRule? Correlation,
    bool NeedsTarget,
    bool TakesSelfInflicted,
    bool TakesMass,
    int MaxPerHour,
    DateTimeOffset Since)
{
    /// <summary>How far back what happened still counts.</summary>
    public TimeSpan LookBack => new[] { For, OnceWithin ?? default, Count?.Within ?? default, Correlation?.Within ?? default }.Max();

    /// <returns>Why the rule is not about the alert; null where it is.</returns>
    public string? Mismatch(SeenAlert alert)
    {
        if (Source is { } source && source != alert.Source) return $"It comes from {alert.Source}, and the rule is about {source}.";
        return Matches.Any(match => match.Mismatch(alert) is null) ? null : Matches[0].Mismatch(alert);
    }

    /// <summary>Which of the matches it is; null where it is none.</summary>
    public int? IndexOf(SeenAlert alert)
    {
        if (Source is { } source && source != alert.Source) return null;
        for (var index = 0; index < Matches.Length; index++)
            if (Matches[index].Mismatch(alert) is null) return index;
        return null;
    }

    public string GroupOf(SeenAlert alert) => GroupBy is { } labels
        ? string.Join('\n', labels.Select(label => $"{label}\0{alert.Labels.GetValueOrDefault(label)}"))
        : Correlation is not null ? "" : $"{alert.Source}\n{alert.Fingerprint}";
}

/// <summary>Fires only at so many within a time.</summary>
internal sealed record CountRule(int Count, TimeSpan Within);

/// <summary>Fires by which of several alerts came within a time.</summary>
internal sealed record CorrelationRule(CorrelationMode Mode, TimeSpan Within);

/// <summary>Which of the correlated alerts must come.</summary>
public enum CorrelationMode
{
    /// <summary>All of them within the time.</summary>
    All,

    /// <summary>Any; the others within the time belong to it.</summary>
    Any,

    /// <summary>One or more, but not all of them, once the time is over.</summary>
    NotAll,
}
