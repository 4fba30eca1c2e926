using System.Globalization;

namespace Runbooks.Activities.Tests;

public sealed class DurationTests
{
    [Theory]
    [InlineData("5s", "00:00:05")]
    [InlineData("1h30m", "01:30:00")]
    [InlineData("1.5h", "01:30:00")]
    [InlineData("250ms", "00:00:00.2500000")]
    [InlineData("14d", "14.00:00:00")]
    [InlineData("P14D", "14.00:00:00")]
    [InlineData("P2W", "14.00:00:00")]
    [InlineData("PT1H30M", "01:30:00")]
    public void TryParse_Duration_GivesIt(string text, string expected)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.Parse(expected, CultureInfo.InvariantCulture), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5 m")]
    [InlineData("-5m")]
    [InlineData("5m\n")]
    [InlineData("٥m")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("PT")]
    [InlineData("99999999999d")]
    [InlineData("P99999999999D")]
    public void TryParse_NoDuration_IsFalse(string text) => Assert.False(Duration.TryParse(text, out _));
}
