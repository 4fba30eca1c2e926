using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Activities;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Http;

namespace Runbooks.Server.Alerts.Listing;

/// <param name="Status">firing or resolved.</param>
/// <param name="Severity">One, or several with commas between.</param>
/// <param name="Label">A label and its value: <c>team=ops</c>.</param>
/// <param name="Target">The id of the VM or host that it is about.</param>
/// <param name="Q">A part of its name, its source or its target's name, or of a label or annotation.</param>
/// <param name="Since">Those that fire still, or came at this time or later.</param>
/// <param name="Led">run, none or hand: what they led to.</param>
internal sealed record AlertQuery(
    string? Source, string? Status, string? Severity, string? Name, string? Label, string? Target, string? Q, DateTimeOffset? Since, string? Led, string? Cursor, int? Limit);

internal static class AlertFilter
{
    public static IQueryable<AlertEntity> Apply(IQueryable<AlertEntity> alerts, AlertQuery query)
    {
        if (query.Source is { } source) alerts = alerts.Where(alert => alert.Source == source);
        if (query.Status is { } status) alerts = alerts.Where(alert => alert.Status == Checked(status));
        if (query.Severity?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } severities)
            alerts = alerts.Where(alert => severities.Contains(alert.Severity));
        if (query.Name is { } name) alerts = alerts.Where(alert => alert.Name == name);
        if (query.Target is { } target) alerts = alerts.Where(alert => alert.Target == target);
        if (query.Since is { } since) alerts = alerts.Where(alert => alert.Status == "firing" || alert.ReceivedAt >= since);
        if (query.Label is { } label) alerts = WithLabel(alerts, label);
        if (query.Q is { Length: > 0 } q)
        {
            // Labels, annotations and findings are JSON, in which some characters are written otherwise.
            var (part, written) = ($"%{Escaped(q)}%", $"%{Escaped(JsonSerializer.Serialize(q, ActivityJson.Options)[1..^1])}%");
            var machine = $"%\"name\":\"{written}\"connection\":%";
            alerts = alerts.Where(alert =>
                EF.Functions.Like(alert.Name, part, "\\") || EF.Functions.Like(alert.Source, part, "\\") || EF.Functions.Like(alert.Labels, written, "\\")
                || EF.Functions.Like(alert.Annotations, written, "\\") || EF.Functions.Like(alert.Finding, machine, "\\"));
        }

        return alerts;
    }

    /// <summary>Labels are stored as compact JSON, in which a label is written in one way only.</summary>
    private static IQueryable<AlertEntity> WithLabel(IQueryable<AlertEntity> alerts, string label)
    {
        if (label.Split('=', 2) is not [{ Length: > 0 } key, var value])
            throw new RequestException(Problems.InQuery("label", "A label is asked for with its value: team=ops."));
        var written = $"{JsonSerializer.Serialize(key, ActivityJson.Options)}:{JsonSerializer.Serialize(value, ActivityJson.Options)}";
        return alerts.Where(alert => alert.Labels.Contains(written));
    }

    private static string Checked(string status) =>
        status is "firing" or "resolved" ? status : throw new RequestException(Problems.InQuery("status", "status is firing or resolved."));

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
