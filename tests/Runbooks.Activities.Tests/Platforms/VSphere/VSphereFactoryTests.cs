using System.Text.Json;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.VSphere;

namespace Runbooks.Activities.Tests.Platforms.VSphere;

public sealed class VSphereFactoryTests
{
    private static readonly Dictionary<string, string> Secrets = new() { ["password"] = "p" };

    [Theory]
    [InlineData("vcenter.example.com", "https://vcenter.example.com/sdk")]
    [InlineData("vcenter.example.com:8443", "https://vcenter.example.com:8443/sdk")]
    [InlineData("https://10.0.0.5/ui", "https://10.0.0.5/sdk")]
    [InlineData("[fd00::5]", "https://[fd00::5]/sdk")]
    public void Checked_Url_IsThatOfTheSdk(string url, string endpoint) =>
        Assert.Equal(new Uri(endpoint), new VSphereSettings { Url = url, UserName = "u" }.Checked().Endpoint);

    [Theory]
    [InlineData("""{"url":"http://vcenter","userName":"u"}""", "url")]
    [InlineData("""{"url":"https://u:p@vcenter","userName":"u"}""", "url")]
    [InlineData("""{"url":"","userName":"u"}""", "url")]
    [InlineData("""{"url":"vcenter","userName":" "}""", "userName")]
    [InlineData("""{"url":"vcenter","userName":"u","thumbprint":"A1:B2"}""", "thumbprint")]
    [InlineData("""{"url":"vcenter","userName":"u","authorities":"none"}""", "authorities")]
    public void Create_WrongSetting_IsNamed(string settings, string name)
    {
        var failure = Assert.Throws<ActivityFailure>(() => Create(settings, Secrets));
        Assert.Equal("input.invalid", failure.Code);
        Assert.Contains($"setting {name}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithoutPassword_IsRefused()
    {
        var failure = Assert.Throws<ActivityFailure>(() => Create("""{"url":"vcenter","userName":"u"}""", []));
        Assert.Contains("password", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_Sound_OpensNothingYet() =>
        await Create("""{"url":"vcenter.invalid","userName":"u"}""", Secrets).DisposeAsync();

    private static IPlatform Create(string settings, Dictionary<string, string> secrets) =>
        new VSphereFactory().Create(JsonDocument.Parse(settings).RootElement, secrets, TimeProvider.System);
}
