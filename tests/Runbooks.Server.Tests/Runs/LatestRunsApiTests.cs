using System.Net;
using System.Text.Json;
using Runbooks.Server.Tests.Workflows;

namespace Runbooks.Server.Tests.Runs;

public sealed class LatestRunsApiTests(RunningServer server)
{
    [Fact]
    public async Task Latest_OfWorkflows_HasTheNewestRunOfEachAndHowManyAreUnderWay()
    {
        using var admin = server.Admin();
        await PublishAsync(admin, "latest-long", "PT1H");
        await PublishAsync(admin, "latest-idle", "PT1H");
        await StartAsync(admin, "latest-long");
        var newest = await StartAsync(admin, "latest-long");

        var answer = await admin.AskAsync("/api/v1/runs/latest?workflows=latest-idle,latest-long");

        var (idle, busy) = (answer.Json.GetProperty("items")[0], answer.Json.GetProperty("items")[1]);
        Assert.Equal(("latest-idle", JsonValueKind.Null, 0), (Workflow(idle), idle.GetProperty("run").ValueKind, idle.GetProperty("underWay").GetInt32()));
        Assert.Equal(("latest-long", newest, 2), (Workflow(busy), busy.GetProperty("run").GetProperty("id").GetString(), busy.GetProperty("underWay").GetInt32()));
    }

    [Fact]
    public async Task Latest_OfTooMany_SaysHowManyMayBeNamed() =>
        (await server.Admin().AskAsync("/api/v1/runs/latest?workflows=" + string.Join(',', Enumerable.Range(0, 501).Select(n => $"w{n}"))))
            .AssertProblem(HttpStatusCode.BadRequest, "query.invalid");

    private static string? Workflow(JsonElement item) => item.GetProperty("workflow").GetString();

    private static async Task PublishAsync(HttpClient admin, string id, string wait)
    {
        await admin.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", WorkflowDocuments.Waiting(id, wait));
        Assert.Equal(HttpStatusCode.Created, (await admin.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/publish")).Status);
    }

    private static async Task<string?> StartAsync(HttpClient admin, string id)
    {
        var started = await admin.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/runs", new { inputs = new { } });
        Assert.Equal(HttpStatusCode.Accepted, started.Status);
        return started.Json.GetProperty("id").GetString();
    }
}
