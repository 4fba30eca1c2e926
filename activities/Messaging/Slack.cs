using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Activities.Messaging;

/// <summary>Writes a message to a Slack channel, by an incoming webhook.</summary>
/// <remarks>The text is shown as it is written: a machine's name in it mentions nobody and makes no link. A text of more than 3000 characters is
/// shortened, and says so. Fails as <c>message.refused</c>, or as <c>message.deferred</c> where a retry may help (429, 5xx), not before Slack's
/// <c>Retry-After</c>.</remarks>
[Activity("message.slack", Effect.Change, Title = "Slack message", Group = "Messaging", Outcomes = ["sent"],
    NoUndo = "What was sent is sent.")]
public sealed class Slack : Activity<Slack.Input, MessageSent>, IForesees
{
    // https://docs.slack.dev/reference/block-kit: a header block has 150 characters, a text object 3000.
    private const int MostTitle = 150;
    private const int MostText = 3000;

    public sealed record Input : MessageInput
    {
        /// <summary>The address of the incoming webhook, as a secret: https://hooks.slack.com/services/…</summary>
        [Format(Formats.Secret)]
        [StringLength(2000, MinimumLength = 1)]
        public required string Webhook { get; init; }
    }

    /// <exception cref="ActivityFailure">The address is none (<c>input.invalid</c>).</exception>
    public static MessageRequest Compose(string webhook, PlainMessage message)
    {
        var title = Shorten.Line(message.Title, MostTitle);
        var blocks = new JsonArray();
        if (title.Length > 0) blocks.Add(new JsonObject { ["type"] = "header", ["text"] = Plain(title) });
        blocks.Add(new JsonObject { ["type"] = "section", ["text"] = Plain(Shorten.Characters(message.Text, MostText, message.Mark)) });
        if (message.Link is { } link)
        {
            var text = $"<{Escaped(link.AbsoluteUri).Replace("|", "%7C", StringComparison.Ordinal)}|{Escaped(message.LinkText)}>";
            blocks.Add(new JsonObject { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = text } });
        }

        // What a notification shows. It is read as mrkdwn, where < begins a mention or a link.
        var shown = Shorten.Line(title.Length > 0 ? title : message.Text, MostTitle);
        return new MessageRequest("Slack", Addresses.Webhook(webhook), new JsonObject { ["text"] = Escaped(shown), ["blocks"] = blocks });
    }

    public Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context) => MessageForesight.Of(input, "Slack");

    protected override async Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation) =>
        new("sent", await MessageSender.SendAsync(context, Compose(input.Webhook, input.Message()), cancellation), "Slack took the message.");

    private static JsonObject Plain(string text) => new() { ["type"] = "plain_text", ["text"] = text, ["emoji"] = false };

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
