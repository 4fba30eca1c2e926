using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Activities.Messaging;

/// <summary>Writes a message to a WeCom group, by a group robot.</summary>
/// <remarks>The text mentions nobody and makes no link: what would is taken apart by a space. What is more than 4096 bytes is shortened, and says so.
/// WeCom takes 20 messages a minute of a robot, and answers 200 with an <c>errcode</c> to what it refuses: fails as <c>message.refused</c>, or as
/// <c>message.deferred</c> where there were too many or the service is busy.</remarks>
[Activity("message.wecom", Effect.Change, Title = "WeCom message", Group = "Messaging", Outcomes = ["sent"],
    NoUndo = "What was sent is sent.")]
public sealed partial class WeCom : Activity<WeCom.Input, MessageSent>, IForesees
{
    // https://developer.work.weixin.qq.com/document/path/91770: 4096 bytes of markdown, 20 a minute.
    private const int MostBytes = 4096;
    private const int MostTitle = 200;

    public sealed record Input : MessageInput
    {
        /// <summary>The address of the robot, as a secret: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…</summary>
        [Format(Formats.Secret)]
        [StringLength(2000, MinimumLength = 1)]
        public required string Webhook { get; init; }
    }

    /// <exception cref="ActivityFailure">The address is none (<c>input.invalid</c>).</exception>
    public static MessageRequest Compose(string webhook, PlainMessage message)
    {
        var before = message.Title.Length > 0 ? $"**{Harmless(Shorten.Line(message.Title, MostTitle))}**\n" : "";
        var after = message.Link is { } link ? $"\n[{Harmless(message.LinkText)}]({Inside(link)})" : "";
        // An address that leaves no room for the text stands in the text's way.
        if (System.Text.Encoding.UTF8.GetByteCount(after) > MostBytes / 2) after = "";
        var text = Shorten.ToFit(
            Harmless(message.Text), message.Mark, text => System.Text.Encoding.UTF8.GetByteCount(before + text + after) <= MostBytes);
        return new MessageRequest("WeCom", Addresses.Webhook(webhook), new JsonObject
        {
            ["msgtype"] = "markdown", ["markdown"] = new JsonObject { ["content"] = before + text + after },
        })
        {
            Judge = ErrorCode.Of("errcode", -1, 45009, 45033),
        };
    }

    public Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context) => MessageForesight.Of(input, "WeCom");

    protected override async Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation) =>
        new("sent", await MessageSender.SendAsync(context, Compose(input.Webhook, input.Message()), cancellation), "WeCom took the message.");

    // Markdown of WeCom has no escapes. <@somebody> mentions, in messages of plain text too, and [text](address) is a link.
    private static string Harmless(string text) => Link().Replace(Tag().Replace(text, "< "), "] ");

    private static string Inside(Uri link) =>
        link.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);

    [GeneratedRegex(@"<(?=\S)")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\](?=[(\[])")]
    private static partial Regex Link();
}
