using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Alerts.Targets;
using Runbooks.Server.Tests.Triggers;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Tests.Alerts.Listing;

public sealed class AlertInboxTests(TriggerServer server) : IClassFixture<TriggerServer>
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 24, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Counts_OfEachThatAlertsLeadTo_AgreeWithTheLists()
    {
        await TakeAsync("counted", "led", "idle", "offered", "lost");
        var rule = await server.MakeAsync(new { name = "Counted rule", workflow = TriggerServer.Flow, type = "test", inputs = new { name = "a" } });
        var started = await server.FireAsync(rule, new FiringCause("led", Begin, "It is hot."));
        await server.Starter.StartAsync(started.Firing.Id, TestContext.Current.CancellationToken);
        var offered = await server.FireAsync(rule, new FiringCause("offered", Begin, "It is hot.") { Recommend = true });
        await FollowAsync("counted", rule, ("led", "fired", started.Firing.Id), ("offered", "fired", offered.Firing.Id), ("lost", "no-target", null), ("idle", "held", null));

        var counts = await server.Client.AskAsync("/api/v1/alerts/counts?source=counted&led=run&limit=1");
        Assert.Equal((4, 1, 1, 2, 4), (Number(counts, "all"), Number(counts, "run"), Number(counts, "none"), Number(counts, "hand"), Number(counts, "firing")));
        Assert.Equal(["led"], await NamesAsync("counted", "&led=run"));
        Assert.Equal(["idle"], await NamesAsync("counted", "&led=none"));
        Assert.Equal(["lost", "offered"], await NamesAsync("counted", "&led=hand"));
        var outcome = (await ListAsync("counted", "&led=run"))[0].GetProperty("outcomes")[0];
        Assert.Equal("Counted rule", outcome.GetProperty("triggerName").GetString());
        var firing = outcome.GetProperty("firing");
        Assert.Equal(("started", TriggerServer.Flow), (firing.GetProperty("status").GetString(), firing.GetProperty("workflow").GetString()));
        Assert.Equal(firing.GetProperty("runId").GetString(), firing.GetProperty("run").GetProperty("id").GetString());
    }

    [Fact]
    public async Task List_ByAPartOfTheTargetsName_FindsItAndNotByWordsOfItsNote()
    {
        await TakeAsync("by-target", "one", "two");
        var target = new AlertTarget("vm", "sim:1", "web-bj-22", "sim", "simulator", "bj-lab", null);
        var finding = new Finding(target, "Found by its label: instance=10.0.0.1.");
        var id = (await ListAsync("by-target", "&name=one"))[0].GetProperty("id").GetInt64();
        await LookedAtAsync("by-target");
        await Store.WriteFollowedAsync(new Followed([new StoredFinding(id, finding.Write(), target.Id)], [], []));

        Assert.Equal(["one"], await NamesAsync("by-target", "&q=bj-22"));
        Assert.Empty(await NamesAsync("by-target", "&q=Found"));
    }

    [Fact]
    public async Task List_ByAPartOfALabel_FindsWhatJsonWritesOtherwise()
    {
        await TakeAsync("by-label", "数据库", "other");
        await SendAsync("by-label", "firing", "quoted", ("path", "C:\\data"));

        Assert.Equal(["数据库"], await NamesAsync("by-label", "&q=数据"));
        Assert.Equal(["quoted"], await NamesAsync("by-label", $"&q={Uri.EscapeDataString("C:\\d")}"));
    }

    [Fact]
    public async Task List_Since_KeepsWhatStillFires()
    {
        await TakeAsync("since", "open", "over");
        await SendAsync("since", "resolved", "over");
        var later = Uri.EscapeDataString(DateTimeOffset.UtcNow.AddHours(1).ToString("O"));

        Assert.Equal(["open"], await NamesAsync("since", $"&since={later}"));
    }

    [Fact]
    public async Task Intake_OfToday_TellsNewsFromRepeats()
    {
        var since = Uri.EscapeDataString(DateTimeOffset.UtcNow.AddMinutes(-1).ToString("O"));
        var before = await server.Client.AskAsync($"/api/v1/alerts/intake?since={since}");
        await TakeAsync("intake", "a", "b");
        await SendAsync("intake", "firing", "a");
        await SendAsync("intake", "resolved", "a");

        var after = await server.Client.AskAsync($"/api/v1/alerts/intake?since={since}");
        Assert.Equal((3, 1), (Number(after, "accepted") - Number(before, "accepted"), Number(after, "repeated") - Number(before, "repeated")));
    }

    private AlertStore Store => server.Services.GetRequiredService<AlertStore>();

    private async Task TakeAsync(string source, params string[] names)
    {
        var made = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/alert-sources", new { name = source, dialect = "alertmanager", authentication = new { type = "none" } });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        foreach (var name in names) await SendAsync(source, "firing", name);
    }

    private async Task SendAsync(string source, string status, string name, params (string Name, string Value)[] more)
    {
        var labels = more.Append(("alertname", name)).ToDictionary(label => label.Item1, label => label.Item2);
        var alert = new { status, labels, startsAt = Begin, endsAt = Begin.AddMinutes(5) };
        Assert.Equal(HttpStatusCode.Accepted, (await server.Client.AskAsync(HttpMethod.Post, $"/hooks/{source}", new { alerts = new[] { alert } })).Status);
    }

    /// <summary>Until the server itself has found out what its alerts are about, since it does so once.</summary>
    private async Task LookedAtAsync(string source)
    {
        var deadline = DateTimeOffset.UtcNow.AddSeconds(20);
        while ((await ListAsync(source, "")).Any(alert => alert.GetProperty("finding").ValueKind == JsonValueKind.Null))
        {
            Assert.True(DateTimeOffset.UtcNow < deadline, "The alerts were not looked at.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private async Task FollowAsync(string source, string rule, params (string Name, string Kind, string? Firing)[] outcomes)
    {
        var ids = (await ListAsync(source, "")).ToDictionary(alert => alert.GetProperty("name").GetString()!, alert => alert.GetProperty("id").GetInt64());
        await Store.WriteFollowedAsync(new Followed([], [.. outcomes.Select(outcome => new AlertOutcomeEntity
        {
            Alert = ids[outcome.Name], Trigger = rule, Kind = outcome.Kind, Message = "As the test says.", Firing = outcome.Firing, At = Begin,
        })], []));
    }

    private async Task<List<JsonElement>> ListAsync(string source, string more)
    {
        var answer = await server.Client.AskAsync($"/api/v1/alerts?source={source}{more}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }

    private async Task<List<string?>> NamesAsync(string source, string more) =>
        [.. (await ListAsync(source, more)).Select(alert => alert.GetProperty("name").GetString())];

    private static int Number(HttpAnswer answer, string member) => answer.Json.GetProperty(member).GetInt32();
}
