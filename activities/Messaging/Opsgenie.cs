using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Activities.Messaging;

/// <summary>Creates or closes an alert in Opsgenie.</summary>
/// <remarks>Alerts with the same alias are one, also where a crash sent one of them twice. A title of more than 130 characters and a text of more than
/// 15,000 are shortened. Fails as <c>message.refused</c>, or as <c>message.deferred</c> where a retry may help (429, 5xx).</remarks>
[Activity("message.opsgenie", Effect.Change, Title = "Opsgenie alert", Group = "Messaging", Outcomes = ["sent"],
    NoUndo = "What was sent is sent.")]
public sealed class Opsgenie : Activity<Opsgenie.Input, MessageSent>, IForesees
{
    // https://docs.opsgenie.com/docs/alert-api
    private const int MostTitle = 130;
    private const int MostText = 15_000;
    private const int MostAlias = 512;

    public sealed record Input
    {
        /// <summary>The key of an API integration, as a secret.</summary>
        [Format(Formats.Secret)]
        [StringLength(200, MinimumLength = 1)]
        public required string ApiKey { get; init; }

        /// <summary>Whether the alert is created or closed.</summary>
        public OpsgenieAction Action { get; init; }

        /// <summary>What the alert is called.</summary>
        [StringLength(2000)]
        public string Title { get; init; } = "";

        /// <summary>Its description, or the note to its closing.</summary>
        [Format(Formats.Multiline)]
        [StringLength(100_000)]
        public string Text { get; init; } = "";

        /// <summary>How bad it is; becomes the priority.</summary>
        public MessageSeverity Severity { get; init; } = MessageSeverity.Error;

        /// <summary>Names the alert: the same alias closes it. To create, it may be left out; the output then has one as its key.</summary>
        [StringLength(MostAlias)]
        public string? Alias { get; init; }

        /// <summary>An address to open from the alert.</summary>
        [Format(Formats.Uri)]
        [StringLength(2000)]
        public string? Link { get; init; }

        /// <summary>Where the account is.</summary>
        public OpsgenieRegion Region { get; init; }

        /// <summary>Where Opsgenie is reached, in place of the region's address: a proxy.</summary>
        [Format(Formats.Uri)]
        [StringLength(2000)]
        public string? Address { get; init; }
    }

    public static string AddressOf(OpsgenieRegion region, string? address) =>
        address is { Length: > 0 } given ? given : region == OpsgenieRegion.Eu ? "https://api.eu.opsgenie.com" : "https://api.opsgenie.com";

    /// <exception cref="ActivityFailure">The address is none (<c>input.invalid</c>).</exception>
    public static MessageRequest Compose(string address, string apiKey, OpsgenieAction action, string alias, PlainMessage message)
    {
        alias = Shorten.Characters(alias, MostAlias);
        var text = Shorten.Characters(message.Text, MostText, message.Mark);
        var (path, body) = action == OpsgenieAction.Create
            ? ("/v2/alerts", Alert(alias, text, message))
            : ($"/v2/alerts/{Uri.EscapeDataString(alias)}/close?identifierType=alias", new JsonObject { ["source"] = "Runbooks", ["note"] = text });
        return new MessageRequest("Opsgenie", Addresses.Under(address, path), body)
        {
            Headers = new Dictionary<string, string> { ["Authorization"] = $"GenieKey {apiKey}" },
        };
    }

    public Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context) => MessageForesight.Of(input, "Opsgenie");

    protected override async Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation)
    {
        if (input.Action == OpsgenieAction.Create && string.IsNullOrWhiteSpace(input.Title))
            throw new ActivityFailure("input.invalid", "An alert needs a title. Nothing was sent. Next: give one.");
        if (input.Action == OpsgenieAction.Close && string.IsNullOrEmpty(input.Alias))
            throw new ActivityFailure("input.invalid", "To close, alias must name the alert. Nothing was sent. Next: take it from the output of the step that created it.");
        var alias = input.Alias is { Length: > 0 } given ? given : IdempotencyKey.Of(context.Key);
        var message = new PlainMessage(input.Title, input.Text, input.Link is { Length: > 0 } link ? Addresses.Link(link) : null) { Severity = input.Severity };
        var request = Compose(AddressOf(input.Region, input.Address), input.ApiKey, input.Action, alias, message);
        var sent = await MessageSender.SendAsync(context, request, cancellation);
        return new Ending("sent", sent with { Key = alias }, "Opsgenie took it.");
    }

    private static JsonObject Alert(string alias, string text, PlainMessage message)
    {
        var alert = new JsonObject
        {
            ["message"] = Shorten.Line(message.Title, MostTitle),
            ["alias"] = alias,
            ["description"] = text,
            ["source"] = "Runbooks",
            ["priority"] = message.Severity switch
            {
                MessageSeverity.Critical => "P1", MessageSeverity.Error => "P2", MessageSeverity.Warning => "P3", _ => "P5",
            },
        };
        if (message.Link is { } link) alert["details"] = new JsonObject { ["link"] = link.AbsoluteUri };
        return alert;
    }
}

public enum OpsgenieAction
{
    Create,
    Close,
}

public enum OpsgenieRegion
{
    Us,
    Eu,
}
