using System.Net;
using System.Text.Json;

namespace Runbooks.Server.Tests.Runs.RollingBack;

/// <summary>Rolling back over HTTP, on the simulated fleet.</summary>
public sealed class RollBackApiTests(RunningServer server)
{
    [Fact]
    public async Task Post_EndedRun_RollsItBackAsThePreviewSaid()
    {
        await PublishAsync("api-roll-back", "snap: { activity: vm.snapshot, with: { targets: \"powerState == 'on' && name != ''\", name: api-roll-back } }");
        var run = (await AskAsync(HttpMethod.Post, "workflows/api-roll-back/runs?wait=30s", new { inputs = new { } })).GetProperty("id").GetString()!;
        var preview = await AskAsync(HttpMethod.Get, $"runs/{run}/roll-back");
        var names = preview.GetProperty("undoes").EnumerateArray().Select(undo => undo.GetProperty("name").GetString()).ToList();
        Assert.NotEmpty(names);
        Assert.StartsWith("Removes snapshot 'api-roll-back' of ", preview.GetProperty("undoes")[0].GetProperty("summary").GetString(), StringComparison.Ordinal);

        var asked = await server.Admin().AskAsync(HttpMethod.Post, $"/api/v1/runs/{run}/roll-back", new { reason = "wrong ones" });

        Assert.Equal(HttpStatusCode.Accepted, asked.Status);
        var rolledBack = await EndedAsync(run, "rolled-back");
        Assert.Equal((0, "wrong ones"), (rolledBack.GetProperty("undoable").GetInt32(), rolledBack.GetProperty("rollBack").GetProperty("reason").GetString()));
        Assert.Equal(names, rolledBack.GetProperty("rollBack").GetProperty("units").EnumerateArray().Select(unit => unit.GetProperty("name").GetString()));
        var listed = await AskAsync(HttpMethod.Get, "runs?status=rolled-back&workflow=api-roll-back");
        Assert.Equal(run, listed.GetProperty("items")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Post_RunThatChangedNothing_IsRefusedAndThePreviewSaysWhy()
    {
        await PublishAsync("api-nothing", "set: { activity: flow.set-variable, with: { name: x, value: 1 } }");
        var run = (await AskAsync(HttpMethod.Post, "workflows/api-nothing/runs?wait=30s", new { inputs = new { } })).GetProperty("id").GetString()!;

        var asked = await server.Admin().AskAsync(HttpMethod.Post, $"/api/v1/runs/{run}/roll-back");

        Assert.Equal((HttpStatusCode.Conflict, "roll-back.nothing"), (asked.Status, asked.Json.GetProperty("code").GetString()));
        Assert.Equal("roll-back.nothing", (await AskAsync(HttpMethod.Get, $"runs/{run}/roll-back")).GetProperty("refusal").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Get_StepsThatCannotBeTakenBack_NamesThemAndWhy()
    {
        await PublishAsync("api-stays", "again: { activity: vm.restart, with: { targets: \"powerState == 'on'\", failureBudget: 1000 } }");
        var run = (await AskAsync(HttpMethod.Post, "workflows/api-stays/runs?wait=30s", new { inputs = new { } })).GetProperty("id").GetString()!;

        var stays = (await AskAsync(HttpMethod.Get, $"runs/{run}/roll-back")).GetProperty("cannot")[0];

        Assert.Equal(("again", "A restart has happened."), (stays.GetProperty("step").GetString(), stays.GetProperty("why").GetString()));
        Assert.NotEqual(0, stays.GetProperty("targets").GetArrayLength());
    }

    [Fact]
    public async Task Post_NoSuchRun_IsNotFound() =>
        Assert.Equal(HttpStatusCode.NotFound, (await server.Admin().AskAsync(HttpMethod.Post, "/api/v1/runs/0123456789abcdef/roll-back")).Status);

    private async Task<JsonElement> EndedAsync(string run, string status)
    {
        for (var looks = 0; looks < 300; looks++)
        {
            var now = await AskAsync(HttpMethod.Get, $"runs/{run}");
            if (now.GetProperty("status").GetString() == status) return now;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"Run {run} did not become {status}.");
    }

    private async Task PublishAsync(string id, string step)
    {
        var yaml = $"apiVersion: runbooks/v1\nid: {id}\nname: {id}\nsteps:\n  {step}\n";
        var saved = await server.Admin().AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", yaml, "application/yaml");
        Assert.True((int)saved.Status < 300, saved.Text);
        var published = await server.Admin().AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/publish");
        Assert.True((int)published.Status < 300, published.Text);
    }

    private async Task<JsonElement> AskAsync(HttpMethod method, string path, object? body = null)
    {
        var answer = await server.Admin().AskAsync(method, $"/api/v1/{path}", body);
        Assert.True((int)answer.Status < 300, $"{path}: {answer.Status} {answer.Text}");
        return answer.Json;
    }
}
