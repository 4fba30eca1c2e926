using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Workflows;

namespace Runbooks.Server.Tests.Workflows;

public sealed class PublishApiTests(RunningServer server)
{
    private PublishedWorkflows Published => server.Services.GetRequiredService<PublishedWorkflows>();

    [Fact]
    public async Task Publish_Draft_IsTheNextVersion()
    {
        await SaveAsync("publish-twice", "PT1S");
        var first = await PostAsync("publish-twice/publish");
        await SaveAsync("publish-twice", "PT2S");
        var second = await PostAsync("publish-twice/publish");

        Assert.Equal((HttpStatusCode.Created, 1), (first.Status, first.Json.GetProperty("version").GetInt32()));
        Assert.Equal((HttpStatusCode.Created, 2), (second.Status, second.Json.GetProperty("version").GetInt32()));
        Assert.Contains("PT1S", (await GetAsync("publish-twice?version=1")).Json.GetProperty("definition").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("PT2S", (await GetAsync("publish-twice")).Json.GetProperty("definition").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("publish-twice?version=3")).Status);
    }

    [Fact]
    public async Task Publish_Unchanged_GivesTheVersionThatThereIs()
    {
        await SaveAsync("publish-same");
        await PostAsync("publish-same/publish");

        var again = await PostAsync("publish-same/publish");

        Assert.Equal((HttpStatusCode.OK, 1), (again.Status, again.Json.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task Save_AfterPublishing_ChangesOnlyTheDraft()
    {
        await SaveAsync("publish-draft", "PT1S");
        await PostAsync("publish-draft/publish");
        Assert.False((await GetAsync("publish-draft")).Json.GetProperty("changed").GetBoolean());

        await SaveAsync("publish-draft", "PT9S");

        var read = (await GetAsync("publish-draft")).Json;
        Assert.Contains("PT1S", read.GetProperty("definition").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("PT9S", read.GetProperty("draft").GetRawText(), StringComparison.Ordinal);
        Assert.True(read.GetProperty("changed").GetBoolean());
        Assert.Equal(1, (await Published.FindAsync("publish-draft"))!.Version);
    }

    [Fact]
    public async Task Publish_DraftWithErrors_Is422WithThem()
    {
        await server.Admin().AskAsync(HttpMethod.Put, "/api/v1/workflows/publish-broken", WorkflowDocuments.Broken("publish-broken"));

        var answer = await PostAsync("publish-broken/publish");

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "workflow.invalid");
        Assert.Contains(answer.Json.GetProperty("problems").EnumerateArray(), problem => problem.GetProperty("severity").GetString() == "error");
        Assert.NotEmpty(answer.Errors);
        Assert.Null(await Published.FindAsync("publish-broken"));
    }

    [Fact]
    public async Task Publish_StepThatItsConnectionCannotDo_Is422AndSaysWhatElse()
    {
        const string Id = "publish-lesser";
        var lesser = new { hosts = 1, clusters = 1, virtualMachines = 1, seed = 77, lacks = new[] { "live-migration" } };
        var added = await server.Admin().AskAsync(
            HttpMethod.Post, "/api/v1/connections", new { id = Id, name = Id, platform = "simulator", mode = "observe", settings = lesser });
        Assert.Equal(HttpStatusCode.Created, added.Status);
        try
        {
            var steps = new { move = new { activity = "vm.migrate", with = new { targets = "name == 'x'", connection = Id } } };
            var definition = new { apiVersion = "runbooks/v1", id = Id, name = "Moves", steps };

            var validated = await PostAsync("validate", definition);
            await server.Admin().AskAsync(HttpMethod.Put, $"/api/v1/workflows/{Id}", definition);
            var published = await PostAsync($"{Id}/publish");

            var problem = Assert.Single(validated.Json.GetProperty("problems").EnumerateArray());
            Assert.Equal("/steps/move/with/connection", problem.GetProperty("path").GetString());
            Assert.Contains("cannot run on 'publish-lesser' (simulator): no live migration; use ", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
            published.AssertProblem(HttpStatusCode.UnprocessableEntity, "workflow.invalid");
            Assert.Null(await Published.FindAsync(Id));
        }
        finally
        {
            await server.Admin().AskAsync(HttpMethod.Delete, $"/api/v1/connections/{Id}");
        }
    }

    [Fact]
    public async Task Publish_AnotherDraftThanWasRead_Is409()
    {
        var read = await SaveAsync("publish-outdated");
        await SaveAsync("publish-outdated", "PT5S");

        var answer = await server.Admin().AskAsync(
            HttpMethod.Post, "/api/v1/workflows/publish-outdated/publish", headers: ("If-Match", read.Headers.ETag!.Tag));

        answer.AssertProblem(HttpStatusCode.Conflict, "workflow.outdated");
    }

    [Fact]
    public async Task Publish_Unknown_Is404() => (await PostAsync("publish-none/publish")).AssertProblem(HttpStatusCode.NotFound, "workflow.not-found");

    [Fact]
    public async Task Find_ForTheEngine_SeesEachChangeAtOnce()
    {
        Assert.Null(await Published.FindAsync("publish-found"));
        await SaveAsync("publish-found");
        Assert.Null(await Published.FindAsync("publish-found"));

        await PostAsync("publish-found/publish");
        Assert.Equal(1, (await Published.FindAsync("publish-found"))!.Version);
        await SaveAsync("publish-found", "PT2S");
        await PostAsync("publish-found/publish");

        Assert.Equal(2, (await Published.FindAsync("publish-found"))!.Version);
        Assert.Equal(1, (await Published.FindAsync("publish-found", 1))!.Version);
        Assert.Null(await Published.FindAsync("publish-found", 3));
    }

    [Fact]
    public async Task Pause_Workflow_SaysWhoAndWhyUntilResumed()
    {
        await SaveAsync("publish-paused");
        await PostAsync("publish-paused/publish");

        var paused = await PostAsync("publish-paused/pause", new { reason = "audit week" });
        var again = await PostAsync("publish-paused/pause", new { reason = "another" });

        Assert.True(paused.Json.GetProperty("paused").GetBoolean());
        Assert.Equal("audit week", again.Json.GetProperty("pause").GetProperty("reason").GetString());
        Assert.Contains("key:bootstrap", await Published.WhyPausedAsync("publish-paused"), StringComparison.Ordinal);
        Assert.Contains("audit week", (await Published.FindAsync("publish-paused"))!.Paused, StringComparison.Ordinal);

        Assert.False((await PostAsync("publish-paused/resume")).Json.GetProperty("paused").GetBoolean());
        Assert.Null(await Published.WhyPausedAsync("publish-paused"));
    }

    private Task<HttpAnswer> SaveAsync(string id, string wait = "PT1S") =>
        server.Admin().AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", WorkflowDocuments.Waiting(id, wait));

    private Task<HttpAnswer> GetAsync(string path) => server.Admin().AskAsync($"/api/v1/workflows/{path}");

    private Task<HttpAnswer> PostAsync(string path, object? body = null) => server.Admin().AskAsync(HttpMethod.Post, $"/api/v1/workflows/{path}", body);
}
