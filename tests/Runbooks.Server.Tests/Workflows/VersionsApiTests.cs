using System.Net;

namespace Runbooks.Server.Tests.Workflows;

public sealed class VersionsApiTests(RunningServer server)
{
    [Fact]
    public async Task List_Versions_NewestFirst()
    {
        await PublishAsync("versions-list", "PT1S", "PT2S");

        var versions = (await GetAsync("versions-list/versions")).Json.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal([2, 1], versions.Select(version => version.GetProperty("version").GetInt32()));
        Assert.All(versions, version => Assert.Equal("key:bootstrap", version.GetProperty("publishedBy").GetString()));
    }

    [Fact]
    public async Task Compare_TwoVersions_SaysWhichStepDiffersAndHow()
    {
        await PublishAsync("versions-compare", "PT1S", "PT2S");

        var change = Assert.Single((await GetAsync("versions-compare/versions/compare?from=1&to=2")).Json.GetProperty("changes").EnumerateArray());

        Assert.Equal("/steps/wait/with/for", change.GetProperty("path").GetString());
        Assert.Equal("wait", change.GetProperty("step").GetString());
        Assert.Equal("changed", change.GetProperty("kind").GetString());
        Assert.Equal(("PT1S", "PT2S"), (change.GetProperty("before").GetString(), change.GetProperty("after").GetString()));
        Assert.Empty((await GetAsync("versions-compare/versions/compare?from=2&to=draft")).Json.GetProperty("changes").EnumerateArray());
    }

    [Theory]
    [InlineData("from=1&to=9", HttpStatusCode.NotFound, "version.not-found")]
    [InlineData("from=1&to=latest", HttpStatusCode.NotFound, "version.not-found")]
    [InlineData("from=1", HttpStatusCode.BadRequest, "request.invalid")]
    public async Task Compare_VersionsThatAreNot_IsRefused(string query, HttpStatusCode status, string code)
    {
        await PublishAsync("versions-missing", "PT1S");

        (await GetAsync($"versions-missing/versions/compare?{query}")).AssertProblem(status, code);
    }

    [Fact]
    public async Task Restore_OlderVersion_MakesItTheDraftAndNothingMore()
    {
        await PublishAsync("versions-restore", "PT1S", "PT2S");

        var restored = await server.Admin().AskAsync(HttpMethod.Post, "/api/v1/workflows/versions-restore/versions/1/restore");

        var read = await GetAsync("versions-restore");
        Assert.Equal(HttpStatusCode.OK, restored.Status);
        Assert.Equal(restored.Headers.ETag, read.Headers.ETag);
        Assert.Contains("PT1S", read.Json.GetProperty("draft").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, read.Json.GetProperty("publishedVersion").GetInt32());
    }

    [Fact]
    public async Task List_Workflows_FindsByTextInPages()
    {
        foreach (var id in new[] { "paged-a", "paged-b", "paged-c" }) await PublishAsync(id, "PT1S");

        var first = (await GetAsync("?q=paged&limit=2")).Json;
        var second = (await GetAsync($"?q=paged&limit=2&cursor={first.GetProperty("next").GetString()}")).Json;

        Assert.Equal(["paged-a", "paged-b"], Ids(first));
        Assert.Equal(["paged-c"], Ids(second));
        Assert.Equal("Waits", second.GetProperty("items")[0].GetProperty("name").GetString());
        Assert.Equal(1, second.GetProperty("items")[0].GetProperty("publishedVersion").GetInt32());
    }

    [Fact]
    public async Task Schema_OfDefinitions_KnowsTheActivities()
    {
        var schema = await GetAsync("schema");

        Assert.Equal("Runbooks workflow", schema.Json.GetProperty("title").GetString());
        Assert.Contains("flow.delay", schema.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Ids(System.Text.Json.JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());

    private async Task PublishAsync(string id, params string[] waits)
    {
        foreach (var wait in waits)
        {
            await server.Admin().AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", WorkflowDocuments.Waiting(id, wait));
            await server.Admin().AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/publish");
        }
    }

    private Task<HttpAnswer> GetAsync(string path) => server.Admin().AskAsync($"/api/v1/workflows{(path[0] == '?' ? "" : "/")}{path}");
}
