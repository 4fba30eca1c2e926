using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Ec2;

namespace Runbooks.Activities.Tests.Platforms.Ec2;

public sealed class Ec2FactoryTests
{
    private static readonly Ec2Factory Factory = new();

    [Fact]
    public async Task Create_RegionAlone_TakesTheMachinesRole()
    {
        await using var platform = Create(new { region = "us-gov-west-1" });
        Assert.Contains(Capability.Provision, platform.Capabilities);
        Assert.Contains(Capability.Metrics, platform.Capabilities);
        Assert.DoesNotContain(Capability.Snapshot, platform.Capabilities);
        Assert.DoesNotContain(Capability.Reset, platform.Capabilities);
    }

    [Fact]
    public async Task Create_WithoutMetrics_LacksThem()
    {
        await using var platform = Create(new { region = "eu-central-1", metrics = false });
        Assert.DoesNotContain(Capability.Metrics, platform.Capabilities);
    }

    [Theory]
    [InlineData("Frankfurt", null, "m7i.large", "region")]
    [InlineData("eu-central-1", "vpce.example", "m7i.large", "serviceUrl")]
    [InlineData("eu-central-1", null, "large", "defaultInstanceType")]
    public void Create_WrongSetting_IsNamed(string region, string? serviceUrl, string type, string named)
    {
        var failure = Assert.Throws<ActivityFailure>(() => Create(new { region, serviceUrl, defaultInstanceType = type }));
        Assert.Equal("input.invalid", failure.Code);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_ImageThatIsNone_IsNamed() =>
        Assert.Contains("images", Assert.Throws<ActivityFailure>(() => Create(new { region = "eu-central-1", images = new[] { "debian" } })).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_SecretWithoutItsId_IsRefused() => Assert.Throws<ActivityFailure>(
        () => Factory.Create(ActivityJson.Write(new { region = "eu-central-1" }), new Dictionary<string, string> { ["secretAccessKey"] = "x" }, TimeProvider.System));

    [Fact]
    public async Task GetInventory_IdWithoutItsSecret_IsUnauthorised()
    {
        await using var platform = Create(new { region = "eu-central-1", accessKeyId = "AKID" });
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.GetInventoryAsync(TestContext.Current.CancellationToken));
        Assert.Equal(PlatformError.Unauthorised, error.Error);
        Assert.Contains("secretAccessKey", error.Message, StringComparison.Ordinal);
    }

    private static IPlatform Create(object settings) => Factory.Create(ActivityJson.Write(settings), new Dictionary<string, string>(), TimeProvider.System);
}
