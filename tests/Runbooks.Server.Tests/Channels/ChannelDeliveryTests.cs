using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Tests.Channels;

/// <summary>From what happened to what a service took.</summary>
public sealed class ChannelDeliveryTests(ChannelServer server) : IClassFixture<ChannelServer>
{
    private const string Fails = """{ activity: flow.fail, with: { message: "The disk <!channel> is full." } }""";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3), Later = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task RunFailed_CollectedByOneProcessAfterAnother_IsToldOnce()
    {
        await using var slack = await ChatStub.StartAsync();
        await server.PublishAsync("told", Fails);
        await server.RunAsync("told");
        var id = await SlackAsync(slack, "told");
        var run = await server.RunAsync("told");

        await server.CollectAsync();
        await server.CollectAsync();
        await server.DeliverAsync(id, Soon);
        await server.CollectAsync();
        await server.DeliverAsync(id, Later);

        Assert.Equal(["Run failed: Flow told"], slack.Titles);
        Assert.Contains("The disk <!channel> is full.", slack.TextOf(0), StringComparison.Ordinal);
        Assert.EndsWith($"Run: {run}", slack.TextOf(0), StringComparison.Ordinal);
        Assert.Contains($"<https://rb.example/runs/{run}|Open in Runbooks>", slack.Taken.Single().GetRawText().Replace("\\u003C", "<", StringComparison.OrdinalIgnoreCase).Replace("\\u003E", ">", StringComparison.OrdinalIgnoreCase), StringComparison.Ordinal);
        Assert.Equal((0, 0), ((await server.ShowAsync(id)).GetProperty("waiting").GetInt32(), (await server.ShowAsync(id)).GetProperty("deadLetters").GetInt32()));
    }

    [Fact]
    public async Task Deliver_BeforeAllThatBelongsTogetherIsThere_Waits()
    {
        await using var slack = await ChatStub.StartAsync();
        await server.PublishAsync("together", Fails);
        var id = await SlackAsync(slack, "together");
        await server.RunAsync("together");
        await server.CollectAsync();

        var due = await server.DeliverAsync(id, TimeSpan.FromSeconds(-1));

        Assert.Empty(slack.Asked);
        Assert.InRange(due!.Value - DateTimeOffset.UtcNow, TimeSpan.Zero, TimeSpan.FromSeconds(2.1));
    }

    [Fact]
    public async Task Storm_TenThousandAtOnce_IsOneMessageWithACount()
    {
        await using var slack = await ChatStub.StartAsync();
        await server.PublishAsync("storm", Fails);
        var id = await SlackAsync(slack, "storm");
        await FireAsync("storm", 10_000, FiringStatus.Failed);

        await server.CollectAsync();
        await server.DeliverAsync(id, Soon);
        await FireAsync("storm", 5, FiringStatus.Failed);
        await server.CollectAsync();
        await server.DeliverAsync(id, TimeSpan.FromSeconds(30));

        Assert.Equal(["10,000 times a trigger started nothing"], slack.Titles);
        Assert.Equal(11, slack.TextOf(0).Split('\n').Length);
        Assert.EndsWith("… and 9,990 more", slack.TextOf(0), StringComparison.Ordinal);
        await server.DeliverAsync(id, Later);
        Assert.Equal("5 times a trigger started nothing", slack.Titles[1]);
    }

    [Fact]
    public async Task Deliver_ServiceIsBusy_WaitsAsLongAsItAsksAndLosesNothing()
    {
        await using var slack = await ChatStub.StartAsync();
        (slack.Status, slack.RetryAfter) = (429, "1200");
        await server.PublishAsync("busy", Fails);
        var id = await SlackAsync(slack, "busy");
        await server.RunAsync("busy");
        await server.CollectAsync();

        await server.DeliverAsync(id, Soon);
        var waiting = await server.ShowAsync(id);
        slack.Status = 200;
        await server.DeliverAsync(id, Later);

        Assert.InRange(waiting.GetProperty("nextAttemptAt").GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(1190), TimeSpan.FromSeconds(1210));
        Assert.Contains("429", waiting.GetProperty("lastError").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 0), (waiting.GetProperty("waiting").GetInt32(), waiting.GetProperty("deadLetters").GetInt32()));
        Assert.Single(slack.Taken);
        Assert.False((await server.ShowAsync(id)).TryGetProperty("lastError", out var error) && error.ValueKind == JsonValueKind.String);
    }

    [Fact]
    public async Task Deliver_ServiceFailsForADay_IsPutAside()
    {
        await using var slack = await ChatStub.StartAsync();
        slack.Status = 503;
        await server.PublishAsync("down", Fails);
        var id = await SlackAsync(slack, "down");
        await server.RunAsync("down");
        await server.CollectAsync();

        await server.DeliverAsync(id, Soon);
        await server.DeliverAsync(id, TimeSpan.FromHours(25));

        Assert.Equal(2, Assert.Single(await server.MessagesAsync(id, "failed")).GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task Deliver_WrongSecret_IsADeadLetterThatCanBeSentAgain()
    {
        await using var slack = await ChatStub.StartAsync();
        (slack.Status, slack.Answer) = (403, "invalid_token of /T0/B0/wrong-token");
        await server.PublishAsync("wrong", Fails);
        var id = await SlackAsync(slack, "wrong");
        await server.RunAsync("wrong");
        await server.CollectAsync();
        await server.DeliverAsync(id, Soon);

        var letter = Assert.Single(await server.MessagesAsync(id, "failed"));
        Assert.Equal(("Run failed: Flow wrong", "run-failed"), (letter.GetProperty("title").GetString(), letter.GetProperty("kind").GetString()));
        Assert.Contains("403: `invalid_token", letter.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(slack.Url + "/T0/B0", (await server.ShowAsync(id)).GetRawText() + letter.GetRawText(), StringComparison.Ordinal);
        var path = $"/api/v1/channels/{id}/messages/{letter.GetProperty("id").GetString()}/send";
        (await server.Client.AskAsync(HttpMethod.Post, path)).AssertProblem(HttpStatusCode.BadGateway, "channel.undelivered");
        slack.Status = 200;
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.AskAsync(HttpMethod.Post, path)).Status);
        (await server.Client.AskAsync(HttpMethod.Post, path)).AssertProblem(HttpStatusCode.NotFound, "message.not-found");
        Assert.Equal(JsonValueKind.Null, (await server.ShowAsync(id)).GetProperty("lastError").ValueKind);
        Assert.Single(slack.Taken);
    }

    [Fact]
    public async Task Collect_WhatAChannelDoesNotWant_IsNotToldToIt()
    {
        await using var slack = await ChatStub.StartAsync();
        await server.PublishAsync("unwanted", Fails);
        var kinds = await SlackAsync(slack, "unwanted", "kinds", new { kinds = new[] { "approval" } });
        var severity = await SlackAsync(slack, "unwanted", "severity", new { minimumSeverity = "critical" });
        var other = await SlackAsync(slack, "told-other", "other", new { workflows = new[] { "power-off-idle-test-vms" } });
        var off = await SlackAsync(slack, "unwanted", "off", new { enabled = false });
        var deleted = await SlackAsync(slack, "unwanted", "deleted", new { });
        await server.RunAsync("unwanted");
        await server.CollectAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.AskAsync(HttpMethod.Delete, $"/api/v1/channels/{deleted}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/channels/{off}", new { enabled = true })).Status);
        await server.CollectAsync();

        foreach (var id in new[] { kinds, severity, other, off, deleted }) await server.DeliverAsync(id, Later);

        Assert.Empty(slack.Asked);
    }

    [Fact]
    public async Task Disabled_WithMessagesThatWait_ForgetsThem()
    {
        await using var slack = await ChatStub.StartAsync();
        await server.PublishAsync("silenced", Fails);
        var id = await SlackAsync(slack, "silenced");
        await server.RunAsync("silenced");
        await server.CollectAsync();
        await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/channels/{id}", new { enabled = false });
        await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/channels/{id}", new { enabled = true });
        await server.CollectAsync();
        await server.DeliverAsync(id, Later);

        Assert.Empty(slack.Asked);
    }

    [Fact]
    public async Task Approval_Decided_ResolvesTheIncident()
    {
        await using var pager = await ChatStub.StartAsync();
        (pager.Status, pager.Answer) = (202, """{ "status": "success" }""");
        await server.PublishAsync("asked", """{ activity: flow.approve, with: { by: [ "role:admin" ], message: "May it?", expires: PT1H } }""");
        var id = await server.MakeAsync(new
        {
            name = "Pager of approvals", type = "pagerduty", language = "zh", settings = new { address = pager.Url }, secrets = new { routingKey = "R0" }, workflows = new[] { "asked" },
        });
        await server.RunAsync("asked", "1s");
        await server.CollectAsync();
        await server.DeliverAsync(id, Soon);
        var approval = (await server.Client.AskAsync("/api/v1/approvals")).Json.GetProperty("items").EnumerateArray().Single(one => one.GetProperty("workflow").GetString() == "asked").GetProperty("id").GetString();
        await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/approvals/{approval}", new { decision = "reject" });
        await UntilAsync(async () => (await server.Client.AskAsync("/api/v1/approvals")).Json.GetProperty("items").EnumerateArray().All(one => one.GetProperty("id").GetString() != approval));
        await server.CollectAsync();
        await server.DeliverAsync(id, Later);
        await server.DeliverAsync(id, Later);

        var events = pager.Taken.Select(body => (body.GetProperty("event_action").GetString(), body.GetProperty("dedup_key").GetString())).Where(one => !one.Item2!.Contains("/run/", StringComparison.Ordinal)).ToList();
        Assert.Equal(["trigger", "resolve"], events.Select(one => one.Item1));
        Assert.Single(events.Select(one => one.Item2).Distinct());
        Assert.Equal("需要审批：Flow asked", pager.Taken.First().GetProperty("payload").GetProperty("summary").GetString());
        Assert.Contains("May it?", pager.Taken.First().GetProperty("payload").GetProperty("custom_details").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recommendation_DismissedBeforeItIsTold_IsNotTold()
    {
        await using var slack = await ChatStub.StartAsync();
        await server.PublishAsync("dismissed", Fails);
        var id = await SlackAsync(slack, "dismissed");
        await FireAsync("dismissed", 1, FiringStatus.Recommended);
        await server.CollectAsync();
        await using (var db = server.Db())
            await db.Firings.Where(firing => firing.Workflow == "dismissed").ExecuteUpdateAsync(firing => firing.SetProperty(one => one.Status, FiringStatus.Skipped), TestContext.Current.CancellationToken);
        await server.CollectAsync();
        await server.DeliverAsync(id, Later);

        Assert.Empty(slack.Asked);
        Assert.Single(await server.MessagesAsync(id, "dropped"));
    }

    [Fact]
    public async Task Recommendation_ThatIsNotPlannedYet_IsToldWithItsPlan()
    {
        await using var slack = await ChatStub.StartAsync();
        await server.PublishAsync("planned", """{ activity: vm.power-off, with: { targets: "name == 'app-01'" } }""");
        var id = await SlackAsync(slack, "planned");
        await FireAsync("planned", 1, FiringStatus.Recommended, planned: false);
        await server.CollectAsync();
        await server.DeliverAsync(id, Soon);
        Assert.Empty(slack.Asked);

        await server.PlanAsync();
        await server.CollectAsync();
        await server.DeliverAsync(id, Soon);

        Assert.Equal(["Recommended: Flow planned"], slack.Titles);
        Assert.Contains("Plan: Shuts down app-01", slack.TextOf(0), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Recommended", null, """{"alerts":[],"mass":true}""", "page", "Many fail together: gone")]
    [InlineData("Recommended", null, null, "recommendation", "Recommended: Flow kinds")]
    [InlineData("Skipped", "fleet-rule.storm", null, "page", "Many fail together: gone")]
    [InlineData("Skipped", "schedule.missed", null, "trigger-failed", "Nothing was started: gone")]
    [InlineData("Skipped", "trigger.loop", null, "trigger-failed", "Nothing was started: gone")]
    [InlineData("Failed", "inputs.invalid", null, "trigger-failed", "Nothing was started: gone")]
    [InlineData("Skipped", "workflow.busy", null, null, null)]
    [InlineData("Started", null, null, null, null)]
    public async Task Firing_ByWhatBecameOfIt_IsToldAs(string status, string? code, string? detail, string? kind, string? title)
    {
        await using var slack = await ChatStub.StartAsync();
        await server.PublishAsync("kinds", Fails);
        var id = await SlackAsync(slack, "kinds", $"kinds {Guid.NewGuid():N}", new { });
        await FireAsync("kinds", 1, Enum.Parse<FiringStatus>(status), code, detail);
        await server.CollectAsync();
        await server.DeliverAsync(id, Soon);

        Assert.Equal(title is null ? [] : [title], slack.Titles);
        Assert.Equal(kind is null ? [] : [kind], (await server.MessagesAsync(id, "sent")).Select(message => message.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Firing_ThatFailsLongAfterItFired_IsTold()
    {
        await using var slack = await ChatStub.StartAsync();
        await server.PublishAsync("late", Fails);
        var id = await SlackAsync(slack, "late");
        await FireAsync("late", 1, FiringStatus.Pending);
        await server.CollectAsync();
        await using (var db = server.Db())
        {
            DateTimeOffset? now = DateTimeOffset.UtcNow;
            await db.Firings.Where(firing => firing.Workflow == "late").ExecuteUpdateAsync(
                firing => firing.SetProperty(one => one.Status, FiringStatus.Failed).SetProperty(one => one.SettledAt, now).SetProperty(one => one.Why, "It could not."), TestContext.Current.CancellationToken);
        }

        await server.CollectAsync();
        await server.CollectAsync();
        await server.DeliverAsync(id, Soon);

        Assert.Equal(["Nothing was started: gone"], slack.Titles);
        Assert.StartsWith("It could not.", slack.TextOf(0), StringComparison.Ordinal);
    }

    private Task<string> SlackAsync(ChatStub slack, string workflow) => SlackAsync(slack, workflow, $"Slack of {workflow}", new { });

    private async Task<string> SlackAsync(ChatStub slack, string workflow, string name, object more)
    {
        var members = JsonSerializer.SerializeToNode(new { name, type = "slack", secrets = new { webhook = $"{slack.Url}/T0/B0/wrong-token" }, workflows = new[] { workflow } })!.AsObject();
        foreach (var (member, value) in JsonSerializer.SerializeToNode(more)!.AsObject()) members[member] = value?.DeepClone();
        return await server.MakeAsync(members);
    }

    /// <summary>Rows as triggers leave them in the ledger.</summary>
    private async Task FireAsync(string workflow, int count, FiringStatus status, string? code = null, string? detail = null, bool planned = true)
    {
        await using var db = server.Db();
        var now = DateTimeOffset.UtcNow;
        for (var n = 0; n < count; n++)
        {
            var id = Guid.NewGuid().ToString("N");
            db.Firings.Add(new FiringEntity
            {
                Id = id, TriggerId = "gone", Key = id, Status = status, Workflow = workflow, DueAt = now, CreatedAt = now, Summary = "It was so.", Code = code, Detail = detail,
                NextAttemptAt = status == FiringStatus.Pending ? now.AddDays(1) : null, SettledAt = status is FiringStatus.Pending or FiringStatus.Recommended ? null : now, PlannedAt = planned ? now : null,
            });
        }

        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await holds()) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("What was awaited did not come.");
    }
}
