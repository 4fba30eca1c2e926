using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Ec2.Operations;

namespace Runbooks.Activities.Tests.Platforms.Ec2;

public sealed class HandleTests
{
    private static readonly PlatformOperation Shutdown = new PlatformOperation.Shutdown("i-1");
    private static readonly DateTimeOffset Since = DateTimeOffset.FromUnixTimeSeconds(1_768_467_600);

    [Fact]
    public void Parse_OwnHandle_IsTheSame() =>
        Assert.Equal(new TaskHandle("shutdown", "i-1", Since), TaskHandle.Parse(Shutdown, TaskHandle.Of(Shutdown, "i-1", Since)));

    [Theory]
    [InlineData("shutdown:i-2:1768467600")]
    [InlineData("power-off:i-1:1768467600")]
    [InlineData("shutdown:i-1:soon")]
    [InlineData("shutdown:i-1")]
    public void Parse_AnotherHandle_IsInvalid(string handle) =>
        Assert.Equal(PlatformError.Invalid, Assert.Throws<PlatformException>(() => TaskHandle.Parse(Shutdown, handle)).Error);

    [Fact]
    public void ClientToken_LongKey_FitsAndDependsOnAllOfIt()
    {
        var key = new string('k', 500);
        Assert.Matches("^[a-z0-9-]{1,64}$", ClientToken.Of(key));
        Assert.Equal(ClientToken.Of(key), ClientToken.Of(new string('k', 500)));
        Assert.NotEqual(ClientToken.Of(key), ClientToken.Of(key + "2"));
    }
}
