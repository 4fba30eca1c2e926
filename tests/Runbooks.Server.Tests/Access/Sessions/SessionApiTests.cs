using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Runbooks.Server.Access.Sessions;

namespace Runbooks.Server.Tests.Access.Sessions;

public sealed class SessionApiTests(SessionApiTests.KeylessServer own) : IClassFixture<SessionApiTests.KeylessServer>
{
    private readonly RunningServer server = own.Server;

    [Fact]
    public async Task SignIn_WithTheLink_MakesAnAdministratorOnce()
    {
        var link = await LinkAsync();
        using var browser = server.CreateClient();

        var first = await browser.AskAsync(link);
        var session = await browser.AskAsync("/api/v1/session");

        Assert.Equal((HttpStatusCode.Redirect, "/"), (first.Status, first.Headers.Location!.ToString()));
        Assert.Equal("user:administrator", session.Json.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.OK, (await browser.AskAsync("/api/v1/keys")).Status);
        (await server.CreateClient().AskAsync(link)).AssertProblem(HttpStatusCode.Forbidden, "sign-in.link-invalid");
    }

    [Fact]
    public async Task SignIn_AfterItsTime_IsRefused()
    {
        var link = await LinkAsync();

        own.Time.Advance(TimeSpan.FromHours(1));

        (await server.CreateClient().AskAsync(link)).AssertProblem(HttpStatusCode.Forbidden, "sign-in.link-invalid");
    }

    [Fact]
    public async Task SignIn_Cookie_IsOutOfReachOfScriptsAndOtherSites()
    {
        var answer = await server.Stranger().AskAsync(await LinkAsync());

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SignOut_WithCookie_EndsTheSession()
    {
        using var browser = await SignedInAsync();

        await browser.AskAsync(HttpMethod.Delete, "/api/v1/session", headers: ("Sec-Fetch-Site", "same-origin"));

        (await browser.AskAsync("/api/v1/session")).AssertProblem(HttpStatusCode.Unauthorized, "access.not-signed-in");
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("X-Nothing", "at all", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost", HttpStatusCode.Created)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.Created)]
    public async Task Change_WithCookie_IsTakenFromOurOwnPagesOnly(string header, string value, HttpStatusCode expected)
    {
        using var browser = await SignedInAsync();

        var answer = await browser.AskAsync(HttpMethod.Post, "/api/v1/keys", new { name = Guid.NewGuid().ToString(), roles = new[] { "viewer" } }, headers: (header, value));

        Assert.Equal(expected, answer.Status);
    }

    [Fact]
    public async Task Offer_WhileAnAdministratorsKeyExists_IsNothing()
    {
        using var browser = await SignedInAsync();
        var link = server.Services.GetRequiredService<SignInLink>();
        Assert.NotNull(await link.OfferAsync(TestContext.Current.CancellationToken));

        (string, string) fromHere = ("Sec-Fetch-Site", "same-origin");
        var made = await browser.AskAsync(HttpMethod.Post, "/api/v1/keys", new { name = "boss", roles = new[] { "admin" } }, headers: fromHere);

        Assert.Null(await link.OfferAsync(TestContext.Current.CancellationToken));
        await browser.AskAsync(HttpMethod.Delete, made.Headers.Location!.ToString(), headers: fromHere);
        Assert.NotNull(await link.OfferAsync(TestContext.Current.CancellationToken));
    }

    private Task<HttpClient> SignedInAsync() => own.SignedInAsync();

    private Task<string> LinkAsync() => own.LinkAsync();

    /// <summary>A server without a bootstrap key.</summary>
    public sealed class KeylessServer : IAsyncDisposable
    {
        public KeylessServer() => Server = new RunningServer { Settings = [], Replace = services => services.AddSingleton<TimeProvider>(Time) };

        public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

        public RunningServer Server { get; }

        /// <summary>A browser that has used the sign-in link.</summary>
        public async Task<HttpClient> SignedInAsync()
        {
            var browser = Server.CreateClient();
            await browser.AskAsync(await LinkAsync());
            return browser;
        }

        public async Task<string> LinkAsync() =>
            "/sign-in?token=" + await Server.Services.GetRequiredService<SignInLink>().OfferAsync(TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
