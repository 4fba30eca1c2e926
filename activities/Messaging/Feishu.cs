using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Activities.Messaging;

/// <summary>Writes a message to a Feishu or Lark group, by a custom bot.</summary>
/// <remarks>Signed where the bot has a signing secret. The text is shown as it is written, and mentions nobody. What is more than 20 kB is shortened, and
/// says so. Feishu answers 200 with a <c>code</c> to what it refuses: fails as <c>message.refused</c>, or as <c>message.deferred</c> where there
/// were too many messages.</remarks>
[Activity("message.feishu", Effect.Change, Title = "Feishu message", Group = "Messaging", Outcomes = ["sent"],
    NoUndo = "What was sent is sent.")]
public sealed class Feishu : Activity<Feishu.Input, MessageSent>, IForesees
{
    // https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot: 20 KB a body, 100 a minute and 5 a second.
    private const int MostBytes = 20_000;
    private const int MostTitle = 500;

    public sealed record Input : MessageInput
    {
        /// <summary>The address of the bot, as a secret: https://open.feishu.cn/open-apis/bot/v2/hook/…</summary>
        [Format(Formats.Secret)]
        [StringLength(2000, MinimumLength = 1)]
        public required string Webhook { get; init; }

        /// <summary>What the bot's messages are signed with, as a secret, where it asks for that.</summary>
        [Format(Formats.Secret)]
        public string? Secret { get; init; }
    }

    /// <exception cref="ActivityFailure">The address is none (<c>input.invalid</c>).</exception>
    public static MessageRequest Compose(string webhook, string? secret, PlainMessage message, DateTimeOffset now)
    {
        JsonObject Whole(string text) => Signed(Body(message, text), secret, now);
        var text = Shorten.ToFit(message.Text, message.Mark, text => MessageRequest.SizeOf(Whole(text)) <= MostBytes);
        return new MessageRequest("Feishu", Addresses.Webhook(webhook), Whole(text))
        {
            // Too many messages; the service is busy.
            Judge = ErrorCode.Of("code", 11232, 11233, 1500, 2200),
        };
    }

    public Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context) => MessageForesight.Of(input, "Feishu");

    protected override async Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation) =>
        new("sent", await MessageSender.SendAsync(context, Compose(input.Webhook, input.Secret, input.Message(), context.Time.GetUtcNow()), cancellation), "Feishu took the message.");

    // A post rather than a text, in which <at user_id="all"> mentions everybody. Shown whatever the reader's language: it is the only one.
    private static JsonObject Body(PlainMessage message, string text)
    {
        var lines = new JsonArray();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n')) lines.Add(new JsonArray(new JsonObject { ["tag"] = "text", ["text"] = line }));
        if (message.Link is { } link)
            lines.Add(new JsonArray(new JsonObject { ["tag"] = "a", ["text"] = message.LinkText, ["href"] = link.AbsoluteUri }));
        var post = new JsonObject { ["title"] = Shorten.Line(message.Title, MostTitle), ["content"] = lines };
        return new JsonObject
        {
            ["msg_type"] = "post", ["content"] = new JsonObject { ["post"] = new JsonObject { ["zh_cn"] = post } },
        };
    }

    private static JsonObject Signed(JsonObject body, string? secret, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(secret)) return body;
        var at = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        body["timestamp"] = at;
        // The text that others sign is the key here, and nothing is signed.
        body["sign"] = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{at}\n{secret}"), Array.Empty<byte>()));
        return body;
    }
}
