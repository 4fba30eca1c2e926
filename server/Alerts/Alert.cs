using System.Collections.Immutable;

namespace Runbooks.Server.Alerts;

public enum AlertStatus
{
    Firing,
    Resolved,
}

/// <summary>An alert as every dialect is read into it; the source is added where it is stored.</summary>
/// <param name="Fingerprint">What the source knows the alert by, the same in each delivery about it.</param>
/// <param name="Name">What the rule of the monitoring tool is called.</param>
public sealed record Alert(string Fingerprint, string Name, AlertStatus Status)
{
    /// <summary>The source's own word, in small letters: <c>critical</c>, <c>warning</c>, <c>disaster</c>; null where it gives none.</summary>
    public string? Severity { get; init; }

    public ImmutableSortedDictionary<string, string> Labels { get; init; } = NoLabels;

    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = NoLabels;

    /// <summary>What was measured, as the source writes it.</summary>
    public string? Value { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Where the source shows it: http or https.</summary>
    public string? Link { get; init; }

    /// <summary>Which time it fires. Two deliveries with the same fingerprint and episode are about the same firing. Null: the source has no
    /// word for it, so that it is the episode that is open, or else a new one.</summary>
    public string? Episode { get; init; }

    public static ImmutableSortedDictionary<string, string> NoLabels { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
