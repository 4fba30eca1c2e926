using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Tests.Triggers.Firings;

public sealed class StartVerdictTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(4, 40)]
    [InlineData(7, 300)]
    [InlineData(1_000, 300)]
    public void Wait_AfterAttempts_DoublesUpToFiveMinutes(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), StartVerdict.Wait(attempts));
}
