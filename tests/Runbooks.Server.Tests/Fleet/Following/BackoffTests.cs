using Runbooks.Server.Fleet.Following;

namespace Runbooks.Server.Tests.Fleet.Following;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, true, 0.5, 1)]
    [InlineData(4, true, 0.5, 8)]
    [InlineData(4, true, 0, 6.4)]
    [InlineData(4, true, 1, 9.6)]
    [InlineData(1000, true, 0.5, 60)]
    [InlineData(1, false, 0.5, 60)]
    [InlineData(1000, false, 0.5, 900)]
    public void Delay_AfterFailures_DoublesWithinBounds(int failures, bool retryable, double chance, double seconds) =>
        Assert.Equal(seconds, Backoff.Delay(failures, retryable, chance).TotalSeconds, 6);
}
