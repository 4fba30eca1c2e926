using System.Net;

namespace Runbooks.Server.Tests.Designer;

/// <summary>On servers of their own, one with a designer of two files and one with none.</summary>
public sealed class DesignerFilesTests(DesignerFilesTests.Servers servers) : IClassFixture<DesignerFilesTests.Servers>
{
    private const string Page = "<!doctype html><title>Runbooks</title>";
    private const string Script = "/assets/index-1a2b3c.js";

    [Theory]
    [InlineData("/")]
    [InlineData("/runs/x")]
    [InlineData("/workflows/park.idle-vms")]
    [InlineData("/index.html")]
    public async Task Get_AddressOfAPage_IsTheDesigner(string path)
    {
        using var stranger = servers.Built.Stranger();

        using var answer = await stranger.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(Page, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
        Assert.Contains("default-src 'self'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/hooks/nope/nothing")]
    [InlineData("/health/nope")]
    [InlineData("/openapi/nope")]
    [InlineData("/assets/nope.js")]
    public async Task Get_WhatIsNoPage_IsAProblem(string path)
    {
        using var stranger = servers.Built.Stranger();

        (await stranger.AskAsync(path)).AssertProblem(HttpStatusCode.NotFound, "route.not-found");
    }

    [Fact]
    public async Task Get_UnknownCall_IsAProblemAndNoPage()
    {
        using var admin = servers.Built.Admin();
        using var stranger = servers.Built.Stranger();

        (await admin.AskAsync("/api/v1/nope")).AssertProblem(HttpStatusCode.NotFound, "route.not-found");
        (await stranger.AskAsync("/api/v1/nope")).AssertProblem(HttpStatusCode.Unauthorized, "access.not-signed-in");
    }

    [Fact]
    public async Task Post_ToAPage_IsAProblem()
    {
        using var stranger = servers.Built.Stranger();

        (await stranger.AskAsync(HttpMethod.Post, "/runs/x", new { })).AssertProblem(HttpStatusCode.NotFound, "route.not-found");
    }

    [Fact]
    public async Task Get_Asset_IsKeptForEverAndCompressed()
    {
        using var stranger = servers.Built.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Get, Script);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");

        using var answer = await stranger.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("public, max-age=31536000, immutable", string.Join(", ", answer.Headers.GetValues("Cache-Control")));
        Assert.Equal("br", Assert.Single(answer.Content.Headers.ContentEncoding));
    }

    [Fact]
    public async Task Get_WithoutADesigner_SaysSoOnOnePage()
    {
        using var stranger = servers.Bare.Stranger();

        var answer = await stranger.AskAsync("/");

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (answer.Status, answer.MediaType));
        Assert.Contains("The designer was not built", answer.Text, StringComparison.Ordinal);
    }

    public sealed class Servers : IAsyncLifetime
    {
        private readonly TemporaryDirectory files = new();

        public Servers()
        {
            Directory.CreateDirectory(Path.Combine(files.Path, "assets"));
            File.WriteAllText(Path.Combine(files.Path, "index.html"), Page);
            File.WriteAllText(Path.Combine(files.Path, Script[1..]), string.Concat(Enumerable.Repeat("console.log('Runbooks');\n", 100)));
            (Built, Bare) = (With(files.Path), With(Path.Combine(files.Path, "none")));
        }

        public RunningServer Built { get; }

        public RunningServer Bare { get; }

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            await Built.DisposeAsync();
            await Bare.DisposeAsync();
            files.Dispose();
        }

        private static RunningServer With(string directory) => new()
        {
            Settings = new() { ["Runbooks:Access:BootstrapKey"] = RunningServer.BootstrapKey, ["Runbooks:Designer:Directory"] = directory },
        };
    }
}
