using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Alerts.Targets;
using Runbooks.Server.Triggers;

namespace Runbooks.Server.Alerts.Listing;

/// <summary>An alert as lists show it.</summary>
/// <param name="Status">firing or resolved.</param>
/// <param name="ReceivedAt">When the first delivery about it was committed.</param>
/// <param name="Repeats">Deliveries that said nothing new.</param>
/// <param name="Finding">What it is about; null until it was looked at, which takes a moment.</param>
/// <param name="Outcomes">What rules made of it, and why.</param>
internal sealed record AlertView(
    long Id,
    string Source,
    string Fingerprint,
    string Name,
    string? Severity,
    string Status,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations,
    string? Value,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    string? Link,
    DateTimeOffset ReceivedAt,
    DateTimeOffset UpdatedAt,
    long Repeats,
    Finding? Finding,
    IReadOnlyList<AlertOutcome> Outcomes)
{
    public static AlertView Of(AlertEntity alert, IEnumerable<AlertOutcome> outcomes) => new(
        alert.Id, alert.Source, alert.Fingerprint, alert.Name, alert.Severity, alert.Status, Texts(alert.Labels), Texts(alert.Annotations), alert.Value,
        alert.StartsAt, alert.EndsAt, alert.Link, alert.ReceivedAt, alert.UpdatedAt, alert.Repeats, Finding.Read(alert.Finding),
        [.. outcomes]);

    public static Dictionary<string, string> Texts(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json, ActivityJson.Options)!;
}

/// <param name="Trigger">The id of the rule.</param>
/// <param name="TriggerName">Null: the rule is not there any more.</param>
/// <param name="Kind">A word for programs.</param>
/// <param name="Message">What happened, or why nothing did.</param>
/// <param name="Firing">The firing that it led to, where it did.</param>
internal sealed record AlertOutcome(string Trigger, string? TriggerName, string Kind, string Message, AlertFiring? Firing, DateTimeOffset At)
{
    public static AlertOutcome Of(AlertOutcomeEntity outcome, string? triggerName, AlertFiring? firing) =>
        new(outcome.Trigger, triggerName, outcome.Kind, outcome.Message, firing, outcome.At);
}

/// <param name="Episode">How it went on, from its beginning.</param>
/// <param name="Firings">What became of the firings that it led to.</param>
/// <param name="OtherRules">The rules that it did not concern, and why.</param>
internal sealed record AlertDetail(
    AlertView Alert, IReadOnlyList<EpisodeChange> Episode, IReadOnlyList<FiringAnswer> Firings, IReadOnlyList<UnconcernedRule> OtherRules);

/// <param name="Trigger">The id of the rule.</param>
internal sealed record UnconcernedRule(string Trigger, string Name, string Why);

internal sealed record EpisodeChange(DateTimeOffset At, string Status, string? Severity);
