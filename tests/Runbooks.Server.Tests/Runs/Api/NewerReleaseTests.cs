using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Tests.Runs.History;

namespace Runbooks.Server.Tests.Runs.Api;

/// <summary>A run whose history a newer release wrote: this one shows nothing of it rather than something wrong.</summary>
public sealed class NewerReleaseTests(RunningServer server)
{
    [Theory]
    [InlineData("GET", "/api/v1/runs/{0}", null)]
    [InlineData("POST", "/api/v1/runs/{0}/rerun", "{}")]
    [InlineData("POST", "/api/v1/workflows/w/expressions/evaluate", """{"text":"${ steps }","step":null,"runId":"{0}"}""")]
    public async Task Ask_RunOfANewerRelease_SaysToRunThat(string method, string path, string? body)
    {
        var run = Guid.CreateVersion7().ToString("N");
        await server.Services.GetRequiredService<IRunStore>().StartAsync(Draft.Start(run, p => p with { Status = "completed", Terminal = true, Active = false }));

        var answer = await server.Admin().AskAsync(
            new HttpMethod(method),
            path.Replace("{0}", run, StringComparison.Ordinal),
            body?.Replace("{0}", run, StringComparison.Ordinal),
            "application/json");

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal("run.newer-release", answer.Code);
    }
}
