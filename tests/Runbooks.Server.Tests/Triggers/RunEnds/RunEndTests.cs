using System.Net;
using System.Text.Json;

namespace Runbooks.Server.Tests.Triggers.RunEnds;

public sealed class RunEndTests(TriggerServer server) : IClassFixture<TriggerServer>
{
    [Fact]
    public async Task RunEnds_AsAsked_StartsTheOtherWorkflowOnce()
    {
        await server.PublishAsync("first-of-two", "outputs: { said: \"${ inputs.name + '!' }\" }");
        await server.PublishAsync("second-of-two", "");
        var id = await server.MakeAsync(new
        {
            name = "After the first", workflow = "second-of-two", type = "run", run = new { workflow = "first-of-two" }, inputs = new { name = "${ run.outputs.said }", count = "${ run.inputs.count }" },
        });

        var first = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/workflows/first-of-two/runs?wait=30s", new { inputs = new { name = "hello", count = 3 } });

        var firing = Assert.Single(await UntilAsync(id, firings => firings.Any(f => f.GetProperty("status").GetString() == "started")));
        Assert.Equal(("hello!", 3), (firing.GetProperty("inputs").GetProperty("name").GetString(), firing.GetProperty("inputs").GetProperty("count").GetInt32()));
        Assert.Contains(first.Json.GetProperty("id").GetString()!, firing.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Single(await server.RunsAsync("second-of-two"));
    }

    [Fact]
    public async Task RunEnds_OtherwiseThanAsked_FiresNothing()
    {
        await server.PublishAsync("cancelled-one", "", "PT1H");
        var completed = await server.MakeAsync(new { name = "On completed", workflow = TriggerServer.Flow, type = "run", run = new { workflow = "cancelled-one" }, inputs = new { name = "a" } });
        var cancelled = await server.MakeAsync(new
        {
            name = "On cancelled", workflow = TriggerServer.Flow, type = "run", run = new { workflow = "cancelled-one", status = new[] { "failed", "cancelled" } }, inputs = new { name = "a" },
        });

        var run = (await server.Client.AskAsync(HttpMethod.Post, "/api/v1/workflows/cancelled-one/runs", new { inputs = new { name = "a" } })).Json.GetProperty("id").GetString();
        await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/runs/{run}/cancel");

        await UntilAsync(cancelled, firings => firings.Count == 1);
        Assert.Empty(await server.FiringsAsync(completed));
    }

    [Fact]
    public async Task RunEnds_WorkflowThatKeepsTriggeringItself_IsStoppedAndSaysSo()
    {
        await server.PublishAsync("round", "");
        var id = await server.MakeAsync(new { name = "Round and round", workflow = "round", type = "run", run = new { workflow = "round" }, inputs = new { name = "a" } });

        await server.Client.AskAsync(HttpMethod.Post, "/api/v1/workflows/round/runs", new { inputs = new { name = "a" } });

        var firings = await UntilAsync(id, firings => firings.Any(f => f.GetProperty("code").GetString() == "trigger.loop"));
        JsonElement trigger = default;
        for (var tries = 0; tries < 100 && (trigger.ValueKind == JsonValueKind.Undefined || trigger.GetProperty("enabled").GetBoolean()); tries++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            trigger = (await server.Client.AskAsync($"/api/v1/triggers/{id}")).Json;
        }

        Assert.Equal(["skipped", "started", "started", "started"], firings.Select(f => f.GetProperty("status").GetString()));
        Assert.Equal([3, 2, 1, 0], firings.Select(f => f.GetProperty("lineage").GetArrayLength()));
        Assert.False(trigger.GetProperty("enabled").GetBoolean());
        Assert.Contains("3 times in a row", trigger.GetProperty("pause").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(4, (await server.RunsAsync("round")).Count);
    }

    [Theory]
    [InlineData("""{ "workflow": "nowhere" }""", "/run/workflow")]
    [InlineData("""{ }""", "/run/workflow")]
    [InlineData("""{ "workflow": "triggered", "status": ["ended"] }""", "/run/status/0")]
    [InlineData("""{ "workflow": "triggered", "status": [] }""", "/run/status")]
    [InlineData("5", "/run")]
    public async Task Make_BadMatch_IsRefusedWithItsPlace(string run, string path)
    {
        var answer = await server.Client.AskAsync(
            HttpMethod.Post, "/api/v1/triggers", $$"""{ "name": "Bad", "workflow": "{{TriggerServer.Flow}}", "type": "run", "inputs": { "name": "a" }, "run": {{run}} }""");

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "trigger.invalid");
        Assert.Equal(path, Assert.Single(answer.Errors).Path);
    }

    private async Task<IReadOnlyList<JsonElement>> UntilAsync(string id, Func<IReadOnlyList<JsonElement>, bool> enough)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            var firings = await server.FiringsAsync(id);
            if (enough(firings)) return firings;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"The trigger '{id}' did not fire as awaited.");
    }
}
