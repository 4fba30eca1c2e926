using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.OpenStack;

namespace Runbooks.Activities.Tests.Platforms.OpenStack;

public sealed class OpenStackFactoryTests
{
    private const string AuthUrl = "https://cloud.example.com:5000/v3";

    [Fact]
    public async Task Create_AUserOfAProject_MayNotMoveVms()
    {
        await using var platform = Create(new { authUrl = AuthUrl, userName = "ops", project = "web", domain = "Default" });
        Assert.Contains(Capability.Provision, platform.Capabilities);
        Assert.DoesNotContain(Capability.LiveMigration, platform.Capabilities);
    }

    [Fact]
    public async Task Create_AnAdministrator_MayMoveVmsAndReadLoads()
    {
        await using var platform = Create(new { authUrl = AuthUrl, applicationCredentialId = "0123", administrator = true });
        Assert.Contains(Capability.LiveMigration, platform.Capabilities);
        Assert.Contains(Capability.Metrics, platform.Capabilities);
    }

    public static TheoryData<object, string> Wrong => new()
    {
        { new { authUrl = "cloud.example.com", userName = "ops", project = "web" }, "authUrl" },
        { new { authUrl = AuthUrl }, "applicationCredentialId" },
        { new { authUrl = AuthUrl, userName = "ops", project = "web", applicationCredentialId = "0123" }, "applicationCredentialId" },
        { new { authUrl = AuthUrl, userName = "ops" }, "project" },
        { new { authUrl = AuthUrl, userName = "ops", project = "web", allProjects = true }, "administrator" },
        { new { authUrl = AuthUrl, userName = "ops", project = "web", authorities = "none" }, "authorities" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Create_WrongSetting_IsNamed(object settings, string named)
    {
        var failure = Assert.Throws<ActivityFailure>(() => Create(settings));
        Assert.Equal("input.invalid", failure.Code);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    private static IPlatform Create(object settings) =>
        new OpenStackFactory().Create(ActivityJson.Write(settings), new Dictionary<string, string> { ["password"] = "x" }, TimeProvider.System);
}
