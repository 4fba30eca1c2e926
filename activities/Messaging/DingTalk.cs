using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Activities.Messaging;

/// <summary>Writes a message to a DingTalk group, by a custom robot.</summary>
/// <remarks>Signed where the robot has a signing secret. The text is shown as it is written, and mentions nobody. What is more than 20 kB is shortened,
/// and says so. DingTalk takes 20 messages a minute of a robot, and answers 200 with an <c>errcode</c> to what it refuses: fails as
/// <c>message.refused</c>, or as <c>message.deferred</c> where there were too many or the service is busy.</remarks>
[Activity("message.dingtalk", Effect.Change, Title = "DingTalk message", Group = "Messaging", Outcomes = ["sent"],
    NoUndo = "What was sent is sent.")]
public sealed class DingTalk : Activity<DingTalk.Input, MessageSent>, IForesees
{
    // https://open.dingtalk.com/document/robots/custom-robot-access: 20,000 bytes, 20 a minute, then refused for ten.
    private const int MostBytes = 20_000;
    private const int MostTitle = 500;

    public sealed record Input : MessageInput
    {
        /// <summary>The address of the robot, as a secret: https://oapi.dingtalk.com/robot/send?access_token=…</summary>
        [Format(Formats.Secret)]
        [StringLength(2000, MinimumLength = 1)]
        public required string Webhook { get; init; }

        /// <summary>What the robot's messages are signed with (SEC…), as a secret, where it asks for that.</summary>
        [Format(Formats.Secret)]
        public string? Secret { get; init; }
    }

    /// <exception cref="ActivityFailure">The address is none (<c>input.invalid</c>).</exception>
    public static MessageRequest Compose(string webhook, string? secret, PlainMessage message, DateTimeOffset now)
    {
        var text = Shorten.ToFit(message.Text, message.Mark, text => MessageRequest.SizeOf(Body(message, text)) <= MostBytes);
        return new MessageRequest("DingTalk", Signed(Addresses.Webhook(webhook), secret, now), Body(message, text))
        {
            // The service is busy, and too many messages in three versions of its documentation.
            Judge = ErrorCode.Of("errcode", -1, 130101, 90030, 410100),
        };
    }

    public Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context) => MessageForesight.Of(input, "DingTalk");

    protected override async Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation) =>
        new("sent", await MessageSender.SendAsync(context, Compose(input.Webhook, input.Secret, input.Message(), context.Time.GetUtcNow()), cancellation), "DingTalk took the message.");

    // Text rather than markdown, in which a name could make a link. Nobody is mentioned but who is named in "at".
    private static JsonObject Body(PlainMessage message, string text)
    {
        string?[] parts = [Shorten.Line(message.Title, MostTitle), text, message.Link is { } link ? $"{message.LinkText}: {link.AbsoluteUri}" : null];
        return new JsonObject
        {
            ["msgtype"] = "text",
            ["text"] = new JsonObject { ["content"] = string.Join('\n', parts.Where(part => !string.IsNullOrEmpty(part))) },
            ["at"] = new JsonObject { ["isAtAll"] = false },
        };
    }

    private static Uri Signed(Uri webhook, string? secret, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(secret)) return webhook;
        var at = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var sign = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}\n{secret}"));
        var joint = webhook.Query.Length > 0 ? '&' : '?';
        return new Uri($"{webhook.OriginalString}{joint}timestamp={at}&sign={Uri.EscapeDataString(Convert.ToBase64String(sign))}");
    }
}
