using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Runbooks.Server.Alerts.Dialects;

/// <summary>Alarms of CloudWatch that come through an SNS topic: the alarm is JSON in a text of the message. An alarm is known by its name,
/// account and region. Whether the message is Amazon's, and confirming the subscription, is the matter of the hook.</summary>
internal sealed partial class SnsDialect : IAlertDialect
{
    public string Name => "sns";

    public string MediaTypes => "text/plain, as Amazon SNS sends it";

    public bool Takes(string? mediaType) => mediaType is "text/plain" || Payload.IsJson(mediaType);

    public Reading Read(HookBody body, DialectSettings settings)
    {
        var message = Payload.ParseObject(body.Bytes);
        if (message.Required("Type") != "Notification") return new Reading([], []);
        if (message.Member("Message") is not { ValueKind: JsonValueKind.String } text) throw new UnreadableBodyException("'Message' is missing.");
        var alarm = Payload.ParseObject(Encoding.UTF8.GetBytes(Payload.Scalar(text)!));
        var name = alarm.Required("AlarmName");
        var state = alarm.Required("NewStateValue");
        // Too little is known to say that it began or ended.
        if (state == "INSUFFICIENT_DATA") return new Reading([], []);
        var status = state switch
        {
            "ALARM" => AlertStatus.Firing,
            "OK" => AlertStatus.Resolved,
            _ => throw new UnreadableBodyException($"'{state}' is not a state of an alarm."),
        };
        return Reading.Of(Alarm(alarm, name, status));
    }

    private static Alert Alarm(JsonElement alarm, string name, AlertStatus status)
    {
        var at = alarm.Text("StateChangeTime") is { } time ? Payload.ParseTime(Offset().Replace(time, "$1:$2")) : null;
        return new Alert(Payload.Fingerprint($"{name}|{alarm.Text("AWSAccountId")}|{alarm.Text("Region")}"), Payload.Name(name), status)
        {
            Labels = Labels(alarm),
            Annotations = Payload.Bounded("annotations", Texts(alarm, ("AlarmDescription", "description"), ("NewStateReason", "reason"))),
            StartsAt = status == AlertStatus.Firing ? at : null,
            EndsAt = status == AlertStatus.Resolved ? at : null,
        };
    }

    private static ImmutableSortedDictionary<string, string> Labels(JsonElement alarm)
    {
        var trigger = alarm.Member("Trigger") ?? default;
        var dimensions = trigger.Member("Dimensions") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToList() : [];
        return Payload.Bounded(
            "labels",
            dimensions
                .Select(dimension => KeyValuePair.Create(dimension.Text("name") ?? "", dimension.Text("value") ?? ""))
                .Where(dimension => dimension.Key.Length > 0)
                .Concat(Texts(alarm, ("AWSAccountId", "account"), ("Region", "region"), ("AlarmArn", "arn")))
                .Concat(Texts(trigger, ("MetricName", "metric"), ("Namespace", "namespace"))));
    }

    private static IEnumerable<KeyValuePair<string, string>> Texts(JsonElement from, params (string Member, string Name)[] names) =>
        names.Select(pair => KeyValuePair.Create(pair.Name, from.Text(pair.Member) ?? "")).Where(member => member.Value.Length > 0);

    /// <summary>CloudWatch writes +0000 where RFC 3339 has +00:00.</summary>
    [GeneratedRegex(@"([+-]\d{2})(\d{2})$")]
    private static partial Regex Offset();
}
