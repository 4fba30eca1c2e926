using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Server.Alerts.Dialects;

/// <summary>Any JSON, by a mapping of the source: for each member of an alert an expression over <c>payload</c>, the body, and <c>item</c>, one of
/// what <c>items</c> gives (without it, the body is the only one).</summary>
internal sealed class GenericDialect : IAlertDialect
{
    public string Name => "generic";

    public Reading Read(HookBody body, DialectSettings settings)
    {
        var payload = Payload.Parse(body.Bytes);
        var mapping = settings.Mapping ?? throw new UnreadableBodyException("The source has no mapping.");
        var items = mapping.Member("items") is { } list ? Evaluate(list, payload, payload, body.ReceivedAt) : payload;
        if (mapping.Member("items") is not null && items.ValueKind != JsonValueKind.Array) throw new UnreadableBodyException("The mapping's 'items' does not give a list.");
        IReadOnlyCollection<JsonElement> entries = mapping.Member("items") is null ? [payload] : [.. items.EnumerateArray()];
        return Payload.Each(entries, entry => ReadOne(mapping, payload, entry, body.ReceivedAt));
    }

    private static Alert ReadOne(JsonElement mapping, JsonElement payload, JsonElement entry, DateTimeOffset now)
    {
        var members = mapping.EnumerateObject()
            .Where(member => member.Name != "items")
            .Select(member => (member.Name, Value: Evaluate(member.Value, payload, entry, now)))
            .Where(member => member.Value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            .ToDictionary(member => member.Name, member => member.Value);
        var mapped = JsonSerializer.SerializeToElement(members);
        var startsAt = mapped.Time("startsAt");
        var labels = mapped.Labels("labels");
        var name = mapped.Required("name");
        return new Alert(
            Payload.Fingerprint(mapped.Text("fingerprint") ?? FingerprintOf(name, labels)), Payload.Name(name), Status(mapped))
        {
            Severity = mapped.Text("severity")?.ToLowerInvariant(),
            Labels = labels,
            Annotations = mapped.Labels("annotations"),
            Value = mapped.Text("value"),
            StartsAt = startsAt,
            EndsAt = mapped.Time("endsAt"),
            Link = Payload.Link(mapped.Text("link")),
            Episode = startsAt is { } start ? Payload.Episode(start) : null,
        };
    }

    private static AlertStatus Status(JsonElement mapped) =>
        mapped.Text("status") is { } status ? PrometheusEntry.Status(status) : AlertStatus.Firing;

    private static string FingerprintOf(string name, ImmutableSortedDictionary<string, string> labels)
    {
        var text = new StringBuilder(name);
        foreach (var (key, value) in labels) text.Append('\n').Append(key).Append('\0').Append(value);
        return text.ToString();
    }

    private static JsonElement Evaluate(JsonElement expression, JsonElement payload, JsonElement item, DateTimeOffset now)
    {
        try
        {
            return Template.Evaluate(expression, MappingScope.Of(payload, item, now));
        }
        catch (ExpressionException error)
        {
            throw new UnreadableBodyException($"The mapping failed{(error.Path.Length > 0 ? $" at {error.Path}" : "")}: {error.Message}");
        }
    }
}
