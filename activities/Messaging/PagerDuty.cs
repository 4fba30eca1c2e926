using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Activities.Messaging;

/// <summary>Triggers, acknowledges or resolves an incident in PagerDuty (Events API v2).</summary>
/// <remarks>Events with the same key are one incident, also where a crash sent one of them twice. A title of more than 1024 characters is shortened.
/// Fails as <c>message.refused</c>, or as <c>message.deferred</c> where a retry may help (429, 5xx).</remarks>
[Activity("message.pagerduty", Effect.Change, Title = "PagerDuty event", Group = "Messaging", Outcomes = ["sent"],
    NoUndo = "What was sent is sent.")]
public sealed class PagerDuty : Activity<PagerDuty.Input, MessageSent>, IForesees
{
    public const string Address = "https://events.pagerduty.com";

    // https://developer.pagerduty.com/docs/events-api-v2/trigger-events: 1024 of the summary, 255 of the key, 512 KB of all.
    private const int MostTitle = 1024;
    private const int MostKey = 255;
    private const int MostText = 100_000;

    public sealed record Input
    {
        /// <summary>The integration key of the service, as a secret.</summary>
        [Format(Formats.Secret)]
        [StringLength(200, MinimumLength = 1)]
        public required string RoutingKey { get; init; }

        /// <summary>Whether the incident is triggered, acknowledged or resolved.</summary>
        public PagerDutyAction Action { get; init; }

        /// <summary>What the incident is called.</summary>
        [StringLength(2000)]
        public string Title { get; init; } = "";

        /// <summary>Its details.</summary>
        [Format(Formats.Multiline)]
        [StringLength(100_000)]
        public string Text { get; init; } = "";

        /// <summary>How bad it is.</summary>
        public MessageSeverity Severity { get; init; } = MessageSeverity.Error;

        /// <summary>Names the incident: the same key acknowledges or resolves it. To trigger, it may be left out; the output then has one.</summary>
        [StringLength(MostKey)]
        public string? Key { get; init; }

        /// <summary>An address to open from the incident.</summary>
        [Format(Formats.Uri)]
        [StringLength(2000)]
        public string? Link { get; init; }

        /// <summary>Where PagerDuty is reached; another one for the EU (https://events.eu.pagerduty.com) or a proxy.</summary>
        [Format(Formats.Uri)]
        [StringLength(2000, MinimumLength = 1)]
        public string Address { get; init; } = PagerDuty.Address;
    }

    /// <exception cref="ActivityFailure">The address is none (<c>input.invalid</c>).</exception>
    public static MessageRequest Compose(string address, string routingKey, PagerDutyAction action, string key, PlainMessage message)
    {
        var body = new JsonObject
        {
            ["routing_key"] = routingKey, ["event_action"] = Word(action), ["dedup_key"] = Shorten.Characters(key, MostKey),
        };
        if (action == PagerDutyAction.Trigger)
        {
            body["payload"] = new JsonObject
            {
                ["summary"] = Shorten.Line(message.Title, MostTitle),
                ["source"] = "Runbooks",
                ["severity"] = Word(message.Severity),
                ["custom_details"] = new JsonObject { ["text"] = Shorten.Characters(message.Text, MostText, message.Mark) },
            };
            body["client"] = "Runbooks";
            if (message.Link is { } link)
            {
                body["client_url"] = link.AbsoluteUri;
                body["links"] = new JsonArray(new JsonObject { ["href"] = link.AbsoluteUri, ["text"] = message.LinkText });
            }
        }

        return new MessageRequest("PagerDuty", Addresses.Under(address, "/v2/enqueue"), body);
    }

    public Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context) => MessageForesight.Of(input, "PagerDuty");

    protected override async Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation)
    {
        if (input.Action == PagerDutyAction.Trigger && string.IsNullOrWhiteSpace(input.Title))
            throw new ActivityFailure("input.invalid", "An incident needs a title. Nothing was sent. Next: give one.");
        if (input.Action != PagerDutyAction.Trigger && string.IsNullOrEmpty(input.Key))
            throw new ActivityFailure("input.invalid", "To acknowledge or resolve, key must name the incident. Nothing was sent. Next: take it from the output of the step that triggered it.");
        var key = input.Key is { Length: > 0 } given ? given : IdempotencyKey.Of(context.Key);
        var message = new PlainMessage(input.Title, input.Text, input.Link is { Length: > 0 } link ? Addresses.Link(link) : null) { Severity = input.Severity };
        var sent = await MessageSender.SendAsync(context, Compose(input.Address, input.RoutingKey, input.Action, key, message), cancellation);
        return new Ending("sent", sent with { Key = key }, "PagerDuty took it.");
    }

    private static string Word(Enum word) => word.ToString().ToLowerInvariant();
}

public enum PagerDutyAction
{
    Trigger,
    Acknowledge,
    Resolve,
}
