using System.Globalization;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Server.Alerts.Listing;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Alerts.Targets;

namespace Runbooks.Server.Alerts.Rules;

/// <summary>What the inputs of a rule can read: <c>alert</c> and <c>target</c>.</summary>
internal static class AlertScope
{
    public static readonly string[] Names = ["trigger", "alert", "target"];

    /// <param name="others">Alerts that fired together with it.</param>
    public static Dictionary<string, JsonElement> Of(AlertEntity alert, Finding? finding, IEnumerable<AlertEntity> others) => new()
    {
        ["alert"] = JsonSerializer.SerializeToElement(new InScope(One(alert), [.. others.Select(One)]).Merged(), ActivityJson.Options),
        ["target"] = finding?.Target is { } target ? JsonSerializer.SerializeToElement(target, ActivityJson.Options) : JsonElement.Parse("null"),
    };

    private static Dictionary<string, object?> One(AlertEntity alert) => new()
    {
        ["id"] = alert.Id,
        ["source"] = alert.Source,
        ["fingerprint"] = alert.Fingerprint,
        ["name"] = alert.Name,
        ["severity"] = alert.Severity,
        ["status"] = alert.Status,
        ["labels"] = AlertView.Texts(alert.Labels),
        ["annotations"] = AlertView.Texts(alert.Annotations),
        ["value"] = Number(alert.Value),
        ["startsAt"] = alert.StartsAt,
        ["link"] = alert.Link,
    };

    /// <summary>A number, where it is one.</summary>
    private static object? Number(string? value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : value;

    private sealed record InScope(Dictionary<string, object?> Head, IReadOnlyList<Dictionary<string, object?>> All)
    {
        public Dictionary<string, object?> Merged() => new(Head) { ["alerts"] = All };
    }
}
