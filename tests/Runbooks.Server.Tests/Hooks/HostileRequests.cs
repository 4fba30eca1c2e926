using System.Text;
using Runbooks.Server.Tests.Alerts;

namespace Runbooks.Server.Tests.Hooks;

/// <summary>Requests that must be refused, each with its status and code.</summary>
internal sealed record HostileRequest(string Name, string Source, int Status, string Code, byte[] Body, string? MediaType, (string Name, string Value)[] Headers)
{
    private const string Good = """{"alerts":[{"status":"firing","labels":{"a":"b"},"startsAt":"2026-05-04T08:00:00Z","fingerprint":"f"}]}""";
    private const string Json = "application/json";
    private const string Event = "application/cloudevents+json";
    private const string Signature = "X-Hub-Signature-256";
    private const string GrafanaSignature = "X-Grafana-Alerting-Signature";
    private const string GrafanaTime = "X-Grafana-Alerting-Timestamp";

    private static readonly (string Name, string Value) Bearer = ("Authorization", $"Bearer {HookServer.Token}");

    public static IEnumerable<HostileRequest> All(HookServer server) =>
        [.. Credentials(), .. Signatures(), .. Messages(server.Amazon), .. Sizes(), .. Bodies(), .. OtherBodies()];

    private static IEnumerable<HostileRequest> Credentials() =>
    [
        Refused("no such source", "nobody", 404, "alert-source.not-found", Good),
        Refused("a path for a source", "..%2F..%2Fapi", 404, "alert-source.not-found", Good),
        Refused("no token", "am", 401, "hook.no-credentials", Good),
        Refused("an empty token", "am", 401, "hook.no-credentials", Good, ("Authorization", "Bearer")),
        Refused("a wrong token", "am", 401, "hook.wrong-credentials", Good, ("Authorization", "Bearer nope")),
        Refused("the beginning of the token", "am", 401, "hook.wrong-credentials", Good, ("Authorization", $"Bearer {HookServer.Token[..^1]}")),
        Refused("more than the token", "am", 401, "hook.wrong-credentials", Good, ("Authorization", $"Bearer {HookServer.Token}x")),
        Refused("the token in capitals", "am", 401, "hook.wrong-credentials", Good, ("Authorization", $"Bearer {HookServer.Token.ToUpperInvariant()}")),
        Refused("an API key of an administrator", "am", 401, "hook.wrong-credentials", Good, ("Authorization", $"Bearer {RunningServer.BootstrapKey}")),
        Refused("basic for bearer", "am", 401, "hook.no-credentials", Good, ("Authorization", "Basic " + Base64($"am:{HookServer.Token}"))),
        Refused("two tokens", "am", 401, "hook.wrong-credentials", Good, ("Authorization", $"Bearer {HookServer.Token}, Bearer {HookServer.Token}")),
        Refused("bearer for basic", "basic", 401, "hook.no-credentials", Good, Bearer),
        Refused("another user", "basic", 401, "hook.wrong-credentials", Good, ("Authorization", "Basic " + Base64($"root:{HookServer.Token}"))),
        Refused("a wrong password", "basic", 401, "hook.wrong-credentials", Good, ("Authorization", "Basic " + Base64("am:nope"))),
        Refused("a password without a user", "basic", 401, "hook.wrong-credentials", Good, ("Authorization", "Basic " + Base64(HookServer.Token))),
        Refused("no base64", "basic", 401, "hook.wrong-credentials", Good, ("Authorization", "Basic %%%")),
        Refused("a proxy's header from elsewhere", "mtls", 403, "hook.untrusted-proxy", Good, ("X-Client-Subject", "CN=am")),
        Refused("no proxy at all", "mtls", 403, "hook.untrusted-proxy", Good),
    ];

    private static IEnumerable<HostileRequest> Signatures()
    {
        var (now, old, ahead) = (HookServer.TimeOf(default), HookServer.TimeOf(TimeSpan.FromMinutes(10)), HookServer.TimeOf(TimeSpan.FromMinutes(-10)));
        return
        [
            Refused("no signature", "github", 401, "hook.no-credentials", Good),
            Refused("a signature of another body", "github", 401, "hook.wrong-credentials", Good, (Signature, "sha256=" + HookServer.Sign(HookServer.Token, Good + " "))),
            Refused("a signature by another secret", "github", 401, "hook.wrong-credentials", Good, (Signature, "sha256=" + HookServer.Sign("other", Good))),
            Refused("a signature by no secret", "github", 401, "hook.wrong-credentials", Good, (Signature, "sha256=" + HookServer.Sign("", Good))),
            Refused("a signature that is cut", "github", 401, "hook.wrong-credentials", Good, (Signature, "sha256=" + HookServer.Sign(HookServer.Token, Good)[..62])),
            Refused("a signature that is no hex", "github", 401, "hook.wrong-credentials", Good, (Signature, "sha256=" + new string('z', 64))),
            Refused("another algorithm", "github", 401, "hook.wrong-credentials", Good, (Signature, "sha1=" + HookServer.Sign(HookServer.Token, Good)[..40])),
            Refused("the signature in another header", "github", 401, "hook.no-credentials", Good, (GrafanaSignature, HookServer.Sign(HookServer.Token, Good))),
            Refused("no time", "grafana", 401, "hook.no-credentials", Good, (GrafanaSignature, HookServer.Sign(HookServer.Token, Good))),
            Refused("a time that is not signed", "grafana", 401, "hook.wrong-credentials", Good, (GrafanaSignature, HookServer.Sign(HookServer.Token, Good)), (GrafanaTime, now)),
            Refused("an old signature with a new time", "grafana", 401, "hook.wrong-credentials", Good, (GrafanaSignature, HookServer.Sign(HookServer.Token, Good, old)), (GrafanaTime, now)),
            Refused("an old time", "grafana", 403, "hook.stale", Good, (GrafanaSignature, HookServer.Sign(HookServer.Token, Good, old)), (GrafanaTime, old)),
            Refused("a time to come", "grafana", 403, "hook.stale", Good, (GrafanaSignature, HookServer.Sign(HookServer.Token, Good, ahead)), (GrafanaTime, ahead)),
            Refused("a time that is none", "grafana", 403, "hook.stale", Good, (GrafanaSignature, HookServer.Sign(HookServer.Token, Good, "yesterday")), (GrafanaTime, "yesterday")),
            Refused("a time beyond all", "grafana", 403, "hook.stale", Good, (GrafanaSignature, HookServer.Sign(HookServer.Token, Good, "9223372036854775807")), (GrafanaTime, "9223372036854775807")),
        ];
    }

    private static IEnumerable<HostileRequest> Messages(AmazonStub amazon)
    {
        var good = amazon.Message();
        return
        [
            Plain("no message of Amazon", 401, "hook.no-credentials", Good),
            Plain("a text", 401, "hook.no-credentials", "hello"),
            Plain("a message without a signature", 401, "hook.no-credentials", good.Replace("\"Signature\"", "\"Signed\"", StringComparison.Ordinal)),
            Plain("another topic", 403, "hook.wrong-topic", amazon.Message(change: m => m["TopicArn"] = "arn:aws:sns:eu-west-1:999999999999:alarms")),
            Plain("a certificate of an attacker", 403, "hook.foreign-certificate", good.Replace("sns.eu-west-1.amazonaws.com", "sns.attacker.example", StringComparison.Ordinal)),
            Plain("a host that only begins like Amazon's", 403, "hook.foreign-certificate", good.Replace("sns.eu-west-1.amazonaws.com", "sns.eu-west-1.amazonaws.com.attacker.example", StringComparison.Ordinal)),
            Plain("a bucket at Amazon", 403, "hook.foreign-certificate", good.Replace("sns.eu-west-1.amazonaws.com/", "bucket.s3.amazonaws.com/", StringComparison.Ordinal)),
            Plain("a certificate without TLS", 403, "hook.foreign-certificate", good.Replace("https://sns", "http://sns", StringComparison.Ordinal)),
            Plain("a user before the host", 403, "hook.foreign-certificate", good.Replace("https://sns", "https://attacker.example@sns", StringComparison.Ordinal)),
            Plain("no certificate", 403, "hook.foreign-certificate", good.Replace("0123.pem", "0123.txt", StringComparison.Ordinal)),
            Plain("another version", 401, "hook.wrong-credentials", good.Replace("\"SignatureVersion\":\"2\"", "\"SignatureVersion\":\"3\"", StringComparison.Ordinal)),
            Plain("the version changed", 401, "hook.wrong-credentials", good.Replace("\"SignatureVersion\":\"2\"", "\"SignatureVersion\":\"1\"", StringComparison.Ordinal)),
            Plain("the message changed", 401, "hook.wrong-credentials", good.Replace("cpu-web-01", "cpu-web-02", StringComparison.Ordinal)),
            Plain("a message of yesterday", 403, "hook.stale", amazon.Message(change: m => m["Timestamp"] = DateTimeOffset.UtcNow.AddDays(-1).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture))),
            Plain("a confirmation that leads elsewhere", 403, "hook.foreign-certificate", amazon.Message(change: m =>
            {
                m.Remove("Subject");
                (m["Type"], m["Token"], m["SubscribeURL"]) = ("SubscriptionConfirmation", "t", "https://attacker.example/?Action=ConfirmSubscription");
            })),
            Plain("an alarm that is none", 400, "hook.unreadable", amazon.Message(change: m => m["Message"] = "hello")),
        ];
    }

    private static IEnumerable<HostileRequest> Sizes() =>
    [
        new("a body that is too large", "open-alertmanager", 413, "body.too-large", new byte[1024 * 1024 + 1], Json, []),
        new("a large body of a stranger", "am", 413, "body.too-large", new byte[1024 * 1024 + 1], Json, []),
        Refused("a compressed body", "open-alertmanager", 415, "hook.encoded", Good, ("Content-Encoding", "gzip")),
        new("no media type", "open-alertmanager", 415, "body.unsupported", Encoding.UTF8.GetBytes(Good), null, []),
        new("a form", "open-alertmanager", 415, "body.unsupported", Encoding.UTF8.GetBytes("payload=" + Good), "application/x-www-form-urlencoded", []),
        new("a text", "open-alertmanager", 415, "body.unsupported", Encoding.UTF8.GetBytes(Good), "text/plain", []),
        new("XML", "open-zabbix", 415, "body.unsupported", "<a/>"u8.ToArray(), "application/xml", []),
    ];

    private static IEnumerable<HostileRequest> Bodies() =>
    [
        Unreadable("nothing", "alertmanager", ""),
        Unreadable("half of it", "alertmanager", Good[..40]),
        Unreadable("a list", "alertmanager", "[]"),
        Unreadable("a number", "alertmanager", "1e999"),
        Unreadable("no list of alerts", "alertmanager", """{"alerts":"none"}"""),
        Unreadable("an alert that is a text", "alertmanager", """{"alerts":["x"]}"""),
        Unreadable("a status that there is not", "alertmanager", Good.Replace("firing", "melting", StringComparison.Ordinal)),
        Unreadable("labels that are a list", "alertmanager", Good.Replace("""{"a":"b"}""", "[1]", StringComparison.Ordinal)),
        Unreadable("a time that is none", "alertmanager", Good.Replace("2026-05-04T08:00:00Z", "soon", StringComparison.Ordinal)),
        Unreadable("a member twice", "alertmanager", Good.Replace("\"status\":\"firing\"", "\"status\":\"resolved\",\"status\":\"firing\"", StringComparison.Ordinal)),
        Unreadable("nested without end", "alertmanager", string.Concat(Enumerable.Repeat("[", 5_000)) + string.Concat(Enumerable.Repeat("]", 5_000))),
        Unreadable("too many alerts", "alertmanager", $$"""{"alerts":[{{string.Join(',', Enumerable.Repeat("{}", 2_001))}}]}"""),
        Unreadable("too many labels", "alertmanager", Good.Replace("""{"a":"b"}""", "{" + string.Join(',', Enumerable.Range(0, 101).Select(n => $"\"l{n}\":\"v\"")) + "}", StringComparison.Ordinal)),
        Unreadable("a label with a long name", "alertmanager", Good.Replace("\"a\"", $"\"{new string('a', 201)}\"", StringComparison.Ordinal)),
        Unreadable("half a character", "alertmanager", Good.Replace("\"b\"", "\"\\ud800\"", StringComparison.Ordinal)),
        new("bytes that are no text", "open-alertmanager", 400, "hook.unreadable", [0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d], Json, []),
    ];

    private static IEnumerable<HostileRequest> OtherBodies() =>
    [
        Unreadable("a problem without an event", "zabbix", """{"event_value":"1"}"""),
        Unreadable("an event that is neither", "zabbix", """{"event_id":"1","event_value":"2"}"""),
        Unreadable("a macro for an event", "zabbix", """{"event_id":"{EVENT.ID}","event_value":"1"}"""),
        Unreadable("tags that are broken", "zabbix", """{"event_id":"1","event_value":"1","event_tags":"[{\"tag\":"}"""),
        Unreadable("a cycle that was not filled in", "datadog", """{"cycle":"$ALERT_CYCLE_KEY","transition":"Triggered"}"""),
        Unreadable("a transition that there is not", "datadog", """{"cycle":"1","transition":"Exploded"}"""),
        Unreadable("no state type", "icinga", """{"host":"a","state":"DOWN"}"""),
        Unreadable("a state that there is not", "icinga", """{"host":"a","state":"9","state_type":"HARD"}"""),
        Unreadable("an event without headers", "cloudevents", "{}"),
        Unreadable("another version of events", "cloudevents", """{"specversion":"0.3","id":"1","source":"s","type":"t"}""", Event),
        Unreadable("an event without an id", "cloudevents", """{"specversion":"1.0","source":"s","type":"t"}""", Event),
        Unreadable("a batch that is none", "cloudevents", "{}", "application/cloudevents-batch+json"),
        Unreadable("data that is no base64", "cloudevents", """{"specversion":"1.0","id":"1","source":"s","type":"t","data_base64":"%%"}""", Event),
        Unreadable("items that are no list", "generic", """{"list":"x"}"""),
        Unreadable("an item without a name", "generic", """{"list":[{"status":"firing"}]}"""),
        Unreadable("a status out of a mapping that there is not", "generic", """{"list":[{"name":"n","status":"__proto__"}]}"""),
        new("an alarm of nobody", "open-sns", 400, "hook.unreadable", Encoding.UTF8.GetBytes(Samples.Text("sns-alarm.json").Replace("AlarmName", "Name", StringComparison.Ordinal)), "text/plain", []),
    ];

    private static HostileRequest Refused(string name, string source, int status, string code, string body, params (string Name, string Value)[] headers) =>
        new(name, source, status, code, Encoding.UTF8.GetBytes(body), Json, headers);

    private static HostileRequest Plain(string name, int status, string code, string body) =>
        new(name + " (SNS)", "sns", status, code, Encoding.UTF8.GetBytes(body), "text/plain; charset=UTF-8", []);

    private static HostileRequest Unreadable(string name, string dialect, string body, string mediaType = Json) =>
        new($"{name} ({dialect})", "open-" + dialect, 400, "hook.unreadable", Encoding.UTF8.GetBytes(body), mediaType, []);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
