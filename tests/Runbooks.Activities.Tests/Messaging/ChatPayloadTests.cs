using System.Text.Json.Nodes;
using Runbooks.Activities.Messaging;
using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Activities.Tests.Messaging;

/// <summary>What each service is sent, to the letter; and what names of machines cannot make of it.</summary>
public sealed class ChatPayloadTests
{
    private const string Webhook = "https://chat.example/hook?key=k";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero);

    private static readonly PlainMessage Hostile = new(
        "<!channel> & <@U1>", "web-1 <@all> [bill](http://evil)\n<at user_id=\"all\">x</at> <at>a</at> @all", new Uri("https://rb.example/runs/1?a=b&c=d|e"));

    [Fact]
    public void Slack_HostileNames_AreShownAsWritten() => Same(Slack.Compose(Webhook, Hostile), """
        {
          "text": "&lt;!channel&gt; &amp; &lt;@U1&gt;",
          "blocks": [
            { "type": "header", "text": { "type": "plain_text", "text": "<!channel> & <@U1>", "emoji": false } },
            { "type": "section", "text": { "type": "plain_text", "text": "web-1 <@all> [bill](http://evil)\n<at user_id=\"all\">x</at> <at>a</at> @all", "emoji": false } },
            { "type": "section", "text": { "type": "mrkdwn", "text": "<https://rb.example/runs/1?a=b&amp;c=d%7Ce|Open>" } }
          ]
        }
        """);

    [Fact]
    public void Teams_HostileNames_AreRunsOfTextAndNoMarkdown() => Same(Teams.Compose(Webhook, Hostile), """
        {
          "type": "message",
          "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": {
              "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
              "type": "AdaptiveCard",
              "version": "1.4",
              "msteams": { "width": "Full" },
              "body": [
                { "type": "RichTextBlock", "inlines": [{ "type": "TextRun", "text": "<!channel> & <@U1>", "weight": "Bolder", "size": "Medium" }] },
                { "type": "RichTextBlock", "spacing": "None", "inlines": [{ "type": "TextRun", "text": "web-1 <@all> [bill](http://evil)" }] },
                { "type": "RichTextBlock", "spacing": "None", "inlines": [{ "type": "TextRun", "text": "<at user_id=\"all\">x</at> <at>a</at> @all" }] }
              ],
              "actions": [{ "type": "Action.OpenUrl", "title": "Open", "url": "https://rb.example/runs/1?a=b&c=d%7Ce" }]
            }
          }]
        }
        """);

    [Fact]
    public void DingTalk_HostileNames_AreTextThatMentionsNobody() => Same(DingTalk.Compose(Webhook, null, Hostile, Now), """
        {
          "msgtype": "text",
          "text": { "content": "<!channel> & <@U1>\nweb-1 <@all> [bill](http://evil)\n<at user_id=\"all\">x</at> <at>a</at> @all\nOpen: https://rb.example/runs/1?a=b&c=d%7Ce" },
          "at": { "isAtAll": false }
        }
        """);

    [Fact]
    public void WeCom_HostileNames_AreTakenApart() => Same(WeCom.Compose(Webhook, Hostile), """
        {
          "msgtype": "markdown",
          "markdown": { "content": "**< !channel> & < @U1>**\nweb-1 < @all> [bill] (http://evil)\n< at user_id=\"all\">x< /at> < at>a< /at> @all\n[Open](https://rb.example/runs/1?a=b&c=d%7Ce)" }
        }
        """);

    [Fact]
    public void Feishu_HostileNames_ArePartsOfAPost() => Same(Feishu.Compose(Webhook, null, Hostile, Now), """
        {
          "msg_type": "post",
          "content": { "post": { "zh_cn": {
            "title": "<!channel> & <@U1>",
            "content": [
              [{ "tag": "text", "text": "web-1 <@all> [bill](http://evil)" }],
              [{ "tag": "text", "text": "<at user_id=\"all\">x</at> <at>a</at> @all" }],
              [{ "tag": "a", "text": "Open", "href": "https://rb.example/runs/1?a=b&c=d%7Ce" }]
            ]
          } } }
        }
        """);

    /// <summary>Computed with Python: base64(hmac(key: SECabc, "1772366400250\\nSECabc")), as in a URL.</summary>
    [Fact]
    public void DingTalk_WithASecret_IsSigned()
    {
        var url = DingTalk.Compose(Webhook, "SECabc", Hostile, Now).Url.OriginalString;
        Assert.Equal($"{Webhook}&timestamp=1772366400250&sign=QkDin6Sc%2Fad2ubkHkwJ7iwowN4dHzUm3v9MEzLClRJg%3D", url);
    }

    /// <summary>Computed with Python: base64(hmac(key: "1772366400\\nabc", "")).</summary>
    [Fact]
    public void Feishu_WithASecret_IsSigned()
    {
        var body = Feishu.Compose(Webhook, "abc", Hostile, Now).Body;
        Assert.Equal(("1772366400", "7kKSYoZldHzuQCm5toPUwCy3PDVsWjugikJBk7fKbEA="), ((string?)body["timestamp"], (string?)body["sign"]));
    }

    public static TheoryData<string, Func<PlainMessage, MessageRequest>> Services { get; } = new()
    {
        { "slack", message => Slack.Compose(Webhook, message) },
        { "teams", message => Teams.Compose(Webhook, message) },
        { "dingtalk", message => DingTalk.Compose(Webhook, "s", message, Now) },
        { "wecom", message => WeCom.Compose(Webhook, message) },
        { "feishu", message => Feishu.Compose(Webhook, "s", message, Now) },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public void Compose_TextThatIsTooLong_IsShortenedBetweenCharactersAndSaysSo(string service, Func<PlainMessage, MessageRequest> compose)
    {
        // A family of four is one character for people, and 25 bytes.
        var family = "👨‍👩‍👧‍👦";
        var message = new PlainMessage("T", string.Concat(Enumerable.Repeat(family, 20_000))) { Mark = "(shortened)" };
        var body = compose(message).Body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var text = Texts(compose(message).Body).MaxBy(one => one.Length)!;
        Assert.Equal("(shortened)", text[^11..]);
        Assert.Empty(text[..^11].Replace("**T**\n", "", StringComparison.Ordinal).Replace("T\n", "", StringComparison.Ordinal).Replace(family, "", StringComparison.Ordinal));
        var (size, most) = service switch
        {
            "slack" => (text.Length, 3000),
            "wecom" => (System.Text.Encoding.UTF8.GetByteCount(text), 4096),
            "teams" => (System.Text.Encoding.UTF8.GetByteCount(body), 28_000),
            _ => (System.Text.Encoding.UTF8.GetByteCount(body), 20_000),
        };
        Assert.InRange(size, most - 60, most);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Compose_TitleThatIsTooLong_IsOneLineThatFits(string service, Func<PlainMessage, MessageRequest> compose)
    {
        var body = compose(new PlainMessage("a\nb" + new string('t', 5_000), "x")).Body;
        Assert.True(Texts(body).Max(text => text.Length) < 600, service);
        Assert.DoesNotContain(Texts(body), text => text.Contains("a\nb", StringComparison.Ordinal));
    }

    private static void Same(MessageRequest request, string expected) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), request.Body), request.Body.ToJsonString(new() { WriteIndented = true }));

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };
}
