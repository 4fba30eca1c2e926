using System.Collections.Immutable;
using System.Text.Json;

namespace Runbooks.Server.Alerts.Dialects;

/// <summary>Datadog's webhook. Its body is a template of the user; this reads the one that <c>alert-dialects.md</c> gives. The cycle key is
/// the same from the alert's beginning to its end, and another the next time. Variables that Datadog does not know stay as written.</summary>
internal sealed class DatadogDialect : IAlertDialect
{
    private static readonly string[] Fires = ["triggered", "re-triggered", "no data", "re-no data", "warn", "re-warn", "renotify", "renotified"];

    public string Name => "datadog";

    public Reading Read(HookBody body, DialectSettings settings)
    {
        var sent = Payload.ParseObject(body.Bytes);
        var cycle = Known(sent, "cycle") ?? throw new UnreadableBodyException("'cycle' is missing: send $ALERT_CYCLE_KEY in it.");
        var transition = Known(sent, "transition") ?? throw new UnreadableBodyException("'transition' is missing: send $ALERT_TRANSITION in it.");
        var status = Status(transition);
        var at = Payload.ParseUnixTime(Known(sent, "date"));
        return Reading.Of(new Alert(Payload.Fingerprint(cycle), Payload.Name(Known(sent, "title") ?? "Datadog alert"), status)
        {
            Severity = (Known(sent, "priority") ?? Known(sent, "type"))?.ToLowerInvariant(),
            Labels = Labels(sent),
            Annotations = Payload.Bounded("annotations", Texts(sent, "message", "query", "transition")),
            Value = Known(sent, "value"),
            StartsAt = status == AlertStatus.Firing ? at : null,
            EndsAt = status == AlertStatus.Resolved ? at : null,
            Link = Payload.Link(Known(sent, "link")),
            Episode = "",
        });
    }

    private static AlertStatus Status(string transition)
    {
        var word = transition.ToLowerInvariant();
        if (word.EndsWith("recovered", StringComparison.Ordinal)) return AlertStatus.Resolved;
        return Fires.Contains(word) ? AlertStatus.Firing : throw new UnreadableBodyException($"'{transition}' is not a transition that is known.");
    }

    private static ImmutableSortedDictionary<string, string> Labels(JsonElement sent)
    {
        var tags = (Known(sent, "tags") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(tag => tag.Split(':', 2) is [var key, var value] ? KeyValuePair.Create(key, value) : KeyValuePair.Create(tag, "true"))
            .Where(tag => tag.Key.Length > 0);
        return Payload.Bounded("labels", tags.Concat(Texts(sent, "host", "monitor", "scope")));
    }

    private static IEnumerable<KeyValuePair<string, string>> Texts(JsonElement sent, params string[] names) =>
        names.Select(name => KeyValuePair.Create(name, Known(sent, name) ?? "")).Where(member => member.Value.Length > 0);

    private static string? Known(JsonElement sent, string name) => sent.Text(name) is { } text && !text.StartsWith('$') ? text : null;
}
