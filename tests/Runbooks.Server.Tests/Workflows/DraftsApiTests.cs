using System.Net;
using System.Text.Json;
using Runbooks.Server.Access;

namespace Runbooks.Server.Tests.Workflows;

public sealed class DraftsApiTests(RunningServer server)
{
    [Fact]
    public async Task Save_New_Is201AndCanBeReadBack()
    {
        var saved = await SaveAsync("draft-new", WorkflowDocuments.Waiting("draft-new"));

        Assert.Equal(HttpStatusCode.Created, saved.Status);
        Assert.Equal("/api/v1/workflows/draft-new", saved.Headers.Location!.ToString());
        Assert.Empty(saved.Json.GetProperty("problems").EnumerateArray());
        var read = await ReadAsync("draft-new");
        Assert.Equal(saved.Headers.ETag, read.Headers.ETag);
        Assert.Equal("flow.delay", read.Json.GetProperty("draft").GetProperty("steps").GetProperty("wait").GetProperty("activity").GetString());
        Assert.Equal("draft-new", read.Json.GetProperty("definition").GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, read.Json.GetProperty("publishedVersion").ValueKind);
    }

    [Fact]
    public async Task Save_Yaml_ComesBackWithItsComments()
    {
        var text = WorkflowDocuments.WaitingYaml("draft-yaml");
        await SaveAsync("draft-yaml", text, WorkflowDocuments.Yaml);

        var yaml = await ReadAsync("draft-yaml", WorkflowDocuments.Yaml);
        var json = await ReadAsync("draft-yaml");

        Assert.Equal((text, WorkflowDocuments.Yaml), (yaml.Text, yaml.MediaType));
        Assert.Equal("PT1S", json.Json.GetProperty("draft").GetProperty("steps").GetProperty("wait").GetProperty("with").GetProperty("for").GetString());
    }

    [Fact]
    public async Task Read_YamlOfAJsonDraft_CanBeSavedAgainUnchanged()
    {
        await SaveAsync("draft-both", WorkflowDocuments.Waiting("draft-both"));
        var before = (await ReadAsync("draft-both")).Json.GetProperty("draft");

        var saved = await SaveAsync("draft-both", (await ReadAsync("draft-both", WorkflowDocuments.Yaml)).Text, WorkflowDocuments.Yaml);

        Assert.Equal(HttpStatusCode.OK, saved.Status);
        Assert.True(JsonElement.DeepEquals(before, (await ReadAsync("draft-both")).Json.GetProperty("draft")));
    }

    [Fact]
    public async Task Save_OverTheDraftThatWasRead_Is200()
    {
        var first = await SaveAsync("draft-match", WorkflowDocuments.Waiting("draft-match"));

        var second = await SaveAsync("draft-match", WorkflowDocuments.Waiting("draft-match", "PT2S"), ifMatch: first.Headers.ETag!.Tag);

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Save_OverAnOutdatedDraft_Is409WithBothSides(bool quoted)
    {
        var id = $"draft-outdated-{quoted.ToString().ToLowerInvariant()}";
        var first = await SaveAsync(id, WorkflowDocuments.Waiting(id, "PT1S"));
        await SaveAsync(id, WorkflowDocuments.Waiting(id, "PT2S"));
        var tag = quoted ? first.Headers.ETag!.Tag : first.Headers.ETag!.Tag.Trim('"');

        var late = await SaveAsync(id, WorkflowDocuments.Waiting(id, "PT3S"), ifMatch: tag);

        late.AssertProblem(HttpStatusCode.Conflict, "workflow.outdated");
        Assert.Contains("PT2S", late.Json.GetProperty("current").GetProperty("definition").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("PT3S", late.Json.GetProperty("yours").GetRawText(), StringComparison.Ordinal);
        Assert.Equal((await ReadAsync(id)).Headers.ETag!.Tag, late.Json.GetProperty("current").GetProperty("eTag").GetString());
        Assert.DoesNotContain("PT3S", (await ReadAsync(id)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_IfMatchOfNothing_Is409() =>
        (await SaveAsync("draft-none", WorkflowDocuments.Waiting("draft-none"), ifMatch: "\"1\"")).AssertProblem(HttpStatusCode.Conflict, "workflow.outdated");

    [Fact]
    public async Task Save_ByManyAtOnceOnTheSameDraft_OneWins()
    {
        var first = await SaveAsync("draft-race", WorkflowDocuments.Waiting("draft-race"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => SaveAsync("draft-race", WorkflowDocuments.Waiting("draft-race", $"PT{i + 2}S"), ifMatch: first.Headers.ETag!.Tag)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.AssertProblem(HttpStatusCode.Conflict, "workflow.outdated"));
    }

    [Fact]
    public async Task Save_ByManyAtOnceWithoutCondition_NoneIsRefused()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SaveAsync("draft-crowd", WorkflowDocuments.Waiting("draft-crowd", $"PT{i + 1}S"))));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Equal("\"8\"", (await ReadAsync("draft-crowd")).Headers.ETag!.Tag);
    }

    [Theory]
    [InlineData("application/json", "{\"id\": \"draft-unread\",")]
    [InlineData("application/json", "[]")]
    [InlineData("application/yaml", "id: draft-unread\nsteps: [")]
    [InlineData("application/yaml", "just a text")]
    public async Task Save_Unreadable_Is422AndSavesNothing(string mediaType, string text)
    {
        var answer = await SaveAsync("draft-unread", text, mediaType);

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "workflow.unreadable");
        Assert.NotEmpty(answer.Json.GetProperty("problems").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync("draft-unread")).Status);
    }

    [Theory]
    [InlineData("draft-a", "draft-b", "workflow.other-id")]
    [InlineData("Draft_A", "Draft_A", "workflow.invalid-id")]
    [InlineData("schema", "schema", "workflow.invalid-id")]
    public async Task Save_UnderAnIdThatCannotBe_Is422(string address, string own, string code) =>
        (await SaveAsync(address, WorkflowDocuments.Waiting(own))).AssertProblem(HttpStatusCode.UnprocessableEntity, code);

    [Fact]
    public async Task Save_AnotherMediaType_Is415() =>
        (await SaveAsync("draft-type", "<workflow/>", "application/xml")).AssertProblem(HttpStatusCode.UnsupportedMediaType, "body.unsupported");

    [Fact]
    public async Task Save_LargerThanAMegabyteInChunks_Is413()
    {
        using var content = new StreamContent(new EndlessSpaces(10_000_000));
        content.Headers.ContentType = new("application/json");
        using var answer = await server.Admin().PutAsync("/api/v1/workflows/draft-large", content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Validate_Definition_SavesNothing()
    {
        var client = await server.AsAsync(Role.Author);

        var good = await client.AskAsync(HttpMethod.Post, "/api/v1/workflows/validate", WorkflowDocuments.Waiting("draft-checked"));
        var unreadable = await client.AskAsync(HttpMethod.Post, "/api/v1/workflows/validate", "a: [", WorkflowDocuments.Yaml);

        Assert.Empty(good.Json.GetProperty("problems").EnumerateArray());
        Assert.Equal("error", Assert.Single(unreadable.Json.GetProperty("problems").EnumerateArray()).GetProperty("severity").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync("draft-checked")).Status);
    }

    private async Task<HttpAnswer> SaveAsync(string id, object document, string mediaType = "application/json", string? ifMatch = null) =>
        await (await server.AsAsync(Role.Author)).AskAsync(
            HttpMethod.Put, $"/api/v1/workflows/{id}", document, mediaType, ifMatch is null ? [] : [("If-Match", ifMatch)]);

    private async Task<HttpAnswer> ReadAsync(string id, string accept = "application/json") =>
        await (await server.AsAsync(Role.Viewer)).AskAsync(HttpMethod.Get, $"/api/v1/workflows/{id}", headers: ("Accept", accept));

    private sealed class EndlessSpaces(int length) : MemoryStream(Enumerable.Repeat((byte)' ', length).ToArray())
    {
        // Without a length the client sends chunks.
        public override bool CanSeek => false;
    }
}
