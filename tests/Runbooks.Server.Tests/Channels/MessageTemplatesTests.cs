using System.Text.RegularExpressions;
using Runbooks.Server.Channels;
using Runbooks.Server.Channels.Templates;

namespace Runbooks.Server.Tests.Channels;

public sealed class MessageTemplatesTests
{
    public static TheoryData<string> Names { get; } = [.. Enum.GetValues<MessageKind>().Select(MessageTemplates.Word), "test", "over", "words"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Templates_OfEachKind_AreThereInBothLanguagesWithTheSamePlaceholders(string name)
    {
        var (english, chinese) = (MessageTemplates.Of(ChannelLanguage.En, name), MessageTemplates.Of(ChannelLanguage.Zh, name));
        Assert.Equal(Placeholders(english.Title), Placeholders(chinese.Title));
        Assert.Equal(Placeholders(english.Text), Placeholders(chinese.Text));
        Assert.Equal(Placeholders(english.Many), Placeholders(chinese.Many));
        Assert.Equal(english.Text.Split('\n').Length, chinese.Text.Split('\n').Length);
        Assert.Matches(@"[\u4e00-\u9fff]", chinese.Title + chinese.Text);
        Assert.DoesNotMatch(@"[\u4e00-\u9fff]", english.Title + english.Text);
        Assert.Equal(english.Many.Length > 0, chinese.Many.Length > 0);
    }

    [Fact]
    public void Fill_LinesWithoutWhatTheySay_AreLeftOutAndWhatIsFilledInIsNotReadAgain() =>
        Assert.Equal("a {b}\nend", MessageTemplates.Fill("a {x}\nPlan: {plan}\nend", new Dictionary<string, string> { ["x"] = "{b}", ["b"] = "no", ["plan"] = "" }));

    private static IEnumerable<string> Placeholders(string text) => Regex.Matches(text, @"\{[a-z]+\}").Select(one => one.Value).Order();
}
