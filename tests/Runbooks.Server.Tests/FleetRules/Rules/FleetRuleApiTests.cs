using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Runbooks.Server.Tests.FleetRules.Rules;

public sealed class FleetRuleApiTests(RunningServer server)
{
    private static readonly JsonObject Sound = JsonNode.Parse("""
        {
          "name": "Checked", "workflow": "relieve-hot-host", "type": "fleet-rule", "enabled": false, "action": "recommend",
          "on": "host", "where": "state == 'up'", "condition": "cpu.avg('5m') > 0.8", "for": "5m", "clear": "cpu.avg('5m') < 0.7", "match": "each",
          "inputs": { "where": "id == '${ target.id }'" }
        }
        """)!.AsObject();

    [Fact]
    public async Task Make_Sound_AnswersWhatWasSent()
    {
        using var admin = server.Admin();

        var made = await admin.AskAsync(HttpMethod.Post, "/api/v1/triggers", With("name", JsonValue.Create("Sound rule")));

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(("host", "cpu.avg('5m') > 0.8", "each"), (made.Json.GetProperty("on").GetString(), made.Json.GetProperty("condition").GetString(), made.Json.GetProperty("match").GetString()));
        Assert.Equal(HttpStatusCode.NoContent, (await admin.AskAsync(HttpMethod.Delete, $"/api/v1/triggers/{made.Json.GetProperty("id").GetString()}")).Status);
    }

    [Theory]
    [InlineData("on", "\"cluster\"", "/on")]
    [InlineData("condition", "null", "/condition")]
    [InlineData("condition", "\"\"", "/condition")]
    [InlineData("condition", "\"cpu > 0.8\"", "/condition")]
    [InlineData("condition", "\"tags.env == 'test'\"", "/condition")]
    [InlineData("condition", "\"cpu.avg('5m') > inputs.x\"", "/condition")]
    [InlineData("condition", "\"cpu.deviation('2d') > 3\"", "/condition")]
    [InlineData("where", "\"nam == 'x'\"", "/where")]
    [InlineData("clear", "\"cpu.avg('5m')\"", "/clear")]
    [InlineData("for", "\"five minutes\"", "/for")]
    [InlineData("for", "\"8d\"", "/for")]
    [InlineData("match", "\"some\"", "/match")]
    [InlineData("flapping", "{ \"most\": 0 }", "/flapping/most")]
    [InlineData("flapping", "{ \"often\": 3 }", "/flapping/often")]
    [InlineData("threshold", "0.8", "/threshold")]
    [InlineData("inputs", "{ \"where\": \"${ alert.name }\" }", "/inputs/where")]
    public async Task Make_WrongMember_SaysWhere(string member, string value, string path)
    {
        using var admin = server.Admin();

        var answer = await admin.AskAsync(HttpMethod.Post, "/api/v1/triggers", With(member, JsonNode.Parse(value)));

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "trigger.invalid");
        Assert.Equal([path], answer.Errors.Select(error => error.Path).Distinct());
    }

    [Fact]
    public async Task Types_FleetRule_DescribesItsMembers()
    {
        using var admin = server.Admin();

        var types = (await admin.AskAsync("/api/v1/trigger-types")).Json.GetProperty("items").EnumerateArray();

        var schema = types.Single(type => type.GetProperty("name").GetString() == "fleet-rule").GetProperty("schema").GetProperty("properties");
        Assert.All(schema.EnumerateObject(), member => Assert.True(member.Value.TryGetProperty("description", out _), member.Name));
        Assert.Contains("condition", schema.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Replay_SimulatedFortnight_TellsWhatWouldHaveFired()
    {
        using var admin = server.Admin();
        var rule = new { on = "vm", condition = "cpu.avg('30m') > 0.6", @for = "30m" };

        var answer = await admin.AskAsync(HttpMethod.Post, "/api/v1/triggers/replay", new { rule, thresholds = new[] { 0.6, 0.99, 0.3 } });
        for (var tries = 0; tries < 100 && answer.Json.GetProperty("unknown").GetDouble() > 0.9; tries++)
        {
            // The simulated past is filled in after the start.
            await Task.Delay(200, TestContext.Current.CancellationToken);
            answer = await admin.AskAsync(HttpMethod.Post, "/api/v1/triggers/replay", new { rule, thresholds = new[] { 0.6, 0.99, 0.3 } });
        }

        Assert.Equal((HttpStatusCode.OK, 0.6), (answer.Status, answer.Json.GetProperty("threshold").GetDouble()));
        var counts = answer.Json.GetProperty("counts");
        var total = Total(counts);
        Assert.InRange(total, 1, 100_000);
        var days = answer.Json.GetProperty("perDay").EnumerateArray().ToList();
        Assert.Equal(total, days.Sum(Total));
        Assert.InRange(days.Count, 14, 15);
        var thresholds = answer.Json.GetProperty("thresholds").EnumerateArray().ToList();
        Assert.Equal(counts.ToString(), thresholds[0].GetProperty("counts").ToString());
        Assert.InRange(Total(thresholds[1].GetProperty("counts")), 0, total - 1);
        var firing = answer.Json.GetProperty("firings")[0];
        Assert.True(firing.GetProperty("comparisons")[0].GetProperty("value").GetDouble() > 0.6);
    }

    [Theory]
    [InlineData("""{ "rule": { "on": "vm", "condition": "cpu.avg('5m')" } }""", "/rule/condition")]
    [InlineData("""{ "rule": { "on": "vm", "condition": "cpu.now > 0.8", "where": "x" } }""", "/rule/where")]
    [InlineData("""{ "rule": { "on": "vm" } }""", "/rule/condition")]
    [InlineData("""{ "rule": { "on": "vm", "condition": "cpu.now > 0.8" }, "thresholds": [1, 2, 3, 4, 5, 6] }""", "/thresholds")]
    [InlineData("""{ "rule": { "on": "vm", "condition": "cpus > 8" }, "thresholds": [1] }""", "/thresholds")]
    [InlineData("""{ "rule": { "on": "vm", "condition": "cpu.now > 0.8" }, "from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z" }""", "/from")]
    public async Task Replay_Wrong_SaysWhere(string body, string path)
    {
        using var admin = server.Admin();

        var answer = await admin.AskAsync(HttpMethod.Post, "/api/v1/triggers/replay", body);

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "replay.invalid");
        Assert.Equal([path], answer.Errors.Select(error => error.Path).Distinct());
    }

    private static int Total(JsonElement counts) => counts.GetProperty("fired").GetInt32() + counts.GetProperty("paged").GetInt32() + counts.GetProperty("held").GetInt32();

    private static string With(string member, JsonNode? value)
    {
        var rule = Sound.DeepClone().AsObject();
        rule[member] = value;
        return rule.ToJsonString();
    }
}
