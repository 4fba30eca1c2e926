using System.ComponentModel.DataAnnotations;
using Runbooks.Activities.Selectors;
using Runbooks.Server.FleetRules.Deciding;

namespace Runbooks.Server.FleetRules.Rules;

/// <summary>A rule over what the server itself sees and measures.</summary>
internal sealed record FleetRuleSettings
{
    /// <summary>Whether the rule is about hosts, VMs or storages.</summary>
    public required SelectorSubject On { get; init; }

    /// <summary>Which of them, e.g. <c>cluster == 'blue'</c>; all unless given.</summary>
    public string? Where { get; init; }

    /// <summary>What must hold, e.g. <c>cpu.avg('5m') &gt; 0.8</c>. What is not known does not hold.</summary>
    [MinLength(1)]
    public required string Condition { get; init; }

    /// <summary>For how long it must hold before the rule fires; at once unless given.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00", ErrorMessage = "must be between 0 and 7 d")]
    public TimeSpan For { get; init; }

    /// <summary>When it is over, e.g. <c>cpu.avg('5m') &lt; 0.7</c>; when the condition does not hold any more unless given. In between nothing changes.</summary>
    public string? Clear { get; init; }

    /// <summary>Whether each object fires for itself, any of them for all that hold, or all of them together.</summary>
    public Matching Match { get; init; }

    /// <summary>What comes and goes too often is held.</summary>
    public FlappingSettings Flapping { get; init; } = new();

    /// <summary>What becomes of an object that a run holds or changed just now: it is held until the run has let go of it, or fires as any other.</summary>
    public WhenSelfInflicted SelfInflicted { get; init; }
}

internal sealed record FlappingSettings
{
    /// <summary>So often an object may fire within the time; then it is held.</summary>
    [Range(1, 100)]
    public int Most { get; init; } = RuleTiming.DefaultMostStarts;

    /// <summary>Within which time.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ErrorMessage = "must be between 1 min and 7 d")]
    public TimeSpan Within { get; init; } = RuleTiming.DefaultFlappingWithin;
}

internal enum WhenSelfInflicted
{
    Hold,
    Fire,
}
