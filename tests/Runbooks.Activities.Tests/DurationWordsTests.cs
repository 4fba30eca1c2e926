namespace Runbooks.Activities.Tests;

public sealed class DurationWordsTests
{
    [Theory]
    [InlineData("500ms", "0.5 s")]
    [InlineData("30s", "30 s")]
    [InlineData("2m", "2 min")]
    [InlineData("90s", "1 min 30 s")]
    [InlineData("2h", "2 h")]
    [InlineData("64m", "1 h 04 min")]
    [InlineData("14d", "14 d")]
    [InlineData("36h", "1 d 12 h")]
    public void ToWords_Duration_ReadsAsPeopleSayIt(string duration, string words) =>
        Assert.Equal(words, Duration.ToWords(Duration.Parse(duration)));
}
