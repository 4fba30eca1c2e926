using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Integration;

public sealed class SendHttpRequestTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Get_Json_GivesStatusHeadersAndBody()
    {
        await using var peer = await HttpPeer.StartAsync(200, """{ "free": 12 }""");
        var done = await bench.DoneAsync(new SendHttpRequest(), new { url = peer.Url + "/pools?name=a", headers = new { Authorization = "Bearer t" } });
        var answer = done.Output!.Value;
        Assert.Equal("ok", done.Outcome);
        Assert.Equal(200, answer.GetProperty("status").GetInt32());
        Assert.Equal("application/json", answer.GetProperty("headers").GetProperty("content-type").GetString());
        Assert.Equal(12, answer.GetProperty("body").GetProperty("free").GetInt32());

        var asked = Assert.Single(peer.Requests);
        Assert.Equal(("GET", "/pools", "Bearer t"), (asked.Method, asked.Path, asked.Headers["Authorization"]));
        Assert.DoesNotContain("Idempotency-Key", asked.Headers.Keys);
        Assert.Empty(bench.Ledger.Names);
    }

    [Theory]
    [InlineData(204, "ok")]
    [InlineData(304, "error")]
    [InlineData(404, "error")]
    [InlineData(500, "error")]
    public async Task Execute_Answer_DecidesTheOutcome(int status, string outcome)
    {
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var done = await bench.DoneAsync(new SendHttpRequest(), new { url = peer.Url });
        Assert.Equal(outcome, done.Outcome);
        Assert.False(done.Output!.Value.TryGetProperty("body", out _));
    }

    [Theory]
    [InlineData("""{"a":[1]}""", """{"a":[1]}""", "application/json; charset=utf-8")]
    [InlineData("\"plain ✓\"", "plain ✓", "text/plain; charset=utf-8")]
    public async Task Post_Body_IsSentAsJsonOrAsText(string body, string sent, string type)
    {
        await using var peer = await HttpPeer.StartAsync(200);
        await bench.DoneAsync(new SendHttpRequest(), new { url = peer.Url, method = "POST", body = JsonElement.Parse(body) });
        var asked = Assert.Single(peer.Requests);
        Assert.Equal(("POST", sent, type), (asked.Method, asked.Body, asked.Headers["Content-Type"]));
    }

    [Fact]
    public async Task Post_ContentTypeHeader_OverridesTheType()
    {
        await using var peer = await HttpPeer.StartAsync(200);
        var headers = new Dictionary<string, string> { ["Content-Type"] = "application/xml" };
        await bench.DoneAsync(new SendHttpRequest(), new { url = peer.Url, method = "PUT", body = "<a/>", headers });
        Assert.Equal("application/xml", Assert.Single(peer.Requests).Headers["Content-Type"]);
    }

    [Fact]
    public async Task Delete_OwnHeaders_GoBeforeOurs()
    {
        await using var peer = await HttpPeer.StartAsync(200);
        var headers = new Dictionary<string, string> { ["User-Agent"] = "mine", ["Idempotency-Key"] = "k", ["Content-Type"] = "text/plain", ["Host"] = "virtual" };
        await bench.DoneAsync(new SendHttpRequest(), new { url = peer.Url, method = "DELETE", headers });
        var asked = Assert.Single(peer.Requests).Headers;
        Assert.Equal(("mine", "k", "virtual"), (asked["User-Agent"], asked["Idempotency-Key"], asked["Host"]));
        Assert.DoesNotContain("Content-Type", asked.Keys);
    }

    [Fact]
    public async Task Post_AfterEveryCrash_CarriesOneKeyAndKeepsTheAnswer()
    {
        await using var peer = await HttpPeer.StartAsync(201, """{ "id": 7 }""");
        var input = new { url = peer.Url, method = "POST", body = "x" };
        Assert.Equal(5, await EveryCrash.OfAsync(() => new Bench(), new SendHttpRequest(), input, null, (_, result) =>
        {
            var answer = Assert.IsType<ActivityResult.Done>(result).Output!.Value;
            Assert.Equal((201, 7), (answer.GetProperty("status").GetInt32(), answer.GetProperty("body").GetProperty("id").GetInt32()));
        }));
        Assert.Single(peer.Requests.Select(asked => asked.Headers["Idempotency-Key"]).Distinct());
        Assert.Equal(1 + 5 + 1, peer.Requests.Count);
    }

    [Fact]
    public async Task Post_LargeAnswerLostInACrash_IsReportedAndNotSentAgain()
    {
        await using var peer = await HttpPeer.StartAsync(200, JsonSerializer.Serialize(new string('x', 100_000)));
        var input = new { url = peer.Url, method = "POST" };
        await Assert.ThrowsAsync<Crash>(() => bench.ExecuteAsync(new SendHttpRequest(), input, null, new CrashAt("request", Platforms.CrashPoint.Handle)));
        var failure = await bench.FailsAsync(new SendHttpRequest(), input);
        Assert.Equal("step.interrupted", failure.Code);
        Assert.Contains("was carried out and answered 200", failure.Message, StringComparison.Ordinal);
        Assert.Single(peer.Requests);
    }

    [Fact]
    public async Task Execute_AnswerOfOneMegabyte_IsTakenAndMoreIsNot()
    {
        var size = 1024 * 1024;
        await using var peer = await HttpPeer.StartAsync(context => context.Response.WriteAsync(new string('x', context.Request.Path == "/more" ? size + 1 : size)));
        var done = await bench.DoneAsync(new SendHttpRequest(), new { url = peer.Url });
        Assert.Equal(size, done.Output!.Value.GetProperty("body").GetString()!.Length);
        Assert.Equal("http.answer-too-large", (await bench.FailsAsync(new SendHttpRequest(), new { url = peer.Url + "/more" })).Code);
    }

    [Fact]
    public async Task Execute_EndlessAnswer_IsCutOff()
    {
        await using var peer = await HttpPeer.StartAsync(async context =>
        {
            var chunk = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        });
        Assert.Equal("http.answer-too-large", (await bench.FailsAsync(new SendHttpRequest(), new { url = peer.Url })).Code);
    }

    [Theory]
    [InlineData("GET", false)]
    [InlineData("POST", true)]
    public async Task Execute_NoAnswer_EndsAtTheTimeoutAndSaysWhatIsNotKnown(string method, bool effectUnknown)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var sending = bench.FailsAsync(new SendHttpRequest(), new { url = peer.Url + "/slow?token=s3cret", method, timeout = "10s" });
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        var failure = await sending;
        Assert.Equal(("http.timeout", true, effectUnknown), (failure.Code, failure.Retryable, failure.EffectUnknown));
        Assert.StartsWith($"{method} {peer.Url}/slow was not answered within 10 s.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", false)]
    [InlineData("DELETE", true)]
    public async Task Execute_ConnectionBreaks_SaysWhatIsNotKnown(string method, bool effectUnknown)
    {
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        var failure = await bench.FailsAsync(new SendHttpRequest(), new { url = peer.Url, method });
        Assert.Equal(("http.interrupted", true, effectUnknown), (failure.Code, failure.Retryable, failure.EffectUnknown));
    }

    [Fact]
    public async Task Execute_NobodyListens_WasNotSent()
    {
        string url;
        await using (var peer = await HttpPeer.StartAsync(200)) url = peer.Url;
        var failure = await bench.FailsAsync(new SendHttpRequest(), new { url, method = "POST" });
        Assert.Equal(("http.unreachable", true, false), (failure.Code, failure.Retryable, failure.EffectUnknown));
    }

    [Fact]
    public async Task Execute_NoSuchName_WasNotSent()
    {
        var failure = await bench.FailsAsync(new SendHttpRequest(), new { url = "http://nobody.invalid/", method = "POST" });
        Assert.Equal(("http.unreachable", true, false), (failure.Code, failure.Retryable, failure.EffectUnknown));
    }

    [Fact]
    public async Task Execute_NoTlsOnTheOtherSide_WasNotSent()
    {
        await using var peer = await HttpPeer.StartAsync(200);
        var failure = await bench.FailsAsync(new SendHttpRequest(), new { url = peer.Url.Replace("http:", "https:", StringComparison.Ordinal) });
        Assert.Equal(("http.tls", false, false), (failure.Code, failure.Retryable, failure.EffectUnknown));
        Assert.Empty(peer.Requests);
    }

    [Theory]
    [InlineData("ftp://files.example.org/", "http or https")]
    [InlineData("/relative", "http or https")]
    [InlineData("http://user:pw@example.org/", "carries credentials")]
    public async Task Execute_BadAddress_IsRefused(string url, string says)
    {
        var failure = await bench.FailsAsync(new SendHttpRequest(), new { url });
        Assert.Equal("input.invalid", failure.Code);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-A", "1\r\nX-B: 2")]
    [InlineData("X A", "1")]
    [InlineData("", "1")]
    [InlineData("content-length", "5")]
    public async Task Execute_BadHeader_IsNotSent(string name, string value)
    {
        await using var peer = await HttpPeer.StartAsync(200);
        var failure = await bench.FailsAsync(new SendHttpRequest(), new { url = peer.Url, headers = new Dictionary<string, string> { [name] = value } });
        Assert.Equal("input.invalid", failure.Code);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task Execute_Cookies_AreNotKept()
    {
        await using var peer = await HttpPeer.StartAsync(context =>
        {
            context.Response.Cookies.Append("session", "s3cret");
            return Task.CompletedTask;
        });
        var done = await bench.DoneAsync(new SendHttpRequest(), new { url = peer.Url });
        Assert.DoesNotContain("s3cret", done.Output!.Value.GetRawText(), StringComparison.Ordinal);
    }
}
