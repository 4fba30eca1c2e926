using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Activities.Messaging;

/// <summary>Writes a message to Microsoft Teams, by the webhook of a Power Automate workflow, as an Adaptive Card.</summary>
/// <remarks>Make the address in Teams under Workflows, "When a Teams webhook request is received"; the connectors of before are retired. The text is
/// shown as it is written: a machine's name in it mentions nobody and makes no link. What is more than 28 kB is shortened, and says so. Fails as
/// <c>message.refused</c>, or as <c>message.deferred</c> where a retry may help.</remarks>
[Activity("message.teams", Effect.Change, Title = "Teams message", Group = "Messaging", Outcomes = ["sent"],
    NoUndo = "What was sent is sent.")]
public sealed class Teams : Activity<Teams.Input, MessageSent>, IForesees
{
    // https://learn.microsoft.com/microsoftteams/limits-specifications-teams: 28 KB a message.
    private const int MostBytes = 28_000;
    private const int MostTitle = 250;
    private const int MostLines = 200;

    public sealed record Input : MessageInput
    {
        /// <summary>The address of the workflow's webhook, as a secret.</summary>
        [Format(Formats.Secret)]
        [StringLength(2000, MinimumLength = 1)]
        public required string Webhook { get; init; }
    }

    /// <exception cref="ActivityFailure">The address is none (<c>input.invalid</c>).</exception>
    public static MessageRequest Compose(string webhook, PlainMessage message)
    {
        var text = Shorten.ToFit(
            message.Text, message.Mark, text => text.Count(at => at == '\n') < MostLines && MessageRequest.SizeOf(Body(message, text)) <= MostBytes);
        return new MessageRequest("Microsoft Teams", Addresses.Webhook(webhook), Body(message, text));
    }

    public Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context) => MessageForesight.Of(input, "Microsoft Teams");

    protected override async Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation) =>
        new("sent", await MessageSender.SendAsync(context, Compose(input.Webhook, input.Message()), cancellation), "Microsoft Teams took the message.");

    private static JsonObject Body(PlainMessage message, string text)
    {
        var shown = new JsonArray();
        if (message.Title.Length > 0) shown.Add(Line(Shorten.Line(message.Title, MostTitle), isTitle: true));
        // A line each: a run of text has no line breaks.
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n')) shown.Add(Line(line, isTitle: false));
        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["msteams"] = new JsonObject { ["width"] = "Full" },
            ["body"] = shown,
        };
        if (message.Link is { } link)
            card["actions"] = new JsonArray(new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = message.LinkText, ["url"] = link.AbsoluteUri });
        return new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.card.adaptive", ["contentUrl"] = null, ["content"] = card,
            }),
        };
    }

    // Of a card's elements it alone shows text as it is: a TextBlock reads markdown, and with it links.
    private static JsonObject Line(string text, bool isTitle)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = text.Length > 0 ? text : " " };
        if (isTitle) (run["weight"], run["size"]) = ("Bolder", "Medium");
        var block = new JsonObject { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray(run) };
        if (!isTitle) block["spacing"] = "None";
        return block;
    }
}
