using System.Net;
using System.Text.Json;

namespace Runbooks.Server.Tests.Runs.Api;

/// <summary>What a run has made, its reruns know for theirs.</summary>
public sealed class RerunLineageTests(RunningServer server)
{
    [Fact]
    public async Task Rerun_OfARerun_HasTheLineageOfTheFirstRunAndItsChildrenThatOfItsChild()
    {
        await PublishAsync("lineage-child", "{ activity: flow.set-variable, with: { name: done, value: yes } }");
        await PublishAsync("lineage", "{ activity: flow.run-workflow, with: { workflow: lineage-child } }");
        var first = (await AskAsync(HttpMethod.Post, "workflows/lineage/runs?wait=30s", new { inputs = new { } })).GetProperty("id").GetString()!;
        var second = await RerunAsync(first);
        var third = await RerunAsync(second);

        Assert.Equal((null, first, first), (await LineageAsync(first), await LineageAsync(second), await LineageAsync(third)));
        var children = new[] { await ChildAsync(first), await ChildAsync(third) };
        Assert.Distinct(children);
        Assert.Equal(children[0], await LineageAsync(children[1]));
    }

    private async Task PublishAsync(string id, string step)
    {
        var yaml = $"apiVersion: runbooks/v1\nid: {id}\nname: {id}\nsteps:\n  only: {step}\n";
        var saved = await server.Admin().AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", yaml, "application/yaml");
        Assert.True(saved.Status is HttpStatusCode.OK or HttpStatusCode.Created, saved.Text);
        var published = await server.Admin().AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/publish");
        Assert.True(published.Status is HttpStatusCode.OK or HttpStatusCode.Created, published.Text);
    }

    private async Task<string> RerunAsync(string run)
    {
        var id = (await AskAsync(HttpMethod.Post, $"runs/{run}/rerun", new { from = "only" })).GetProperty("id").GetString()!;
        for (var tries = 0; tries < 300; tries++)
        {
            if ((await AskAsync(HttpMethod.Get, $"runs/{id}")).GetProperty("endedAt").ValueKind != JsonValueKind.Null) return id;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"The rerun of {run} did not end.");
    }

    private async Task<string?> LineageAsync(string run)
    {
        var created = (await AskAsync(HttpMethod.Get, $"runs/{run}/history"))[0].GetProperty("data");
        return created.TryGetProperty("lineage", out var lineage) ? lineage.GetString() : null;
    }

    private async Task<string> ChildAsync(string run) =>
        (await AskAsync(HttpMethod.Get, $"runs/{run}")).GetProperty("steps").GetProperty("only").GetProperty("childRun").GetString()!;

    private async Task<JsonElement> AskAsync(HttpMethod method, string path, object? body = null)
    {
        var answer = await server.Admin().AskAsync(method, $"/api/v1/{path}", body);
        Assert.True((int)answer.Status < 300, $"{path}: {answer.Status} {answer.Text}");
        return answer.Json;
    }
}
