using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Runbooks.Server.Alerts.Dialects;

/// <summary>One of the <c>alerts</c> of Alertmanager, whose form Grafana took over. What the group says at the top (<c>status</c>) is about the
/// group, in which there may be both kinds, so it is left aside.</summary>
internal static class PrometheusEntry
{
    public static Reading ReadAll(ReadOnlyMemory<byte> bytes, Func<JsonElement, Alert> read)
    {
        var body = Payload.ParseObject(bytes);
        if (body.Member("alerts") is not { ValueKind: JsonValueKind.Array } alerts) throw new UnreadableBodyException("There is no list 'alerts' in the body.");
        var truncated = body.Member("truncatedAlerts") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var count) ? Math.Max(count, 0) : 0;
        return Payload.Each([.. alerts.EnumerateArray()], read, truncated);
    }

    public static Alert Read(JsonElement entry)
    {
        var labels = entry.Labels("labels");
        var annotations = entry.Labels("annotations");
        var status = Status(entry.Required("status"));
        var startsAt = entry.Time("startsAt") ?? throw new UnreadableBodyException("'startsAt' is missing.");
        return new Alert(
            Payload.Fingerprint(entry.Text("fingerprint") ?? FingerprintOf(labels)), Payload.Name(labels.GetValueOrDefault("alertname") ?? "alert"), status)
        {
            Severity = labels.GetValueOrDefault("severity")?.ToLowerInvariant(),
            Labels = labels,
            Annotations = annotations,
            Value = annotations.GetValueOrDefault("value"),
            StartsAt = startsAt,
            // Of what still fires it is a guess about the future.
            EndsAt = status == AlertStatus.Resolved ? entry.Time("endsAt") : null,
            Link = Payload.Link(entry.Text("generatorURL")),
            Episode = Payload.Episode(startsAt),
        };
    }

    public static AlertStatus Status(string text) => text.ToLowerInvariant() switch
    {
        "firing" => AlertStatus.Firing,
        "resolved" => AlertStatus.Resolved,
        _ => throw new UnreadableBodyException($"'{text}' is not a status; there are firing and resolved."),
    };

    private static string FingerprintOf(ImmutableSortedDictionary<string, string> labels)
    {
        if (labels.Count == 0) throw new UnreadableBodyException("It has neither a fingerprint nor labels to tell it from others.");
        var text = string.Join('\n', labels.Select(label => $"{label.Key}\0{label.Value}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
