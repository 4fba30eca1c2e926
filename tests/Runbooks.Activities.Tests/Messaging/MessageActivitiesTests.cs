using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Runbooks.Activities.Messaging;
using Runbooks.Activities.Tests.Integration;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Messaging;

/// <summary>The activities against a service that answers as a test says.</summary>
public sealed class MessageActivitiesTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    /// <summary>The activity, what its service says when it takes a message, and when it refuses one with 200.</summary>
    public static TheoryData<string, IActivity, string, string?> Services { get; } = new()
    {
        { "slack", new Slack(), "ok", null },
        { "teams", new Teams(), "", null },
        { "dingtalk", new DingTalk(), """{"errcode":0,"errmsg":"ok"}""", """{"errcode":310000,"errmsg":"sign not match"}""" },
        { "wecom", new WeCom(), """{"errcode":0,"errmsg":"ok"}""", """{"errcode":93000,"errmsg":"invalid webhook url"}""" },
        { "feishu", new Feishu(), """{"code":0,"msg":"success"}""", """{"code":19021,"msg":"sign match fail"}""" },
        { "pagerduty", new PagerDuty(), """{"status":"success","dedup_key":"k"}""", null },
        { "opsgenie", new Opsgenie(), """{"result":"Request will be processed"}""", null },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Execute_Taken_IsSent(string service, IActivity activity, string ok, string? refused)
    {
        await using var peer = await HttpPeer.StartAsync(200, ok, ok.StartsWith('{') ? "application/json" : "text/html");
        var done = await bench.DoneAsync(activity, Input(service, peer));
        Assert.Equal(("sent", 200), (done.Outcome, done.Output!.Value.GetProperty("status").GetInt32()));
        var asked = Assert.Single(peer.Requests);
        Assert.Equal("POST", asked.Method);
        Assert.Matches("^[0-9a-f]{32}$", asked.Headers["Idempotency-Key"]);
        Assert.DoesNotContain("redirect", refused ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Execute_Refused_FailsAndTellsNoSecret(string service, IActivity activity, string ok, string? refused)
    {
        foreach (var (status, code) in new[] { (400, "message.refused"), (403, "message.refused"), (302, "message.refused"), (429, "message.deferred"), (503, "message.deferred") })
        {
            await using var peer = await HttpPeer.StartAsync(context =>
            {
                (context.Response.StatusCode, context.Response.Headers.RetryAfter, context.Response.Headers.Location) = (status, "7", "/elsewhere");
                return context.Response.WriteAsync("no_service");
            });
            var failure = await bench.FailsAsync(activity, Input(service, peer));
            Assert.Equal((code, code == "message.deferred", false), (failure.Code, failure.Retryable, failure.EffectUnknown));
            Assert.Equal(code == "message.deferred" ? 7 : null, failure.RetryAfter?.TotalSeconds);
            Assert.Contains($"{status}: `no_service`", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("T0P", failure.Message, StringComparison.Ordinal);
            Assert.Single(peer.Requests);
        }

        if (refused is null) return;
        Assert.NotEqual(ok, refused);
        foreach (var said in new[] { refused, "<html>proxy</html>" })
        {
            await using var peer = await HttpPeer.StartAsync(200, said, said[0] == '{' ? "application/json" : "text/html");
            var failure = await bench.FailsAsync(activity, Input(service, peer));
            Assert.Equal(("message.refused", false), (failure.Code, failure.Retryable));
            Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("dingtalk", """{"errcode":130101,"errmsg":"send too fast"}""")]
    [InlineData("dingtalk", """{"errcode":-1,"errmsg":"system busy"}""")]
    [InlineData("wecom", """{"errcode":45009,"errmsg":"api freq out of limit"}""")]
    [InlineData("feishu", """{"code":11232,"msg":"frequency limited"}""")]
    public async Task Execute_TooMany_MayBeRetried(string service, string said)
    {
        await using var peer = await HttpPeer.StartAsync(200, said);
        var activity = Services.Select(row => row.Data).Single(row => row.Item1 == service).Item2;
        Assert.Equal(("message.deferred", true), await bench.FailsAsync(activity, Input(service, peer)) is { } failure ? (failure.Code, failure.Retryable) : default);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Execute_AddressOfThisServer_IsRefusedByTheGuard(string service, IActivity activity, string ok, string? refused)
    {
        _ = (ok, refused);
        var failure = await bench.FailsAsync(activity, Input(service, "http://[::1]:9"));
        Assert.Equal("http.forbidden-address", failure.Code);
        Assert.DoesNotContain("T0P", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_NoAnswer_SaysWhereAndNotTheToken()
    {
        await using var peer = await HttpPeer.StartAsync(async context => await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing));
        var sending = bench.FailsAsync(new Slack(), Input("slack", peer));
        for (var tries = 0; tries < 2_000 && peer.Requests.Count == 0; tries++) await Task.Delay(5, TestContext.Current.CancellationToken);
        bench.Time.Advance(TimeSpan.FromSeconds(31));
        var failure = await sending;
        Assert.Equal(("http.timeout", true, true), (failure.Code, failure.Retryable, failure.EffectUnknown));
        Assert.Contains($"POST {peer.Url}/… was not answered", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "webhook": "hooks.slack.com/services", "text": "x" }""")]
    [InlineData("""{ "webhook": "file:///etc/T0P", "text": "x" }""")]
    [InlineData("""{ "webhook": "https://a/b", "text": "x", "link": "javascript:alert(1)" }""")]
    public async Task Execute_BadAddress_IsRefusedBeforeAnythingIsSent(string input) =>
        Assert.Equal("input.invalid", (await bench.FailsAsync(new Slack(), JsonElement.Parse(input))).Code);

    [Fact]
    public async Task Execute_IncidentWithoutAKey_HasOneThatIsTheSameAfterEveryCrash()
    {
        await using var peer = await HttpPeer.StartAsync(202, "{}");
        var keys = new HashSet<string>();
        await EveryCrash.OfAsync(
            () => new Bench(), new PagerDuty(), Input("pagerduty", peer), null,
            (_, result) => keys.Add(Assert.IsType<ActivityResult.Done>(result).Output!.Value.GetProperty("key").GetString()!));
        Assert.Equal(keys.Order(), peer.Requests.Select(asked => JsonElement.Parse(asked.Body).GetProperty("dedup_key").GetString()!).Distinct());
        Assert.Single(keys);
    }

    [Theory]
    [InlineData("""{ "routingKey": "r" }""")]
    [InlineData("""{ "routingKey": "r", "action": "resolve" }""")]
    public async Task Execute_IncidentWithoutWhatItNeeds_IsRefused(string input) =>
        Assert.Equal("input.invalid", (await bench.FailsAsync(new PagerDuty(), JsonElement.Parse(input))).Code);

    private static object Input(string service, HttpPeer peer) => Input(service, peer.Url);

    private static object Input(string service, string url) => service switch
    {
        "pagerduty" => new { routingKey = "T0P", title = "a", text = "b", address = url },
        "opsgenie" => new { apiKey = "T0P", title = "a", text = "b", address = url },
        "dingtalk" or "feishu" => new { webhook = $"{url}/T0P?access_token=T0P", secret = "T0PS", title = "a", text = "b" },
        _ => new { webhook = $"{url}/T0P?key=T0P", title = "a", text = "b" },
    };
}
