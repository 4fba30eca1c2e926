using Runbooks.Activities.Compute.Provisioning;

namespace Runbooks.Activities.Tests.Compute.Provisioning;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("web-{n:00}", 1, 3, "web-01 web-02 web-03")]
    [InlineData("web-{n}", 9, 2, "web-9 web-10")]
    [InlineData("{n:000}x", 99, 2, "099x 100x")]
    [InlineData("alone", 1, 1, "alone")]
    public void Names_Pattern_PutsTheNumberIn(string pattern, int first, int count, string names) =>
        Assert.Equal(names.Split(' '), NamePattern.Names(pattern, first, count));

    [Theory]
    [InlineData("web", 2, "the same name 2 times")]
    [InlineData("web_{n}", 1, "no host name")]
    [InlineData("-web{n}", 1, "no host name")]
    [InlineData("web-{n:##}", 2, "the same name")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012{n:00}", 1, "63 at most")]
    public void Names_UnusablePattern_SaysWhy(string pattern, int count, string why) =>
        Assert.Contains(why, Assert.Throws<ActivityFailure>(() => NamePattern.Names(pattern, 1, count)).Message, StringComparison.Ordinal);
}
