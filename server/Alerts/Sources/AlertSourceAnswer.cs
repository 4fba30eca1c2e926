using System.Text.Json;
using Runbooks.Server.Alerts.Storage;

namespace Runbooks.Server.Alerts.Sources;

/// <param name="Path">Where it sends to.</param>
/// <param name="SecretNames">Which secrets are set.</param>
internal sealed record AlertSourceAnswer(
    string Name,
    string Path,
    string Dialect,
    AuthenticationSettings Authentication,
    IReadOnlyList<string> SecretNames,
    string TimeZone,
    JsonElement? Mapping,
    AlertSourceStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static AlertSourceAnswer Of(AlertSource source, AlertSourceStatusEntity? status, PendingRefusals? pending) => new(
        source.Name,
        $"/hooks/{source.Name}",
        source.Dialect.Name,
        source.Authentication,
        source.Secret is not null && AuthenticationSecret.NameFor(source.Authentication.Type) is { } secret ? [secret] : [],
        source.Settings.TimeZone.Id,
        source.Settings.Mapping,
        AlertSourceStatus.Of(status, pending),
        source.CreatedAt,
        source.UpdatedAt);
}

/// <summary>What came from a source.</summary>
/// <param name="Accepted">Alerts that said something new.</param>
/// <param name="Duplicates">Alerts that were known.</param>
/// <param name="Truncated">Alerts that the sender left out, as it says itself: raise its limit.</param>
/// <param name="Refused">Requests that were turned away.</param>
/// <param name="LastRefusal">The code of the last one.</param>
internal sealed record AlertSourceStatus(
    DateTimeOffset? LastAlertAt, long Accepted, long Duplicates, long Truncated, long Refused, DateTimeOffset? LastRefusedAt, string? LastRefusal)
{
    public static AlertSourceStatus Of(AlertSourceStatusEntity? status, PendingRefusals? pending) => new(
        status?.LastAlertAt,
        status?.Accepted ?? 0,
        status?.Duplicates ?? 0,
        status?.Truncated ?? 0,
        (status?.Refused ?? 0) + (pending?.Count ?? 0),
        pending?.LastAt ?? status?.LastRefusedAt,
        pending?.Code ?? status?.LastRefusal);
}
