using System.Collections.Immutable;
using System.Text.Json;

namespace Runbooks.Server.Alerts.Dialects;

/// <summary>CloudEvents 1.0 in its three modes: binary (the attributes are headers), structured, and batched. An event is known by its source
/// and id. Data that has the members of an alert (fingerprint, name, status, severity, labels …) is read as one; of other data, whether
/// the last word of the type is one for an end (<c>resolved</c>) decides.</summary>
internal sealed class CloudEventsDialect : IAlertDialect
{
    private const string Structured = "application/cloudevents+json";
    private const string Batched = "application/cloudevents-batch+json";
    private const string HeaderPrefix = "ce-";

    private static readonly string[] Ends = ["resolved", "recovered", "cleared", "closed", "ended", "ok"];
    private static readonly string[] NoLabels = ["data", "data_base64", "specversion", "id", "time", "datacontenttype", "dataschema"];

    public string Name => "cloudevents";

    public string MediaTypes => $"{Structured}, {Batched}, or application/json with ce- headers";

    public Reading Read(HookBody body, DialectSettings settings)
    {
        var entries = body.MediaType switch
        {
            Batched => Payload.Parse(body.Bytes) is { ValueKind: JsonValueKind.Array } batch ? batch.EnumerateArray().ToList() : throw new UnreadableBodyException("A batch of events is a JSON list."),
            Structured => [Payload.ParseObject(body.Bytes)],
            _ => [FromHeaders(body)],
        };
        return Payload.Each(entries, ReadOne);
    }

    private static JsonElement FromHeaders(HookBody body)
    {
        var attributes = body.Headers
            .Where(header => header.Key.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key[HeaderPrefix.Length..].ToLowerInvariant(), object? (header) => Uri.UnescapeDataString(header.Value));
        if (attributes.Count == 0) throw new UnreadableBodyException("There are no ce- headers; send them, or the event as application/cloudevents+json.");
        attributes["data"] = body.Bytes.IsEmpty ? null : Payload.Parse(body.Bytes);
        return JsonSerializer.SerializeToElement(attributes);
    }

    private static Alert ReadOne(JsonElement entry)
    {
        if (entry.Required("specversion") != "1.0") throw new UnreadableBodyException("'specversion' is not 1.0.");
        var (source, id, type) = (entry.Required("source"), entry.Required("id"), entry.Required("type"));
        var data = Data(entry);
        var status = data.Text("status") is { } word ? PrometheusEntry.Status(word) : EndsWith(type) ? AlertStatus.Resolved : AlertStatus.Firing;
        var startsAt = data.Time("startsAt");
        var time = entry.Time("time");
        var fingerprint = data.Text("fingerprint");
        return new Alert(Payload.Fingerprint(fingerprint ?? $"{source}|{id}"), Payload.Name(data.Text("name") ?? type), status)
        {
            Severity = data.Text("severity")?.ToLowerInvariant(),
            Labels = Labels(entry, data),
            Annotations = data.Labels("annotations"),
            Value = data.Text("value"),
            StartsAt = startsAt ?? (status == AlertStatus.Firing ? time : null),
            EndsAt = status == AlertStatus.Resolved ? data.Time("endsAt") ?? time : null,
            Link = Payload.Link(data.Text("link")),
            Episode = fingerprint is null ? "" : startsAt is { } start ? Payload.Episode(start) : null,
        };
    }

    private static bool EndsWith(string type) => Ends.Contains(type[(type.LastIndexOf('.') + 1)..].ToLowerInvariant());

    private static JsonElement Data(JsonElement entry)
    {
        if (entry.Member("data") is { ValueKind: JsonValueKind.Object } data) return data;
        if (entry.Member("data_base64") is not { } encoded || Payload.Scalar(encoded) is not { } text) return default;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? Payload.ParseObject(bytes.AsMemory(0, length))
            : throw new UnreadableBodyException("'data_base64' is not base64.");
    }

    /// <summary>Those that the data names, and the attributes, of which these are the labels of an event.</summary>
    private static ImmutableSortedDictionary<string, string> Labels(JsonElement entry, JsonElement data) => Payload.Bounded(
        "labels",
        entry.EnumerateObject()
            .Where(attribute => !NoLabels.Contains(attribute.Name) && Payload.Scalar(attribute.Value) is { Length: > 0 })
            .Select(attribute => KeyValuePair.Create(attribute.Name, Payload.Scalar(attribute.Value)!))
            .Concat(data.Labels("labels")));
}
