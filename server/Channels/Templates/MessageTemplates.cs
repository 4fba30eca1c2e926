using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Runbooks.Activities.Messaging.Sending;
using Runbooks.Server.Http;

namespace Runbooks.Server.Channels.Templates;

/// <summary>The words of messages, by language. A line whose placeholders are all empty is left out; what is filled in is not read again.</summary>
internal static partial class MessageTemplates
{
    private static readonly Dictionary<ChannelLanguage, Dictionary<string, MessageTemplate>> All =
        Enum.GetValues<ChannelLanguage>().ToDictionary(language => language, Read);

    public static MessageTemplate Of(ChannelLanguage language, MessageKind kind) => Of(language, Word(kind));

    public static MessageTemplate Of(ChannelLanguage language, string name) => All[language][name];

    public static string Word(MessageKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    public static string Fill(string template, IReadOnlyDictionary<string, string> facts) => string.Join('\n', template.Split('\n')
        .Where(line => Placeholder().Matches(line) is not { Count: > 0 } found || found.Any(one => facts.GetValueOrDefault(one.Groups[1].Value) is { Length: > 0 }))
        .Select(line => Placeholder().Replace(line, one => facts.GetValueOrDefault(one.Groups[1].Value, ""))));

    public static string Many(ChannelLanguage language, string name, long count) =>
        Fill(Of(language, name).Many, new Dictionary<string, string> { ["count"] = count.ToString("N0", CultureInfo.InvariantCulture) });

    /// <summary>One message of one cause.</summary>
    public static PlainMessage Message(ChannelLanguage language, string name, IReadOnlyDictionary<string, string> facts, Uri? link, MessageSeverity severity)
    {
        var template = Of(language, name);
        return Worded(language, Fill(template.Title, facts), Fill(template.Text, facts), link, severity);
    }

    public static PlainMessage Worded(ChannelLanguage language, string title, string text, Uri? link, MessageSeverity severity)
    {
        var words = Of(language, "words");
        return new PlainMessage(title, text, link) { LinkText = words.Title, Mark = words.Text, Severity = severity };
    }

    private static Dictionary<string, MessageTemplate> Read(ChannelLanguage language)
    {
        var name = $"Channels/{language.ToString().ToLowerInvariant()}.json";
        using var stream = typeof(MessageTemplates).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"There is no {name}.");
        return JsonSerializer.Deserialize<Dictionary<string, MessageTemplate>>(stream, ApiJson.Options)!;
    }

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Placeholder();
}

/// <param name="Many">What several of them are called when they are told as one.</param>
internal sealed record MessageTemplate(string Title, string Text, string Many);
