using Microsoft.AspNetCore.Http;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Integration;

public sealed class HttpRedirectTests : IDisposable
{
    private static readonly Dictionary<string, string> Secret = new() { ["X-Api-Key"] = "s3cret" };

    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Get_SameOrigin_IsFollowedWithItsHeaders()
    {
        await using var peer = await HttpPeer.StartAsync(context => To(context, context.Request.Path == "/a" ? "/b" : null));
        Assert.Equal("ok", (await bench.DoneAsync(new SendHttpRequest(), new { url = peer.Url + "/a", headers = Secret })).Outcome);
        Assert.Equal(["/a", "/b"], peer.Requests.Select(asked => asked.Path));
        Assert.All(peer.Requests, asked => Assert.Equal("s3cret", asked.Headers["X-Api-Key"]));
    }

    [Fact]
    public async Task Get_OtherOrigin_DoesNotLearnTheHeaders()
    {
        await using var other = await HttpPeer.StartAsync(200);
        await using var peer = await HttpPeer.StartAsync(context => To(context, other.Url));
        Assert.Equal("ok", (await bench.DoneAsync(new SendHttpRequest(), new { url = peer.Url, headers = Secret })).Outcome);
        Assert.DoesNotContain("X-Api-Key", Assert.Single(other.Requests).Headers.Keys);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[::1]/")]
    public async Task Get_ToAForbiddenAddress_IsRefused(string location)
    {
        await using var peer = await HttpPeer.StartAsync(context => To(context, location));
        Assert.Equal("http.forbidden-address", (await bench.FailsAsync(new SendHttpRequest(), new { url = peer.Url })).Code);
    }

    [Fact]
    public async Task Get_InACircle_EndsAfterFive()
    {
        await using var peer = await HttpPeer.StartAsync(context => To(context, "/again"));
        Assert.Equal("error", (await bench.DoneAsync(new SendHttpRequest(), new { url = peer.Url })).Outcome);
        Assert.Equal(6, peer.Requests.Count);
    }

    [Fact]
    public async Task Post_Redirect_IsAnAnswerAndNotFollowed()
    {
        await using var peer = await HttpPeer.StartAsync(context => To(context, "/elsewhere"));
        var done = await bench.DoneAsync(new SendHttpRequest(), new { url = peer.Url, method = "POST" });
        Assert.Equal("error", done.Outcome);
        Assert.Equal("/elsewhere", done.Output!.Value.GetProperty("headers").GetProperty("location").GetString());
        Assert.Single(peer.Requests);
    }

    private static Task To(HttpContext context, string? location)
    {
        if (location is not null) (context.Response.StatusCode, context.Response.Headers.Location) = (307, location);
        return Task.CompletedTask;
    }
}
