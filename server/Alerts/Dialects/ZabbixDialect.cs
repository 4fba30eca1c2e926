using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Runbooks.Server.Alerts.Dialects;

/// <summary>What the media type in <c>server/Alerts/Zabbix</c> sends. The event's id is the fingerprint and the episode: a problem has one, and
/// its recovery comes with the same. Macros that Zabbix does not know at that moment arrive as they are written, and count as nothing.</summary>
internal sealed class ZabbixDialect : IAlertDialect
{
    private static readonly string[] Severities = ["not-classified", "information", "warning", "average", "high", "disaster"];

    private static readonly string[] LabelMembers = ["host", "hostid", "host_ip", "host_dns", "host_name", "trigger_id", "item_key"];

    public string Name => "zabbix";

    public Reading Read(HookBody body, DialectSettings settings)
    {
        var sent = Payload.ParseObject(body.Bytes);
        var status = Known(sent, "event_value") switch
        {
            "1" => AlertStatus.Firing,
            "0" => AlertStatus.Resolved,
            _ => throw new UnreadableBodyException("'event_value' is neither 1 (problem) nor 0 (recovery)."),
        };
        var id = Known(sent, "event_id") ?? throw new UnreadableBodyException("'event_id' is missing.");
        return Reading.Of(new Alert(Payload.Fingerprint(id), Payload.Name(Known(sent, "event_name") ?? "Zabbix problem"), status)
        {
            Severity = Severity(sent),
            Labels = Labels(sent),
            Annotations = Payload.Bounded("annotations", Texts(sent, "alert_subject", "alert_message", "opdata")),
            Value = Known(sent, "item_value"),
            StartsAt = Time(sent, "event_date", "event_time", settings.TimeZone),
            EndsAt = status == AlertStatus.Resolved ? Time(sent, "recovery_date", "recovery_time", settings.TimeZone) : null,
            Link = Payload.Link(Known(sent, "link")),
            Episode = "",
        });
    }

    private static string? Severity(JsonElement sent) =>
        int.TryParse(Known(sent, "nseverity"), CultureInfo.InvariantCulture, out var number) && number >= 0 && number < Severities.Length
            ? Severities[number]
            : Known(sent, "severity")?.ToLowerInvariant();

    private static ImmutableSortedDictionary<string, string> Labels(JsonElement sent) =>
        Payload.Bounded("labels", Tags(sent).Concat(Texts(sent, LabelMembers)));

    private static IEnumerable<KeyValuePair<string, string>> Texts(JsonElement sent, params string[] names) =>
        names.Select(name => KeyValuePair.Create(name, Known(sent, name) ?? "")).Where(member => member.Value.Length > 0);

    /// <summary>A list, or the text of one, which is what the macro gives.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Tags(JsonElement sent)
    {
        var tags = sent.Member("event_tags");
        if (tags is { ValueKind: JsonValueKind.String })
            tags = Payload.Scalar(tags.Value) is { } text && text.StartsWith('[') ? Payload.Parse(Encoding.UTF8.GetBytes(text)) : null;
        if (tags is not { ValueKind: JsonValueKind.Array } list) return [];
        return list.EnumerateArray()
            .Select(tag => KeyValuePair.Create(tag.Text("tag") ?? "", tag.Text("value") ?? ""))
            .Where(tag => tag.Key.Length > 0);
    }

    private static DateTimeOffset? Time(JsonElement sent, string date, string time, TimeZoneInfo zone)
    {
        var text = $"{Known(sent, date)} {Known(sent, time)}";
        if (!DateTime.TryParseExact(text, "yyyy.MM.dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        // An hour that the clocks skip is on no clock: it is taken as the hour after.
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static string? Known(JsonElement sent, string name) =>
        sent.Text(name) is { } text && !(text.StartsWith('{') && text.EndsWith('}')) && text is not "*UNKNOWN*" ? text : null;
}
