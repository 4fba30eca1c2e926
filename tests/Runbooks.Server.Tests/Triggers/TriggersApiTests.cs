using System.Net;
using System.Text.Json;

namespace Runbooks.Server.Tests.Triggers;

public sealed class TriggersApiTests(TriggerServer server) : IClassFixture<TriggerServer>
{
    public sealed record Case(string Name, object Trigger, string Path, string Says)
    {
        public override string ToString() => Name;
    }

    public static TheoryData<Case> Bad =>
    [
        new Case("no object", "[]", "", "object"),
        new Case("no name", new { workflow = TriggerServer.Flow, type = "test", inputs = new { name = "a" } }, "/name", "missing"),
        new Case("no workflow", new { name = "Bad", type = "test" }, "/workflow", "missing"),
        new Case("unknown workflow", new { name = "Bad", workflow = "nowhere", type = "test" }, "/workflow", "nowhere"),
        new Case("no type", new { name = "Bad", workflow = TriggerServer.Flow, inputs = new { name = "a" } }, "/type", "missing"),
        new Case("unknown type", new { name = "Bad", workflow = TriggerServer.Flow, type = "moon", inputs = new { name = "a" } }, "/type", "moon"),
        new Case("unknown member", new { name = "Bad", workflow = TriggerServer.Flow, type = "test", inputs = new { name = "a" }, levle = 1 }, "/levle", "level"),
        new Case("wrong member", new { name = "Bad", workflow = TriggerServer.Flow, type = "test", inputs = new { name = "a" }, level = "high" }, "/level", "whole number"),
        new Case("wrong action", new { name = "Bad", workflow = TriggerServer.Flow, type = "test", action = "stop", inputs = new { name = "a" } }, "/action", "recommend"),
        new Case("wrong enabled", new { name = "Bad", workflow = TriggerServer.Flow, type = "test", enabled = "yes", inputs = new { name = "a" } }, "/enabled", "true"),
        new Case("missing input", new { name = "Bad", workflow = TriggerServer.Flow, type = "test" }, "/inputs/name", "missing"),
        new Case("unknown input", new { name = "Bad", workflow = TriggerServer.Flow, type = "test", inputs = new { name = "a", countt = 1 } }, "/inputs/countt", "count"),
        new Case("unfit input", new { name = "Bad", workflow = TriggerServer.Flow, type = "test", inputs = new { name = "a", count = "many" } }, "/inputs/count", "whole number"),
        new Case("broken expression", new { name = "Bad", workflow = TriggerServer.Flow, type = "test", inputs = new { name = "${ payload.( }" } }, "/inputs/name", "cannot be read"),
        new Case("name of another type", new { name = "Bad", workflow = TriggerServer.Flow, type = "test", inputs = new { name = "${ alert.name }" } }, "/inputs/name", "'alert'"),
        new Case("name of a run", new { name = "Bad", workflow = TriggerServer.Flow, type = "test", inputs = new { name = "${ steps.a.output }" } }, "/inputs/name", "'steps'"),
        new Case("secret", new { name = "Bad", workflow = TriggerServer.Flow, type = "test", inputs = new { name = "${ secrets.root }" } }, "/inputs/name", "'secrets'"),
        new Case("bad id", new { id = "No Id", name = "Bad", workflow = TriggerServer.Flow, type = "test", inputs = new { name = "a" } }, "/id", "small letters"),
        new Case("long name", new { name = new string('x', 101), workflow = TriggerServer.Flow, type = "test", inputs = new { name = "a" } }, "/name", "100"),
    ];

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Make_BadTrigger_IsRefusedWithItsPlace(Case sent)
    {
        var answer = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/triggers", sent.Trigger);

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "trigger.invalid");
        var (path, message) = Assert.Single(answer.Errors);
        Assert.Equal(sent.Path, path);
        Assert.Contains(sent.Says, message, StringComparison.Ordinal);
        var preview = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/triggers/preview", sent.Trigger);
        Assert.Equal(path, Assert.Single(preview.Json.GetProperty("problems").EnumerateArray()).GetProperty("path").GetString());
    }

    [Fact]
    public async Task Make_Trigger_IsReadAsItWasSentAndAudited()
    {
        var made = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/triggers", Sent("Crud  made"));

        Assert.Equal((HttpStatusCode.Created, "/api/v1/triggers/crud-made"), (made.Status, made.Headers.Location!.ToString()));
        var read = await server.Client.AskAsync("/api/v1/triggers/crud-made");
        Assert.Equal(("Crud  made", TriggerServer.Flow, "test", true, "start", 7), (
            read.Json.GetProperty("name").GetString(), read.Json.GetProperty("workflow").GetString(), read.Json.GetProperty("type").GetString(),
            read.Json.GetProperty("enabled").GetBoolean(), read.Json.GetProperty("action").GetString(), read.Json.GetProperty("level").GetInt32()));
        Assert.Equal(JsonValueKind.Null, read.Json.GetProperty("status").GetProperty("lastFiring").ValueKind);
        Assert.Equal(read.Json.GetProperty("eTag").GetString(), read.Headers.ETag!.ToString());
        var audit = await server.Client.AskAsync("/api/v1/audit?limit=500");
        Assert.Contains(audit.Json.GetProperty("items").EnumerateArray(), entry =>
            entry.GetProperty("what").GetString() == "trigger.make" && entry.GetProperty("object").GetString() == "trigger:crud-made");
        (await server.Client.AskAsync(HttpMethod.Post, "/api/v1/triggers", Sent("crud  MADE"))).AssertProblem(HttpStatusCode.UnprocessableEntity, "trigger.invalid");
    }

    [Fact]
    public async Task Change_WithTheTagThatWasRead_WinsOnce()
    {
        var id = await server.MakeAsync(Sent("Crud changed"));
        var read = await server.Client.AskAsync($"/api/v1/triggers/{id}");
        var tag = ("If-Match", read.Headers.ETag!.ToString());

        // What was read can be sent back whole.
        var changed = await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/triggers/{id}", read.Text.Replace("\"level\":7", "\"level\":8", StringComparison.Ordinal), headers: tag);
        var late = await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/triggers/{id}", read.Text, headers: tag);

        Assert.Equal((HttpStatusCode.OK, 8), (changed.Status, changed.Json.GetProperty("level").GetInt32()));
        late.AssertProblem(HttpStatusCode.Conflict, "trigger.outdated");
        (await server.Client.AskAsync(HttpMethod.Delete, $"/api/v1/triggers/{id}", headers: tag)).AssertProblem(HttpStatusCode.Conflict, "trigger.outdated");
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.AskAsync(HttpMethod.Delete, $"/api/v1/triggers/{id}")).Status);
        (await server.Client.AskAsync($"/api/v1/triggers/{id}")).AssertProblem(HttpStatusCode.NotFound, "trigger.not-found");
    }

    [Fact]
    public async Task Pause_Trigger_KeepsWhoAndWhyUntilItIsResumed()
    {
        var id = await server.MakeAsync(Sent("Crud paused"));

        await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/pause", new { reason = "too loud" });
        var paused = await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/pause", new { reason = "again" });
        var listed = await server.Client.AskAsync("/api/v1/triggers?enabled=false");
        var resumed = await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/resume");

        Assert.False(paused.Json.GetProperty("enabled").GetBoolean());
        Assert.Equal("too loud", paused.Json.GetProperty("pause").GetProperty("reason").GetString());
        Assert.Contains(listed.Json.GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetString() == id);
        Assert.True(resumed.Json.GetProperty("enabled").GetBoolean());
        Assert.Equal(JsonValueKind.Null, resumed.Json.GetProperty("pause").ValueKind);
    }

    [Fact]
    public async Task ListTypes_OfThisServer_HaveSchemasAndNames()
    {
        var types = (await server.Client.AskAsync("/api/v1/trigger-types")).Json.GetProperty("items").EnumerateArray().ToList();

        var test = Assert.Single(types, type => type.GetProperty("name").GetString() == "test");
        Assert.Equal("integer", test.GetProperty("schema").GetProperty("properties").GetProperty("level").GetProperty("type").GetString());
        Assert.Equal(["now", "payload", "trigger"], test.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
    }

    private static object Sent(string name) => new { name, workflow = TriggerServer.Flow, type = "test", level = 7, inputs = new { name = "${ trigger.name }" } };
}
