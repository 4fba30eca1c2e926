using System.Net;
using System.Text.Json;
using Runbooks.Server.Tests.Workflows;

namespace Runbooks.Server.Tests.Http;

/// <summary>Bad input of every kind, as its sender sees it: one clear answer with the place of the fault, and nothing half-saved.</summary>
public sealed class BadInputTests(RunningServer server)
{
    private const string Id = "bad-input";
    private const string Runs = $"/api/v1/workflows/{Target}/runs";
    private const string Target = "bad-input-target";

    private const string TakesInputs = $$"""
        apiVersion: runbooks/v1
        id: {{Target}}
        name: Takes inputs
        inputs:
          count: { type: integer, minimum: 1 }
          items: { type: array, required: false, default: [] }
        steps:
          each:
            activity: flow.for-each
            with: { items: "${ inputs.items }" }
            steps:
              note: { activity: flow.set-variable, with: { name: last, value: "${ item }" } }
        """;

    /// <param name="Place">Where the answer says the fault is: a JSON Pointer, or a line.</param>
    public sealed record Case(string Name, string Path, string Body, HttpStatusCode Status, string? Code, string Place, string MediaType = "application/json", string? Key = null)
    {
        public override string ToString() => Name;
    }

    public static TheoryData<Case> Refused =>
    [
        Draft("broken YAML", "steps: [", "workflow.unreadable", "line"),
        Start("missing input", "{ \"inputs\": {} }", "/inputs/count"),
        Start("wrong type", "{ \"inputs\": { \"count\": \"three\" } }", "/inputs/count"),
        Start("out of range", "{ \"inputs\": { \"count\": 0 } }", "/inputs/count"),
        Start("unknown input", "{ \"inputs\": { \"count\": 1, \"cuont\": 2 } }", "/inputs/cuont"),
        Start("broken JSON", "{ \"inputs\": { \"count\": ", "", HttpStatusCode.BadRequest, "json.malformed"),
        new Case("10 MB body", $"/api/v1/workflows/{Id}", new string(' ', 10_000_000), HttpStatusCode.RequestEntityTooLarge, "body.too-large", ""),
        new Case("wrong key", $"/api/v1/workflows/{Id}", "{}", HttpStatusCode.Unauthorized, "access.not-signed-in", "", Key: "rb_no-such-key-at-all-0123456789abcdef"),
        new Case("unknown platform", "/api/v1/connections", """{ "id": "bad-input", "name": "B", "platform": "vmvare", "settings": {} }""",
            HttpStatusCode.UnprocessableEntity, "connection.invalid", "/platform"),
    ];

    public static TheoryData<Case> Unpublishable =>
    [
        Draft("unknown activity", "steps: { a: { activity: vm.power-of } }", null, "/steps/a/activity"),
        Draft("cycle", "steps: { a: { activity: fleet.refresh }, b: { activity: fleet.refresh } }\ntransitions: [a -> b, b -> a]", null, "/transitions"),
        Draft("bad expression", "steps: { a: { activity: flow.if, with: { condition: \"inputs.(\" } } }", null, "/steps/a/with/condition"),
        Draft("bad selector", "steps: { a: { activity: fleet.find-vms, with: { where: \"tags.env = 'test'\" } } }", null, "/steps/a/with/where"),
        Draft("unknown outcome", "steps: { a: { activity: fleet.refresh }, b: { activity: flow.stop } }\ntransitions: [a.maybe -> b]", null, "/transitions/0"),
        Draft("wrong type in a step", "steps: { a: { activity: flow.delay, with: { for: soon } } }", null, "/steps/a/with/for"),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Send_BadInput_IsRefusedWithItsPlaceAndNothingIsSaved(Case sent)
    {
        using var client = await ReadyAsync();
        using var caller = sent.Key is null ? server.Admin() : server.WithKey(sent.Key);

        var answer = await caller.AskAsync(sent.Path == Runs || sent.Path.EndsWith("connections", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Put, sent.Path, sent.Body, sent.MediaType);

        answer.AssertProblem(sent.Status, sent.Code!);
        Assert.Contains(sent.Place, answer.Text, StringComparison.Ordinal);
        await NothingIsThereAsync(client);
    }

    [Theory]
    [MemberData(nameof(Unpublishable))]
    public async Task Validate_BadDefinition_NamesTheFaultWithItsPlaceAndPublishingIsRefused(Case sent)
    {
        using var client = await ReadyAsync();

        var validated = await client.AskAsync(HttpMethod.Post, "/api/v1/workflows/validate", sent.Body, sent.MediaType);

        Assert.Equal(HttpStatusCode.OK, validated.Status);
        AssertFault(validated.Json.GetProperty("problems"), sent.Place);
        await NothingIsThereAsync(client);

        var own = $"{Id}-{sent.Name.Replace(' ', '-')}";
        var body = sent.Body.Replace($"id: {Id}\n", $"id: {own}\n", StringComparison.Ordinal);
        AssertFault((await client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{own}", body, sent.MediaType)).Json.GetProperty("problems"), sent.Place);
        var published = await client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{own}/publish");
        published.AssertProblem(HttpStatusCode.UnprocessableEntity, "workflow.invalid");
        AssertFault(published.Json.GetProperty("problems"), sent.Place);
        Assert.Equal(JsonValueKind.Null, (await client.AskAsync($"/api/v1/workflows/{own}")).Json.GetProperty("publishedVersion").ValueKind);
    }

    [Fact]
    public async Task Run_WithMoreThanTenThousandItems_FailsAtTheStepBeforeAnythingBegan()
    {
        using var client = await ReadyAsync();
        var items = Enumerable.Range(1, 10_001);

        var run = (await client.AskAsync(HttpMethod.Post, $"{Runs}?wait=30s", new { inputs = new { count = 1, items } })).Json;

        Assert.Equal("failed", run.GetProperty("status").GetString());
        var step = (await client.AskAsync($"/api/v1/runs/{run.GetProperty("id").GetString()}")).Json.GetProperty("steps").GetProperty("each");
        Assert.Equal("limits.items", step.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("10001 items", step.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_ConnectionThatCannotBeReached_SaysWhatThePlatformSaidAndTheNextStep()
    {
        using var client = await ReadyAsync();
        var connection = new { id = "bad-input-away", name = "Away", platform = "libvirt", settings = new { uri = "qemu:///system?socket=/nowhere/libvirt-sock" } };
        Assert.Equal(HttpStatusCode.Created, (await client.AskAsync(HttpMethod.Post, "/api/v1/connections", connection)).Status);
        try
        {
            var test = (await client.AskAsync(HttpMethod.Post, "/api/v1/connections/bad-input-away/test")).Json;

            Assert.False(test.GetProperty("ok").GetBoolean());
            Assert.Equal("platform.unreachable", test.GetProperty("code").GetString());
            Assert.NotEqual("", test.GetProperty("message").GetString());
            Assert.NotEqual("", test.GetProperty("nextStep").GetString());
        }
        finally
        {
            await client.AskAsync(HttpMethod.Delete, "/api/v1/connections/bad-input-away");
        }
    }

    private static Case Draft(string name, string rest, string? code, string place) => new(
        name, $"/api/v1/workflows/{Id}", $"apiVersion: runbooks/v1\nid: {Id}\nname: Bad\n{rest}\n", HttpStatusCode.UnprocessableEntity, code, place, WorkflowDocuments.Yaml);

    private static Case Start(
        string name, string body, string place, HttpStatusCode status = HttpStatusCode.UnprocessableEntity, string code = "inputs.invalid") =>
        new(name, Runs, body, status, code, place);

    private static void AssertFault(JsonElement problems, string place)
    {
        var fault = Assert.Single(problems.EnumerateArray(), problem => problem.GetProperty("severity").GetString() == "error");
        Assert.StartsWith(place, fault.GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.True(fault.GetProperty("line").GetInt32() > 1, fault.GetRawText());
        Assert.NotEqual("", fault.GetProperty("message").GetString());
    }

    private static async Task NothingIsThereAsync(HttpClient client)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await client.AskAsync($"/api/v1/workflows/{Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.AskAsync($"/api/v1/connections/{Id}")).Status);
        Assert.DoesNotContain(
            (await client.AskAsync($"/api/v1/runs?workflow={Target}")).Json.GetProperty("items").EnumerateArray(),
            run => run.GetProperty("status").GetString() != "failed");
    }

    private async Task<HttpClient> ReadyAsync()
    {
        var client = server.Admin();
        if ((await client.AskAsync($"/api/v1/workflows/{Target}")).Status == HttpStatusCode.OK) return client;
        Assert.Equal(HttpStatusCode.Created, (await client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{Target}", TakesInputs, WorkflowDocuments.Yaml)).Status);
        Assert.Equal(HttpStatusCode.Created, (await client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{Target}/publish")).Status);
        return client;
    }
}
