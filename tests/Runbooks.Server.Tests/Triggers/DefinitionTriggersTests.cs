using System.Net;
using System.Text.Json;

namespace Runbooks.Server.Tests.Triggers;

/// <summary>Triggers that a definition carries.</summary>
public sealed class DefinitionTriggersTests(RunningServer server)
{
    private static int count;

    private readonly HttpClient client = server.Admin();
    private readonly string id = $"carrying-{Interlocked.Increment(ref count)}";

    private string Nightly => $$"""{ name: "{{id}} nightly", type: schedule, cron: "0 3 * * *", timeZone: Europe/Berlin }""";

    [Fact]
    public async Task Publish_NewTrigger_MakesItAndNamesWhereItIsFrom()
    {
        await SaveAsync(Nightly);
        Assert.Empty(await TriggersAsync());

        var published = await PublishAsync();

        var told = published.Json.GetProperty("triggers").EnumerateArray().Single();
        Assert.Equal(($"{id} nightly", "schedule", "added"), (Text(told, "name"), Text(told, "type"), Text(told, "kind")));
        var trigger = Assert.Single(await TriggersAsync());
        Assert.Equal((id, 1), (Text(trigger.GetProperty("origin"), "workflow"), trigger.GetProperty("origin").GetProperty("version").GetInt32()));
        Assert.Equal(("0 3 * * *", id), (Text(trigger, "cron"), Text(trigger, "workflow")));
        Assert.NotEmpty(trigger.GetProperty("nextFireTimes").EnumerateArray());
    }

    [Fact]
    public async Task Publish_ChangedAddedAndRemoved_DoesAllThreeAndOnlyThose()
    {
        await SaveAsync(Nightly, $$"""{ name: "{{id}} goes", type: schedule, every: PT1H }""", $$"""{ name: "{{id}} stays", type: run, run: { workflow: power-on-vms, status: [failed] } }""");
        await PublishAsync();
        var before = (await TriggersAsync()).ToDictionary(trigger => Text(trigger, "name"), trigger => Text(trigger, "id"));

        await SaveAsync(
            Nightly.Replace("0 3", "0 4", StringComparison.Ordinal), $$"""{ name: "{{id}} new", type: schedule, every: PT2H }""", $$"""{ name: "{{id}} stays", type: run, run: { workflow: power-on-vms, status: [failed] } }""");
        var compared = (await client.AskAsync($"/api/v1/workflows/{id}/versions/compare?from=1&to=draft")).Json.GetProperty("triggers");
        var published = (await PublishAsync()).Json.GetProperty("triggers");

        string[] expected = [$"added {id} new", $"changed {id} nightly", $"removed {id} goes"];
        Assert.Equal(expected, Kinds(published));
        Assert.Equal(expected, Kinds(compared));
        var after = (await TriggersAsync()).ToDictionary(trigger => Text(trigger, "name"));
        Assert.Equal(before[$"{id} nightly"], Text(after[$"{id} nightly"], "id"));
        Assert.Equal("0 4 * * *", Text(after[$"{id} nightly"], "cron"));
        Assert.Equal([$"{id} new", $"{id} nightly", $"{id} stays"], after.Keys.Order(StringComparer.Ordinal));
        Assert.All(after.Values, trigger => Assert.Equal(2, trigger.GetProperty("origin").GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task Change_TriggerOfADefinition_IsRefusedAndPausingIsNot()
    {
        await SaveAsync(Nightly);
        await PublishAsync();
        var trigger = Text(Assert.Single(await TriggersAsync()), "id");

        var changed = await client.AskAsync(HttpMethod.Put, $"/api/v1/triggers/{trigger}", new { name = "other", workflow = id, type = "schedule", cron = "0 5 * * *" });
        var deleted = await client.AskAsync(HttpMethod.Delete, $"/api/v1/triggers/{trigger}");
        var paused = await client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{trigger}/pause", new { reason = "holidays" });

        changed.AssertProblem(HttpStatusCode.Conflict, "trigger.owned");
        deleted.AssertProblem(HttpStatusCode.Conflict, "trigger.owned");
        Assert.Contains(id, changed.Detail, StringComparison.Ordinal);
        Assert.False(paused.Json.GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task Publish_TriggerThatSomebodyPaused_StaysPaused()
    {
        await SaveAsync(Nightly);
        await PublishAsync();
        var trigger = Text(Assert.Single(await TriggersAsync()), "id");
        await client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{trigger}/pause", new { reason = "holidays" });

        await SaveAsync(Nightly.Replace("0 3", "0 6", StringComparison.Ordinal));
        await PublishAsync();

        var now = Assert.Single(await TriggersAsync());
        Assert.Equal((false, "holidays", "0 6 * * *"), (now.GetProperty("enabled").GetBoolean(), Text(now.GetProperty("pause"), "reason"), Text(now, "cron")));
    }

    [Fact]
    public async Task Publish_RestoredVersion_BringsItsTriggersBack()
    {
        await SaveAsync(Nightly);
        await PublishAsync();
        await SaveAsync($$"""{ name: "{{id}} hourly", type: schedule, every: PT1H }""");
        await PublishAsync();

        await client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/versions/1/restore");
        Assert.Equal($"{id} hourly", Text(Assert.Single(await TriggersAsync()), "name"));
        var published = await PublishAsync();

        Assert.Equal([$"added {id} nightly", $"removed {id} hourly"], Kinds(published.Json.GetProperty("triggers")));
        Assert.Equal($"{id} nightly", Text(Assert.Single(await TriggersAsync()), "name"));
    }

    [Fact]
    public async Task Save_WrongTrigger_SaysSoAtItsPlaceAndPublishingIsRefusedWhole()
    {
        await SaveAsync(Nightly);
        await PublishAsync();

        var saved = await SaveAsync(
            Nightly.Replace("0 3 * * *", "61 3 * * *", StringComparison.Ordinal),
            $$"""{ name: "{{id}} zone", type: schedule, cron: "0 3 * * *", timeZone: Mars/Olympus }""",
            $$"""{ name: "{{id}} input", type: schedule, every: PT1H, inputs: { nothing: 1 } }""");
        var published = await client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/publish");

        var paths = saved.Json.GetProperty("problems").EnumerateArray().Select(problem => Text(problem, "path")).ToList();
        Assert.Equal(["/triggers/0/cron", "/triggers/1/timeZone", "/triggers/2/inputs"], paths.Distinct().Order(StringComparer.Ordinal));
        Assert.All(saved.Json.GetProperty("problems").EnumerateArray(), problem => Assert.True(problem.GetProperty("line").GetInt32() > 1));
        published.AssertProblem(HttpStatusCode.UnprocessableEntity, "workflow.invalid");
        Assert.Equal("0 3 * * *", Text(Assert.Single(await TriggersAsync()), "cron"));
    }

    [Fact]
    public async Task Publish_NameOfATriggerThatWasMadeByItself_IsRefused()
    {
        await SaveAsync("{ name: \"x\", type: schedule, every: PT1H }".Replace("\"x\"", $"\"{id} free\"", StringComparison.Ordinal));
        await PublishAsync();
        var other = $"{id}-other";
        await client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{other}", Yaml(other, [$$"""{ name: "{{id}} free", type: schedule, every: PT1H }"""]), "application/yaml");

        var refused = await client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{other}/publish");

        refused.AssertProblem(HttpStatusCode.UnprocessableEntity, "workflow.invalid");
        Assert.Contains(refused.Errors, error => error.Path == "/triggers/0/name");
    }

    [Fact]
    public async Task Read_AsYamlAndAsJson_KeepsTheTriggersAsTheyWere()
    {
        await SaveAsync(Nightly);
        var json = (await client.AskAsync($"/api/v1/workflows/{id}")).Json.GetProperty("draft");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/workflows/{id}");
        request.Headers.Accept.ParseAdd("application/yaml");
        using var yaml = await client.SendAsync(request, TestContext.Current.CancellationToken);

        await client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", json.GetRawText());
        await client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", await yaml.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "application/yaml");

        var again = (await client.AskAsync($"/api/v1/workflows/{id}")).Json.GetProperty("draft");
        Assert.True(JsonElement.DeepEquals(json, again));
        Assert.Equal("Europe/Berlin", Text(json.GetProperty("triggers")[0], "timeZone"));
    }

    [Fact]
    public async Task Schema_OfDefinitions_HasTheMembersOfEachTypeOfTrigger()
    {
        var schema = (await client.AskAsync("/api/v1/workflows/schema")).Json.GetProperty("$defs");

        Assert.True(schema.GetProperty("trigger:schedule").GetProperty("properties").TryGetProperty("cron", out _));
        Assert.True(schema.GetProperty("trigger:fleet-rule").GetProperty("properties").TryGetProperty("condition", out _));
        Assert.True(schema.GetProperty("trigger").GetProperty("allOf").GetArrayLength() >= 5);
    }

    private static string[] Kinds(JsonElement triggers) =>
        [.. triggers.EnumerateArray().Select(one => $"{Text(one, "kind")} {Text(one, "name")}").Order(StringComparer.Ordinal)];

    private async Task<IReadOnlyList<JsonElement>> TriggersAsync() =>
        [.. (await client.AskAsync($"/api/v1/triggers?workflow={id}")).Json.GetProperty("items").EnumerateArray()];

    private async Task<HttpAnswer> SaveAsync(params string[] triggers)
    {
        var saved = await client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", Yaml(id, triggers), "application/yaml");
        Assert.True(saved.Status is HttpStatusCode.OK or HttpStatusCode.Created, saved.Text);
        return saved;
    }

    private async Task<HttpAnswer> PublishAsync()
    {
        var published = await client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/publish");
        Assert.True(published.Status == HttpStatusCode.Created, published.Text);
        return published;
    }

    private static string Yaml(string id, string[] triggers) =>
        $"apiVersion: runbooks/v1\nid: {id}\nsteps:\n  wait: {{ activity: flow.delay, with: {{ for: PT0.01S }} }}\ntriggers:\n{string.Concat(triggers.Select(one => $"  - {one}\n"))}";

    private static string Text(JsonElement value, string name) => value.GetProperty(name).GetString()!;
}
