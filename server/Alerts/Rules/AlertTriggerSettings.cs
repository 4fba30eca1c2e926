using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Runbooks.Server.Alerts.Rules;

/// <summary>The members of a trigger of type <c>alert</c>.</summary>
public sealed record AlertTriggerSettings
{
    /// <summary>The name of an alert source, or one to make: <c>{ name, dialect, authentication }</c>. Alerts of any source unless given.</summary>
    public JsonElement? Source { get; init; }

    /// <summary>Which alerts it is about; all unless given.</summary>
    public AlertMatchSettings? Match { get; init; }

    /// <summary>The labels whose values tell groups apart: alerts of a group that go on together fire once. Each alert fires by itself unless
    /// given.</summary>
    [MaxLength(10)]
    public IReadOnlyList<string>? GroupBy { get; init; }

    /// <summary>How long an alert must go on before it is acted on.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00", ErrorMessage = "must be at most 7 d")]
    public TimeSpan? For { get; init; }

    /// <summary>At most one firing of each group within that time.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00", ErrorMessage = "must be at most 30 d")]
    public TimeSpan? OnceWithin { get; init; }

    /// <summary>Fires only at so many alerts of a group within a time.</summary>
    public CountWithinSettings? CountWithin { get; init; }

    /// <summary>Fires by which of several alerts come within a time.</summary>
    public CorrelateSettings? Correlate { get; init; }

    /// <summary>What the run is told when the alert ends.</summary>
    public OnResolved OnResolved { get; init; }

    /// <summary>What becomes of alerts that automation itself causes.</summary>
    public SelfInflictedRule SelfInflicted { get; init; }

    /// <summary>Whether the machine that an alert is about must be found.</summary>
    public TargetRule Target { get; init; }

    /// <summary>What happens when a large part of a cluster alerts together.</summary>
    public MassRule Mass { get; init; }

    /// <summary>So often it fires in an hour at most; what is beyond is told with the alert.</summary>
    [Range(1, 100_000)]
    public int MaxPerHour { get; init; } = 100;
}

/// <summary>All that is given must fit; <c>*</c> in a text stands for anything, <c>!</c> before it for anything else.</summary>
public sealed record AlertMatchSettings
{
    /// <summary>One severity, or a list of which any fits.</summary>
    public JsonElement? Severity { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>What the alert is called.</summary>
    public string? Name { get; init; }
}

public sealed record CountWithinSettings([Range(2, 10_000)] int Count, TimeSpan Within);

/// <param name="Of">The alerts, two or more.</param>
public sealed record CorrelateSettings(CorrelationMode Mode, IReadOnlyList<AlertMatchSettings> Of, TimeSpan Within);

public enum OnResolved
{
    Ignore,

    /// <summary>Sends the run the signal <c>alert-resolved</c>.</summary>
    Signal,

    /// <summary>Cancels the run.</summary>
    Cancel,
}

public enum SelfInflictedRule
{
    /// <summary>They are marked, and start nothing.</summary>
    Skip,

    /// <summary>They are marked, and count as any other.</summary>
    Start,
}

public enum TargetRule
{
    /// <summary>It must where the inputs use it.</summary>
    Auto,

    Required,

    Optional,
}

public enum MassRule
{
    /// <summary>What fires waits for a person.</summary>
    Recommend,

    /// <summary>It is acted on all the same.</summary>
    Start,
}
