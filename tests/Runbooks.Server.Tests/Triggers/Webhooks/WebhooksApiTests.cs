using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Runbooks.Server.Tests.Triggers.Webhooks;

public sealed class WebhooksApiTests(TriggerServer server) : IClassFixture<TriggerServer>
{
    private const string Secret = "a-secret-of-the-tests";
    private const string Body = """{ "who": "bell", "level": 3 }""";

    private static readonly object Schema = new
    {
        type = "object",
        required = new[] { "who" },
        properties = new { who = new { type = "string" }, level = new { type = "integer", minimum = 1 } },
    };

    [Fact]
    public async Task Call_WithTheToken_FiresOncePerKey()
    {
        var id = await MakeAsync("Hook bearer", new { type = "bearer", token = Secret });

        var first = await CallAsync(id, Body, ("Authorization", $"Bearer {Secret}"), ("Idempotency-Key", "one"));
        var again = await CallAsync(id, Body, ("Authorization", $"Bearer {Secret}"), ("Idempotency-Key", "one"));
        var other = await CallAsync(id, Body, ("Authorization", $"Bearer {Secret}"));

        Assert.Equal((HttpStatusCode.Accepted, 1, 0), (first.Status, first.Json.GetProperty("accepted").GetInt32(), first.Json.GetProperty("duplicates").GetInt32()));
        Assert.Equal((0, 1), (again.Json.GetProperty("accepted").GetInt32(), again.Json.GetProperty("duplicates").GetInt32()));
        Assert.Equal(1, other.Json.GetProperty("accepted").GetInt32());
        var firings = await server.FiringsAsync(id);
        Assert.Equal(2, firings.Count);
        Assert.All(firings, firing => Assert.Equal("bell", firing.GetProperty("inputs").GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Make_Webhook_TellsItsAddressAndNeverItsSecret()
    {
        var id = await MakeAsync("Hook secret", new { type = "hmac", secret = Secret });

        var read = await server.Client.AskAsync($"/api/v1/triggers/{id}");
        var changed = await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/triggers/{id}", read.Text);

        Assert.Equal($"/hooks/triggers/{id}", read.Json.GetProperty("address").GetString());
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.DoesNotContain(Secret, read.Text + changed.Text + (await server.Client.AskAsync("/api/v1/audit?limit=500")).Text, StringComparison.Ordinal);
        // What was left out stayed.
        Assert.Equal(HttpStatusCode.Accepted, (await CallAsync(id, Body, ("X-Hub-Signature-256", $"sha256={Signed(null)}"))).Status);
    }

    [Fact]
    public async Task Call_SignedWithItsTime_IsTakenOnceAndNotLate()
    {
        var id = await MakeAsync("Hook timed", new { type = "hmac", secret = Secret, header = "X-Signature", timestampHeader = "X-Time" });
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var old = (DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600).ToString(CultureInfo.InvariantCulture);

        var first = await CallAsync(id, Body, ("X-Signature", Signed(now)), ("X-Time", now));
        var replayed = await CallAsync(id, Body, ("X-Signature", Signed(now).ToUpperInvariant()), ("X-Time", now), ("Idempotency-Key", "new"));
        var late = await CallAsync(id, Body, ("X-Signature", Signed(old)), ("X-Time", old));
        var moved = await CallAsync(id, Body, ("X-Signature", Signed(old)), ("X-Time", now));

        Assert.Equal(1, first.Json.GetProperty("accepted").GetInt32());
        Assert.Equal(1, replayed.Json.GetProperty("duplicates").GetInt32());
        late.AssertProblem(HttpStatusCode.Forbidden, "hook.stale");
        moved.AssertProblem(HttpStatusCode.Unauthorized, "hook.wrong-credentials");
    }

    public static TheoryData<string, string, string, string, int, string> Hostile => new()
    {
        { "bearer", "", "", Body, 401, "hook.no-credentials" },
        { "bearer", "Authorization", "Bearer wrong", Body, 401, "hook.wrong-credentials" },
        { "bearer", "Authorization", "Bearer", Body, 401, "hook.no-credentials" },
        { "bearer", "Authorization", $"Basic {Secret}", Body, 401, "hook.no-credentials" },
        { "basic", "", "", Body, 401, "hook.no-credentials" },
        { "basic", "Authorization", "Basic !!!", Body, 401, "hook.wrong-credentials" },
        { "basic", "Authorization", "Basic b3BzOndyb25n", Body, 401, "hook.wrong-credentials" },
        { "hmac", "", "", Body, 401, "hook.no-credentials" },
        { "hmac", "X-Hub-Signature-256", "sha256=00", Body, 401, "hook.wrong-credentials" },
        { "hmac", "X-Hub-Signature-256", "sha1=00", Body, 401, "hook.wrong-credentials" },
        { "good", "Authorization", $"Bearer {Secret}", "{", 400, "json.malformed" },
        { "good", "Authorization", $"Bearer {Secret}", "", 400, "json.malformed" },
        { "good", "Authorization", $"Bearer {Secret}", """{ "level": 3 }""", 422, "webhook.payload" },
        { "good", "Authorization", $"Bearer {Secret}", """{ "who": 3 }""", 422, "webhook.payload" },
        { "good", "Authorization", $"Bearer {Secret}", """{ "who": "a", "level": 0 }""", 422, "webhook.payload" },
        { "good", "Authorization", $"Bearer {Secret}", "[]", 422, "webhook.payload" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Call_BadRequest_IsRefusedAndFiresNothing(string kind, string header, string value, string body, int status, string code)
    {
        object authentication = kind switch
        {
            "basic" => new { type = "basic", user = "ops", password = Secret },
            "hmac" => new { type = "hmac", secret = Secret },
            _ => new { type = "bearer", token = Secret },
        };
        var id = await MakeAsync($"Hook {Guid.NewGuid():N}", authentication);

        var answer = await CallAsync(id, body, header.Length > 0 ? [(header, value)] : []);

        answer.AssertProblem((HttpStatusCode)status, code);
        Assert.Empty(await server.FiringsAsync(id));
    }

    [Fact]
    public async Task Call_TooLargeOrNotJsonOrUnknownOrPaused_IsRefused()
    {
        var id = await MakeAsync("Hook limits", new { type = "basic", user = "ops", password = Secret });
        var shown = ("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"ops:{Secret}"))}");

        (await CallAsync(id, new string(' ', 300_000), shown)).AssertProblem(HttpStatusCode.RequestEntityTooLarge, "body.too-large");
        using var stranger = server.Server.Stranger();
        (await stranger.AskAsync(HttpMethod.Post, $"/hooks/triggers/{id}", Body, "text/plain", shown)).AssertProblem(HttpStatusCode.UnsupportedMediaType, "body.unsupported");
        (await CallAsync("nowhere", Body, shown)).AssertProblem(HttpStatusCode.NotFound, "webhook.not-found");
        Assert.Equal(HttpStatusCode.Accepted, (await CallAsync(id, Body, shown)).Status);
        await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/pause");
        (await CallAsync(id, Body, shown)).AssertProblem(HttpStatusCode.Conflict, "trigger.paused");
        (await CallAsync(id, Body)).AssertProblem(HttpStatusCode.Unauthorized, "hook.no-credentials");
    }

    [Theory]
    [InlineData("GET", "/hooks/triggers/any")]
    [InlineData("PUT", "/hooks/triggers/any")]
    [InlineData("GET", "/hooks/any")]
    [InlineData("DELETE", "/hooks/any")]
    public async Task Call_ByAnotherMethod_IsToldWhichOne(string method, string path)
    {
        using var stranger = server.Server.Stranger();

        (await stranger.AskAsync(new HttpMethod(method), path)).AssertProblem(HttpStatusCode.MethodNotAllowed, "method.not-allowed");
    }

    public static TheoryData<string, string> Bad => new()
    {
        { """ "schema": {} """, "/authentication" },
        { """ "authentication": { "type": "none" } """, "/authentication/type" },
        { """ "authentication": { "type": "bearer" } """, "/authentication/token" },
        { """ "authentication": { "type": "bearer", "token": "short" } """, "/authentication/token" },
        { """ "authentication": { "type": "basic", "password": "12345678" } """, "/authentication/user" },
        { """ "authentication": { "type": "basic", "user": "ops" } """, "/authentication/password" },
        { """ "authentication": { "type": "hmac" } """, "/authentication/secret" },
        { """ "authentication": { "type": "hmac", "secret": "0123456789abcdef", "tolerance": "2h" } """, "/authentication/tolerance" },
        { """ "authentication": { "type": "bearer", "token": "0123456789abcdef" }, "schema": { "oneOf": [] } """, "/schema/oneOf" },
        { """ "authentication": { "type": "bearer", "token": "0123456789abcdef" }, "schema": { "properties": { "a": { "type": "text" } } } """, "/schema/properties/a/type" },
        { """ "authentication": { "type": "bearer", "token": "0123456789abcdef" }, "schema": { "pattern": "(?=a)" } """, "/schema/pattern" },
        { """ "authentication": { "type": "bearer", "token": "0123456789abcdef" }, "schema": [] """, "/schema" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Make_BadWebhook_IsRefusedWithItsPlace(string members, string path)
    {
        var answer = await server.Client.AskAsync(
            HttpMethod.Post, "/api/v1/triggers", $$"""{ "name": "Bad", "workflow": "{{TriggerServer.Flow}}", "type": "webhook", "inputs": { "name": "a" }, {{members}} }""");

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "trigger.invalid");
        Assert.Equal(path, Assert.Single(answer.Errors).Path);
    }

    private Task<string> MakeAsync(string name, object authentication) => server.MakeAsync(new
    {
        name, workflow = TriggerServer.Flow, type = "webhook", authentication, schema = Schema, inputs = new { name = "${ payload.who }" },
    });

    private async Task<HttpAnswer> CallAsync(string id, string body, params (string Name, string Value)[] headers)
    {
        using var stranger = server.Server.Stranger();
        return await stranger.AskAsync(HttpMethod.Post, $"/hooks/triggers/{id}", body, headers: headers);
    }

    private static string Signed(string? time) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(time is null ? Body : $"{time}:{Body}")));
}
