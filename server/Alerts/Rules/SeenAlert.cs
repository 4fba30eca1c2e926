using System.Collections.Immutable;
using Runbooks.Server.Alerts.Listing;
using Runbooks.Server.Alerts.Storage;

namespace Runbooks.Server.Alerts.Rules;

/// <summary>A change of an alert as rules see it.</summary>
/// <param name="Id">Of the episode.</param>
/// <param name="Status">From this change on.</param>
/// <param name="At">When this server committed the change.</param>
/// <param name="HasTarget">The one machine that it is about was found.</param>
/// <param name="TargetNote">How, or why not.</param>
/// <param name="CausedBy">The run that it is put down to.</param>
internal sealed record SeenAlert(
    long Id,
    string Source,
    string Fingerprint,
    string Name,
    string? Severity,
    ImmutableSortedDictionary<string, string> Labels,
    AlertStatus Status,
    DateTimeOffset At,
    bool HasTarget,
    string TargetNote,
    string? CausedBy = null,
    string? CausedByNote = null)
{
    /// <summary>The alert as it is now, whatever it is about.</summary>
    public static SeenAlert Of(AlertEntity alert) => new(
        alert.Id, alert.Source, alert.Fingerprint, alert.Name, alert.Severity, AlertView.Texts(alert.Labels).ToImmutableSortedDictionary(StringComparer.Ordinal),
        AlertStatus.Firing, alert.ReceivedAt, HasTarget: true, "");
}
