using System.Net;
using Runbooks.Server.Hosting;

namespace Runbooks.Server.Tests.Hosting;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Theory]
    [InlineData("Runbooks__Access__BootstrapKey", "too-short", "Runbooks__Access__BootstrapKey): must have at least 32 characters; it has 9.")]
    [InlineData("Runbooks__Database__Provider", "Oracle", "Runbooks__Database__Provider): 'Oracle' is not known; choose Sqlite.")]
    [InlineData("Runbooks__Access__SessionLifetime", "soon", "Runbooks__Access__SessionLifetime): 'soon' is not a time span; write it as 00:00:15.")]
    [InlineData("Runbooks__DataDirectory", "/proc/nowhere", "Runbooks__DataDirectory): the folder /proc/nowhere cannot be used:")]
    [InlineData("Runbooks__Outbound__Allow__0", "10.0.0.0/99", "Runbooks__Outbound__Allow): '10.0.0.0/99' is neither an address nor a network such as 127.0.0.0/8.")]
    public async Task Start_BadConfiguration_SaysSoInOneLineAndExits78(string key, string value, string expected)
    {
        using var server = Start((key, value));

        Assert.Equal(StartFailure.ExitCode, await server.ExitCodeAsync());
        Assert.Contains(expected, Assert.Single(server.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutConfiguration_PrintsASignInLinkThatWorksAndEndsCleanly()
    {
        using var server = Start();
        using var client = new HttpClient { BaseAddress = new Uri(await server.Address) };
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync("/health/ready")).Status);

        var link = Assert.Single(server.Output, line => line.Contains("/sign-in?token=", StringComparison.Ordinal));
        var signedIn = await client.AskAsync(link[link.IndexOf("http", StringComparison.Ordinal)..]);

        // The page that it leads to is the designer's.
        Assert.Contains(signedIn.Status, new[] { HttpStatusCode.OK, HttpStatusCode.NotFound });
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync("/api/v1/session")).Status);
        Assert.True(File.Exists(Path.Combine(directory.Path, "data", "runbooks.db")));
        server.Terminate();
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.DoesNotContain("token=", string.Concat(LogFiles()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortInUse_SaysSoInOneLineAndExits78()
    {
        using var first = Start();
        var address = await first.Address;

        using var second = Start(("ASPNETCORE_URLS", address), ("Runbooks__DataDirectory", "other"));

        Assert.Equal(StartFailure.ExitCode, await second.ExitCodeAsync());
        Assert.Contains("address already in use", Assert.Single(second.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DataDirectoryInUse_SaysSoInOneLineAndExits78()
    {
        using var first = Start();
        await first.Address;

        using var second = Start();

        Assert.Equal(StartFailure.ExitCode, await second.ExitCodeAsync());
        Assert.Contains("is in use by another process", Assert.Single(second.Errors), StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private ServerProcess Start(params (string, string)[] environment) =>
        new(directory.Path, [("ASPNETCORE_URLS", "http://127.0.0.1:0"), .. environment]);

    private IEnumerable<string> LogFiles() =>
        Directory.GetFiles(Path.Combine(directory.Path, "data", "logs")).Select(File.ReadAllText);
}
