using System.Text.Json;
using Microsoft.Extensions.Options;
using Runbooks.Activities.Messaging.Sending;
using Runbooks.Server.Channels.Templates;
using Runbooks.Server.Hosting;
using Runbooks.Server.Http;

namespace Runbooks.Server.Channels.Outbox;

/// <summary>Makes messages of what an outbox has, in the channel's language.</summary>
internal sealed class MessageWriter(IOptions<ServerOptions> server)
{
    public const string ManyPrefix = "runbooks-many/";

    /// <summary>So many of those that are told as one are named.</summary>
    public const int Shown = 10;

    public WrittenMessage One(ChannelEntity channel, ChannelMessageEntity one) => new(
        $"runbooks/{one.Key}",
        MessageTemplates.Message(channel.Language, MessageTemplates.Word(one.Kind), Facts(one), server.Value.Link(one.Page), one.Severity));

    /// <param name="first">The first of them.</param>
    /// <param name="count">How many they are.</param>
    public WrittenMessage Many(ChannelEntity channel, MessageKind kind, IReadOnlyList<ChannelMessageEntity> first, int count)
    {
        var name = MessageTemplates.Word(kind);
        var template = MessageTemplates.Of(channel.Language, kind);
        var lines = first.Select(one =>
        {
            var text = MessageTemplates.Fill(template.Text, Facts(one)).Split('\n')[0];
            return $"- {MessageTemplates.Fill(template.Title, Facts(one))}: {(text.Length > 200 ? text[..200] + "…" : text)}";
        }).ToList();
        if (count > lines.Count) lines.Add(MessageTemplates.Many(channel.Language, "words", count - lines.Count));
        return new WrittenMessage($"{ManyPrefix}{first[0].Key}", MessageTemplates.Worded(
            channel.Language, MessageTemplates.Many(channel.Language, name, count), string.Join('\n', lines), server.Value.Link(PageOf(kind)), first.Max(one => one.Severity)));
    }

    public static WrittenMessage Over(ChannelEntity channel, string key) =>
        new(key, MessageTemplates.Message(channel.Language, "over", new Dictionary<string, string>(), null, MessageSeverity.Info));

    public WrittenMessage Test(ChannelEntity channel, string who) => new(
        $"runbooks/test/{channel.Id}",
        MessageTemplates.Message(channel.Language, "test", new Dictionary<string, string> { ["channel"] = channel.Name, ["by"] = who }, server.Value.Link("/"), MessageSeverity.Info));

    public string TitleOf(ChannelEntity channel, ChannelMessageEntity one) => One(channel, one).Message.Title;

    private static Dictionary<string, string> Facts(ChannelMessageEntity one) => JsonSerializer.Deserialize<Dictionary<string, string>>(one.Facts, ApiJson.Options)!;

    private static string PageOf(MessageKind kind) => kind switch
    {
        MessageKind.RunFailed => "/runs?status=failed",
        MessageKind.Approval => "/approvals",
        _ => "/triggers/rules",
    };
}

/// <param name="Key">Names it for services that know repeats.</param>
internal sealed record WrittenMessage(string Key, PlainMessage Message);
