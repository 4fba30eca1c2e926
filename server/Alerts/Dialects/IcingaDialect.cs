using System.Globalization;
using System.Text.Json;

namespace Runbooks.Server.Alerts.Dialects;

/// <summary>What a notification command of Icinga 2 sends, or a state change of its event stream. Only a hard state counts: a soft one is
/// still being checked.</summary>
internal sealed class IcingaDialect : IAlertDialect
{
    private static readonly string[] ServiceStates = ["OK", "WARNING", "CRITICAL", "UNKNOWN"];
    private static readonly string[] HostStates = ["UP", "DOWN"];

    public string Name => "icinga";

    public Reading Read(HookBody body, DialectSettings settings)
    {
        var sent = Payload.ParseObject(body.Bytes);
        if (!IsHard(sent.Required("state_type"))) return new Reading([], []);
        var host = sent.Required("host");
        var service = sent.Text("service");
        var state = State(sent.Required("state"), service is null);
        var status = state is "OK" or "UP" ? AlertStatus.Resolved : AlertStatus.Firing;
        var at = Payload.ParseUnixTime(sent.Text("timestamp", "last_hard_state_change"));
        return Reading.Of(new Alert(Payload.Fingerprint($"{host}!{service}"), Payload.Name(service ?? "Host"), status)
        {
            Severity = status == AlertStatus.Resolved ? null : state is "DOWN" ? "critical" : state.ToLowerInvariant(),
            Labels = Payload.Bounded("labels", Texts(sent, ("host", "host"), ("service", "service"), ("address", "instance"))),
            Annotations = Payload.Bounded("annotations", Texts(sent, ("output", "output"), ("notification_type", "notification_type")).Concat(Output(sent))),
            StartsAt = status == AlertStatus.Firing ? at : null,
            EndsAt = status == AlertStatus.Resolved ? at : null,
            Link = Payload.Link(sent.Text("link")),
        });
    }

    /// <summary>1 or 1.0 is hard in the event stream.</summary>
    private static bool IsHard(string type) => type.ToUpperInvariant() switch
    {
        "HARD" or "1" or "1.0" => true,
        "SOFT" or "0" or "0.0" => false,
        _ => throw new UnreadableBodyException($"'{type}' is not a state_type; there are HARD and SOFT."),
    };

    private static string State(string text, bool isHost)
    {
        var states = isHost ? HostStates : ServiceStates;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && number < states.Length)
            return states[(int)number];
        var word = text.ToUpperInvariant();
        return states.Contains(word) ? word : throw new UnreadableBodyException($"'{text}' is not a state; there are {string.Join(", ", states)}.");
    }

    private static IEnumerable<KeyValuePair<string, string>> Output(JsonElement sent) =>
        sent.Member("check_result") is { } result && result.Text("output") is { } output ? [KeyValuePair.Create("output", output)] : [];

    private static IEnumerable<KeyValuePair<string, string>> Texts(JsonElement sent, params (string Member, string Name)[] names) =>
        names.Select(pair => KeyValuePair.Create(pair.Name, sent.Text(pair.Member) ?? "")).Where(member => member.Value.Length > 0);
}
