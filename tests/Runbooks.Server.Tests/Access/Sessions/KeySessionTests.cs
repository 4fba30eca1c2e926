using System.Net;

namespace Runbooks.Server.Tests.Access.Sessions;

/// <summary>Signing in to the designer with an API key, on a server whose clock stands still.</summary>
public sealed class KeySessionTests(SessionApiTests.KeylessServer own) : IClassFixture<SessionApiTests.KeylessServer>
{
    private static readonly (string, string) FromHere = ("Sec-Fetch-Site", "same-origin");

    private readonly RunningServer server = own.Server;

    [Fact]
    public async Task SignIn_WithAKey_MayDoWhatTheKeyMay()
    {
        var (_, key) = await MakeKeyAsync("operator");
        using var browser = server.CreateClient();

        var answer = await SignInAsync(browser, $" {key}\n");
        var session = await browser.AskAsync("/api/v1/session");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith("key:", session.Json.GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.Equal("operator", Assert.Single(session.Json.GetProperty("roles").EnumerateArray()).GetString());
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.AskAsync("/api/v1/keys")).Status);
        Assert.Contains("httponly", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Session_OfARevokedKey_IsOver()
    {
        var (id, key) = await MakeKeyAsync("viewer");
        using var browser = server.CreateClient();
        await SignInAsync(browser, key);
        Assert.Equal(HttpStatusCode.OK, (await browser.AskAsync("/api/v1/session")).Status);

        using (var admin = await AdminAsync()) await admin.AskAsync(HttpMethod.Delete, $"/api/v1/keys/{id}", headers: FromHere);

        (await browser.AskAsync("/api/v1/session")).AssertProblem(HttpStatusCode.Unauthorized, "access.not-signed-in");
    }

    [Fact]
    public async Task Session_OfAnExpiredKey_IsOver()
    {
        var (_, key) = await MakeKeyAsync("viewer", own.Time.GetUtcNow() + TimeSpan.FromHours(1));
        using var browser = server.CreateClient();
        await SignInAsync(browser, key);

        own.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(HttpStatusCode.OK, (await browser.AskAsync("/api/v1/session")).Status);
        own.Time.Advance(TimeSpan.FromMinutes(1));

        (await browser.AskAsync("/api/v1/session")).AssertProblem(HttpStatusCode.Unauthorized, "access.not-signed-in");
    }

    [Fact]
    public async Task SignIn_WithUnknownKeys_IsRefusedAuditedAndBounded()
    {
        own.Time.Advance(TimeSpan.FromMinutes(1));
        using var browser = server.CreateClient();
        using var admin = await AdminAsync();
        var before = await RefusalsAsync(admin);

        for (var attempt = 0; attempt < 10; attempt++)
            (await SignInAsync(browser, "rbk_nobodys")).AssertProblem(HttpStatusCode.Unauthorized, "session.key-unknown");
        (await SignInAsync(browser, "rbk_nobodys")).AssertProblem(HttpStatusCode.TooManyRequests, "session.too-many");

        Assert.Equal(10, await RefusalsAsync(admin) - before);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.AskAsync("/api/v1/session")).Status);
        var (_, key) = await MakeKeyAsync("viewer");
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(browser, key)).Status);
        own.Time.Advance(TimeSpan.FromMinutes(1));
        (await SignInAsync(browser, "rbk_nobodys")).AssertProblem(HttpStatusCode.Unauthorized, "session.key-unknown");
    }

    [Fact]
    public async Task Change_WithTheSessionOfAKey_IsTakenFromOurOwnPagesOnly()
    {
        var (_, key) = await MakeKeyAsync("operator");
        using var browser = server.CreateClient();
        await SignInAsync(browser, key);

        var answer = await browser.AskAsync(HttpMethod.Put, "/api/v1/secrets/mail", new { value = "x" }, headers: ("Sec-Fetch-Site", "cross-site"));

        answer.AssertProblem(HttpStatusCode.Forbidden, "session.cross-site");
    }

    [Fact]
    public async Task SignInLink_UsedInABrowser_LeadsToTheSignInPage()
    {
        using var browser = server.CreateClient();

        var answer = await browser.AskAsync(HttpMethod.Get, "/sign-in?token=used", headers: ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));

        Assert.Equal((HttpStatusCode.Redirect, "/signed-out?link=invalid"), (answer.Status, answer.Headers.Location!.ToString()));
        (await browser.AskAsync(HttpMethod.Get, "/sign-in?token=used", headers: ("Accept", "application/json"))).AssertProblem(HttpStatusCode.Forbidden, "sign-in.link-invalid");
    }

    private static Task<HttpAnswer> SignInAsync(HttpClient browser, string key) => browser.AskAsync(HttpMethod.Post, "/api/v1/session", new { key }, headers: FromHere);

    private static async Task<int> RefusalsAsync(HttpClient admin) =>
        (await admin.AskAsync("/api/v1/audit?what=session.refused&limit=500")).Json.GetProperty("items").GetArrayLength();

    private Task<HttpClient> AdminAsync() => own.SignedInAsync();

    private async Task<(string Id, string Key)> MakeKeyAsync(string role, DateTimeOffset? expiresAt = null)
    {
        using var admin = await AdminAsync();
        var made = await admin.AskAsync(HttpMethod.Post, "/api/v1/keys", new { name = Guid.NewGuid().ToString(), roles = new[] { role }, expiresAt }, headers: FromHere);
        return (made.Json.GetProperty("id").GetString()!, made.Json.GetProperty("key").GetString()!);
    }
}
