using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Data;
using Runbooks.Server.Tests.Triggers;

namespace Runbooks.Server.Tests.Alerts.Rules;

/// <summary>From a delivery to a run, through the whole server.</summary>
public sealed class AlertTriggersTests(TriggerServer server) : IClassFixture<TriggerServer>
{
    private static int number;

    [Fact]
    public async Task Alert_ThatFits_StartsOneRunWithItsInputs()
    {
        var (source, trigger) = await MakeAsync(new { severity = "critical" }, inputs: new { name = "${ alert.labels.team + ':' + alert.value }" });
        var body = Body("f1", "2026-05-04T08:00:00Z");

        await SendAsync(source, body);
        await SendAsync(source, body);
        var firing = await FiredAsync(trigger, 1);

        Assert.Equal(("started", "ops:95"), (firing.GetProperty("status").GetString(), firing.GetProperty("inputs").GetProperty("name").GetString()));
        await SendAsync(source, Body("f1", "2026-05-04T08:00:00Z", "resolved"));
        await SendAsync(source, Body("f1", "2026-05-04T09:00:00Z"));
        await FiredAsync(trigger, 2);
        var alert = (await server.Client.AskAsync($"/api/v1/alerts?source={source}")).Json.GetProperty("items").EnumerateArray().Last();
        var outcome = Assert.Single(alert.GetProperty("outcomes").EnumerateArray());
        Assert.Equal((trigger, "fired"), (outcome.GetProperty("trigger").GetString(), outcome.GetProperty("kind").GetString()));
        var detail = (await server.Client.AskAsync($"/api/v1/alerts/{alert.GetProperty("id")}")).Json;
        Assert.Equal(["firing", "resolved"], detail.GetProperty("episode").EnumerateArray().Select(change => change.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Alert_ThatNeedsATargetItDoesNotName_SaysSoAndStartsNothing()
    {
        var (source, trigger) = await MakeAsync(null, inputs: new { name = "${ target.name }" });

        await SendAsync(source, Body("f1", "2026-05-04T08:00:00Z", instance: "nobody:9100"));
        var outcome = await OutcomeAsync(source, "no-target");

        Assert.Contains("nobody:9100", outcome.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(await server.FiringsAsync(trigger));
    }

    [Fact]
    public async Task Alert_AboutAMachineOfTheFleet_HasItAsTarget()
    {
        var (source, trigger) = await MakeAsync(null, inputs: new { name = "${ target.kind + ' ' + target.name }" });
        var vm = (await server.Client.AskAsync("/api/v1/fleet/vms?limit=1")).Json.GetProperty("items")[0].GetProperty("name").GetString();

        await SendAsync(source, Body("f1", "2026-05-04T08:00:00Z", instance: $"{vm}:9100"));

        Assert.Equal($"vm {vm}", (await FiredAsync(trigger, 1)).GetProperty("inputs").GetProperty("name").GetString());
    }

    [Fact]
    public async Task AlertThatEnds_WhereTheRuleSaysSo_CancelsItsRun()
    {
        var (source, trigger) = await MakeAsync(null, workflow: TriggerServer.OneAtATime, onResolved: "cancel");
        await SendAsync(source, Body("f1", "2026-05-04T08:00:00Z"));
        var run = (await FiredAsync(trigger, 1)).GetProperty("runId").GetString();

        await SendAsync(source, Body("f1", "2026-05-04T08:00:00Z", "resolved"));

        await UntilAsync(async () => (await server.Client.AskAsync($"/api/v1/runs/{run}")).Json.GetProperty("status").GetString() == "cancelled");
        await UntilAsync(async () => await ReadAsync(db => db.AlertFollowUps.CountAsync()) == 0);
    }

    [Fact]
    public async Task AlertThatEnds_WhereTheRuleSaysSo_SignalsItsRun()
    {
        const string flow = "waits-for-the-end";
        const string yaml = """
            apiVersion: runbooks/v1
            id: waits-for-the-end
            inputs: { name: { type: string } }
            steps: { wait: { activity: flow.wait-for-signal, with: { name: SIGNAL, timeout: PT1H } } }
            """;
        await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{flow}", yaml.Replace("SIGNAL", "alert-resolved", StringComparison.Ordinal), "application/yaml");
        await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{flow}/publish");
        var (source, trigger) = await MakeAsync(null, workflow: flow, onResolved: "signal");
        await SendAsync(source, Body("f1", "2026-05-04T08:00:00Z"));
        var run = (await FiredAsync(trigger, 1)).GetProperty("runId").GetString();
        await UntilAsync(async () => (await server.Client.AskAsync($"/api/v1/runs/{run}")).Json.GetProperty("status").GetString() == "waiting");

        await SendAsync(source, Body("f1", "2026-05-04T08:00:00Z", "resolved"));

        await UntilAsync(async () => (await server.Client.AskAsync($"/api/v1/runs/{run}")).Json.GetProperty("status").GetString() == "completed");
        var step = (await server.Client.AskAsync($"/api/v1/runs/{run}")).Json.GetProperty("steps").GetProperty("wait");
        Assert.Equal("received", step.GetProperty("outcome").GetString());
        await UntilAsync(async () => await ReadAsync(db => db.AlertFollowUps.CountAsync()) == 0);
    }

    [Fact]
    public async Task Trigger_WithASourceInIt_MakesTheSourceAndKeepsNoSecret()
    {
        var trigger = await server.MakeAsync(new
        {
            name = $"With source {++number}", workflow = TriggerServer.Flow, type = "alert", inputs = new { name = "x" },
            source = new { name = "inline", dialect = "alertmanager", authentication = new { type = "bearer", token = "inline-secret-token" } },
        });

        var shown = (await server.Client.AskAsync($"/api/v1/triggers/{trigger}")).Text;
        Assert.DoesNotContain("inline-secret-token", shown, StringComparison.Ordinal);
        Assert.Equal(("inline", "/hooks/inline"), (JsonElement.Parse(shown).GetProperty("source").GetString(), JsonElement.Parse(shown).GetProperty("hook").GetString()));
        using var stranger = server.Server.Stranger();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.AskAsync(HttpMethod.Post, "/hooks/inline", "{}")).Status);
        var answer = await stranger.AskAsync(HttpMethod.Post, "/hooks/inline", Body("f1", "2026-05-04T08:00:00Z"), headers: ("Authorization", "Bearer inline-secret-token"));
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        await FiredAsync(trigger, 1);
    }

    [Theory]
    [InlineData("""{"source":"nobody"}""", "/source")]
    [InlineData("""{"source":{"name":"new-one","dialect":"alertmanager"}}""", "/source/authentication")]
    [InlineData("""{"source":{"name":"new-one","dialect":"x","authentication":{"type":"none"}}}""", "/source/dialect")]
    [InlineData("""{"match":{"severity":5}}""", "/match/severity")]
    [InlineData("""{"correlate":{"mode":"all","within":"5m","of":[{}]}}""", "/correlate/of")]
    [InlineData("""{"match":{},"correlate":{"mode":"all","within":"5m","of":[{},{}]}}""", "/match")]
    [InlineData("""{"countWithin":{"count":3,"within":"30d"}}""", "/countWithin/within")]
    [InlineData("""{"inputs":{"name":"${ samples }"}}""", "/inputs/name")]
    public async Task Trigger_ThatIsWrong_IsToldByItsPlace(string members, string path)
    {
        var body = new Dictionary<string, object> { ["name"] = $"Wrong {++number}", ["workflow"] = TriggerServer.Flow, ["type"] = "alert" };
        foreach (var member in JsonElement.Parse(members).EnumerateObject()) body[member.Name] = member.Value;

        var answer = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/triggers", body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(path, answer.Errors.Select(error => error.Path));
    }

    private async Task<(string Source, string Trigger)> MakeAsync(object? match, object? inputs = null, string workflow = TriggerServer.Flow, string onResolved = "ignore")
    {
        var source = $"am-{++number}";
        var trigger = await server.MakeAsync(new
        {
            name = $"Rule {number}", workflow, type = "alert", match, onResolved, inputs = inputs ?? new { name = "x" },
            source = new { name = source, dialect = "alertmanager", authentication = new { type = "none" } },
        });
        return (source, trigger);
    }

    private async Task SendAsync(string source, string body)
    {
        using var stranger = server.Server.Stranger();
        var answer = await stranger.AskAsync(HttpMethod.Post, $"/hooks/{source}", body);
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Text);
    }

    private static string Body(string fingerprint, string startsAt, string status = "firing", string instance = "unknown:9100") => JsonSerializer.Serialize(new
    {
        status = "firing",
        alerts = new[]
        {
            new
            {
                status, fingerprint, startsAt, endsAt = "0001-01-01T00:00:00Z",
                labels = new { alertname = "Busy", severity = "critical", team = "ops", instance }, annotations = new { value = "95" },
            },
        },
    });

    private async Task<JsonElement> FiredAsync(string trigger, int count)
    {
        IReadOnlyList<JsonElement> firings = [];
        await UntilAsync(async () =>
        {
            firings = await server.FiringsAsync(trigger);
            return firings.Count == count && firings.All(firing => firing.GetProperty("status").GetString() != "pending");
        });
        return firings[0];
    }

    private async Task<JsonElement> OutcomeAsync(string source, string kind)
    {
        JsonElement found = default;
        await UntilAsync(async () =>
        {
            var outcomes = (await server.Client.AskAsync($"/api/v1/alerts?source={source}")).Json.GetProperty("items").EnumerateArray().SelectMany(alert => alert.GetProperty("outcomes").EnumerateArray());
            found = outcomes.FirstOrDefault(outcome => outcome.GetProperty("kind").GetString() == kind);
            return found.ValueKind == JsonValueKind.Object;
        });
        return found;
    }

    private async Task<T> ReadAsync<T>(Func<RunbooksDbContext, Task<T>> read)
    {
        await using var db = await server.Services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await read(db);
    }

    /// <summary>What follows from an alert follows soon, on threads of the server.</summary>
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await holds()) await Task.Delay(20, limit.Token);
    }
}
