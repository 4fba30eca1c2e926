using System.Net;
using Runbooks.Server.Tests.Workflows;

namespace Runbooks.Server.Tests.Runs.Api;

public sealed class StartsApiTests(RunningServer server)
{
    [Fact]
    public async Task Start_SameIdempotencyKeyAtOnce_IsOneRun()
    {
        const string Id = "started-once";
        using var client = server.Admin();
        await client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{Id}", WorkflowDocuments.Waiting(Id, "PT0.01S"));
        await client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{Id}/publish");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StartAsync("one")));
        var other = await StartAsync("two");

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        var run = Assert.Single(answers.Select(answer => answer.Json.GetProperty("id").GetString()).Distinct());
        Assert.NotEqual(run, other.Json.GetProperty("id").GetString());
        Assert.Equal(2, (await client.AskAsync($"/api/v1/runs?workflow={Id}")).Json.GetProperty("items").GetArrayLength());
        (await StartAsync(new string('x', 201))).AssertProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key.too-long");

        Task<HttpAnswer> StartAsync(string key) => client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{Id}/runs", new { }, headers: ("Idempotency-Key", key));
    }
}
