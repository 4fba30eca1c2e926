using Runbooks.Activities.Messaging;
using Runbooks.Activities.Tests.Integration;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Messaging;

public sealed class WebhookTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Execute_Taken_IsDone()
    {
        await using var peer = await HttpPeer.StartAsync(202, """{ "queued": true }""");
        var done = await bench.DoneAsync(new Webhook(), new { url = peer.Url + "/hook", body = new { text = "3 VMs are off" } });
        Assert.Equal("done", done.Outcome);
        Assert.True(done.Output!.Value.GetProperty("body").GetProperty("queued").GetBoolean());
        var asked = Assert.Single(peer.Requests);
        Assert.Equal(("POST", "/hook", """{"text":"3 VMs are off"}"""), (asked.Method, asked.Path, asked.Body));
        Assert.Matches("^[0-9a-f]{32}$", asked.Headers["Idempotency-Key"]);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(302, false)]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    public async Task Execute_Refused_FailsAndMayBeRetriedWhereThatHelps(int status, bool retryable)
    {
        await using var peer = await HttpPeer.StartAsync(status);
        var failure = await bench.FailsAsync(new Webhook(), new { url = peer.Url });
        Assert.Equal(("webhook.refused", retryable, false), (failure.Code, failure.Retryable, failure.EffectUnknown));
        Assert.StartsWith($"POST {peer.Url}/ was answered {status};", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Sun, 01 Mar 2026 12:00:30 GMT", 30)]
    [InlineData("Sun, 01 Mar 2026 11:00:00 GMT", null)]
    [InlineData("soon", null)]
    public async Task Execute_RetryAfter_IsKept(string after, int? seconds)
    {
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (429, after);
            return Task.CompletedTask;
        });
        Assert.Equal(seconds, (await bench.FailsAsync(new Webhook(), new { url = peer.Url })).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Execute_RetryAfterARefusal_IsSentAgainWithANewKey()
    {
        var status = 503;
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await bench.FailsAsync(new Webhook(), new { url = peer.Url });
        status = 200;
        await bench.DoneAsync(new Webhook(), new { url = peer.Url });
        Assert.Equal(2, peer.Requests.Select(asked => asked.Headers["Idempotency-Key"]).Distinct().Count());
    }

    [Fact]
    public async Task Execute_AfterEveryCrash_CarriesOneKey()
    {
        await using var peer = await HttpPeer.StartAsync(200);
        Assert.Equal(5, await EveryCrash.OfAsync(
            () => new Bench(), new Webhook(), new { url = peer.Url }, null, (_, result) => Assert.IsType<ActivityResult.Done>(result)));
        Assert.Single(peer.Requests.Select(asked => asked.Headers["Idempotency-Key"]).Distinct());
    }
}
