using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Runbooks.Server.Tests.Observability;

public sealed class HealthTests(RunningServer server)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_OfARunningServer_Is200ForStrangers(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await server.Stranger().AskAsync(path)).Status);

    [Fact]
    public async Task Ready_WhileASliceIsNot_Is503ThatSaysWhich()
    {
        await using var own = new RunningServer
        {
            Replace = services => services.AddHealthChecks().AddCheck("runs", () => HealthCheckResult.Unhealthy("Runs are still being recovered.")),
        };

        var ready = await own.Stranger().AskAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Equal("runs", Assert.Single(ready.Json.GetProperty("problems").EnumerateArray()).GetProperty("check").GetString());
        Assert.Equal(HttpStatusCode.OK, (await own.Stranger().AskAsync("/health/live")).Status);
    }

    [Fact]
    public async Task Metrics_FromThisMachine_AreOfTheProcessAndOfHttp()
    {
        using var client = server.Admin();
        await client.AskAsync("/api/v1/session");

        var metrics = await server.Stranger().AskAsync("/metrics");

        Assert.Contains("process_cpu_seconds_total", metrics.Text, StringComparison.Ordinal);
        Assert.Matches("""http_requests_received_total\{.*endpoint="/api/v1/session/?"\} [1-9]""", metrics.Text);
    }

    [Fact]
    public async Task Metrics_ThroughAProxy_NeedAKey()
    {
        (string, string) proxied = ("X-Forwarded-For", "10.1.2.3");

        (await server.Stranger().AskAsync(HttpMethod.Get, "/metrics", headers: proxied)).AssertProblem(HttpStatusCode.Unauthorized, "access.not-signed-in");
        Assert.Equal(HttpStatusCode.OK, (await server.Admin().AskAsync(HttpMethod.Get, "/metrics", headers: proxied)).Status);
    }
}
