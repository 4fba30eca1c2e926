using System.Net;
using System.Text.Json;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Tests.Triggers.Firings;

public sealed class FiringTests(TriggerServer server) : IClassFixture<TriggerServer>
{
    private static readonly DateTimeOffset Due = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Fire_ByHand_StartsOneRunThatNamesTheTrigger()
    {
        var id = await MakeAsync("Hand");
        var key = ("Idempotency-Key", "once");

        var first = await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/fire", new { reason = "to see" }, headers: key);
        var again = await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/fire", new { reason = "to see" }, headers: key);

        Assert.Equal((HttpStatusCode.Accepted, "started"), (first.Status, first.Json.GetProperty("status").GetString()));
        Assert.Equal(first.Json.GetProperty("id").GetString(), again.Json.GetProperty("id").GetString());
        var run = (await server.Client.AskAsync($"/api/v1/runs/{first.Json.GetProperty("runId").GetString()}")).Json;
        Assert.Equal(("test", "Hand", "to see", "Hand"), (
            run.GetProperty("trigger").GetProperty("kind").GetString(), run.GetProperty("trigger").GetProperty("name").GetString(),
            run.GetProperty("reason").GetString(), run.GetProperty("inputs").GetProperty("name").GetString()));
        Assert.Single(await server.FiringsAsync(id));
    }

    [Fact]
    public async Task Stage_SameCauseTwice_IsOneFiringAndOneRun()
    {
        var id = await MakeAsync("Twice", "${ payload.who }");
        var cause = new FiringCause("episode-1", Due, "It rang.") { Names = Payload(new { who = "bell" }) };

        var first = await server.FireAsync(id, cause);
        var second = await server.FireAsync(id, cause);
        await server.Starter.StartDueAsync(TestContext.Current.CancellationToken);
        await server.Starter.StartDueAsync(TestContext.Current.CancellationToken);

        Assert.True(first.IsNew);
        Assert.False(second.IsNew);
        var firing = Assert.Single(await server.FiringsAsync(id));
        Assert.Equal(("started", "bell", "It rang."), (
            firing.GetProperty("status").GetString(), firing.GetProperty("inputs").GetProperty("name").GetString(), firing.GetProperty("summary").GetString()));
        Assert.Single(await RunsOfAsync("Twice"));
    }

    [Fact]
    public async Task Start_RunMadeButNotNoted_FindsThatRun()
    {
        var id = await MakeAsync("Crashed");
        var staged = await server.FireAsync(id, new FiringCause("a", Due, "It rang."));
        await server.Starter.StartAsync(staged.Firing.Id, TestContext.Current.CancellationToken);
        var before = Assert.Single(await server.FiringsAsync(id)).GetProperty("runId").GetString();
        // As a process leaves it that died between the start and its note, and then somebody paused the workflow.
        await ForgetStartAsync(staged.Firing.Id);
        await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{TriggerServer.Flow}/pause");
        try
        {
            await server.Starter.StartAsync(staged.Firing.Id, TestContext.Current.CancellationToken);
        }
        finally
        {
            await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{TriggerServer.Flow}/resume");
        }

        Assert.Equal(before, Assert.Single(await server.FiringsAsync(id)).GetProperty("runId").GetString());
        Assert.Single(await RunsOfAsync("Crashed"));
    }

    [Fact]
    public async Task Start_WhatMayPass_StaysPendingAndSaysWhyUntilItPasses()
    {
        await server.SaveAsync("triggered-later", "");
        var id = await MakeAsync("Later", workflow: "triggered-later");

        var fired = (await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/fire")).Json;
        var told = (await server.Client.AskAsync($"/api/v1/triggers/{id}")).Json.GetProperty("status");
        await server.PublishAsync("triggered-later", "");
        await server.Starter.StartAsync(fired.GetProperty("id").GetString()!, TestContext.Current.CancellationToken);

        Assert.Equal(("pending", "workflow.not-found", 1), (
            fired.GetProperty("status").GetString(), fired.GetProperty("code").GetString(), fired.GetProperty("attempts").GetInt32()));
        Assert.True(fired.GetProperty("nextAttemptAt").GetDateTimeOffset() > fired.GetProperty("createdAt").GetDateTimeOffset());
        Assert.Equal((1, "workflow.not-found"), (told.GetProperty("pending").GetInt32(), told.GetProperty("lastFiring").GetProperty("code").GetString()));
        Assert.Equal("started", Assert.Single(await server.FiringsAsync(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Start_WhatCannotPass_FailsAtOnce()
    {
        var id = await MakeAsync("Unfit", "${ payload.who }");

        await server.FireAsync(id, new FiringCause("unfit", Due, "It rang.") { Names = Payload(new { who = 5 }) });
        await server.FireAsync(id, new FiringCause("broken", Due, "It rang.") { Names = Payload(new { other = new { } }), Inputs = JsonElement.Parse("""{ "name": "${ payload.who.name }" }""") });
        await server.Starter.StartDueAsync(TestContext.Current.CancellationToken);

        var firings = await server.FiringsAsync(id);
        Assert.Equal([("failed", "trigger.expression"), ("failed", "inputs.invalid")], firings.Select(f => (f.GetProperty("status").GetString(), f.GetProperty("code").GetString())));
        Assert.All(firings, firing => Assert.NotEqual("", firing.GetProperty("why").GetString()));
        Assert.Empty(await RunsOfAsync("Unfit"));
        var filtered = new[] { "failed", "recommended" }.Select(async status => (await server.Client.AskAsync($"/api/v1/triggers/{id}/firings?status={status}")).Json.GetProperty("items").GetArrayLength());
        var counts = await Task.WhenAll(filtered);
        Assert.Equal([2, 0], counts);
        (await server.Client.AskAsync($"/api/v1/triggers/{id}/firings?status=lost")).AssertProblem(System.Net.HttpStatusCode.BadRequest, "query.invalid");
    }

    [Fact]
    public async Task Start_WorkflowBusy_IsSkippedAsItsPolicySays()
    {
        var id = await MakeAsync("Busy", workflow: TriggerServer.OneAtATime);

        var first = (await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/fire")).Json;
        var second = (await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/fire")).Json;

        Assert.Equal("started", first.GetProperty("status").GetString());
        Assert.Equal(("skipped", "workflow.busy"), (second.GetProperty("status").GetString(), second.GetProperty("code").GetString()));
        await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/runs/{first.GetProperty("runId").GetString()}/cancel");
    }

    [Fact]
    public async Task Start_TriggerPausedMeanwhile_IsSkippedButByHandItFires()
    {
        var id = await MakeAsync("Silenced");
        await server.FireAsync(id, new FiringCause("a", Due, "It rang."));
        await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/pause");

        await server.Starter.StartDueAsync(TestContext.Current.CancellationToken);
        var byHand = (await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/fire")).Json;

        // The server's own starter may have been quicker than the pause.
        Assert.Contains((await server.FiringsAsync(id))[1].GetProperty("status").GetString(), new[] { "skipped", "started" });
        Assert.Equal("started", byHand.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Recommend_Firing_WaitsForOneClick()
    {
        var id = await MakeAsync("Advice", action: "recommend");
        var staged = await server.FireAsync(id, new FiringCause("a", Due, "It rang.") { Targets = ["vm-1"] });
        await server.Starter.StartDueAsync(TestContext.Current.CancellationToken);
        var waiting = Assert.Single(await server.FiringsAsync(id));

        var path = $"/api/v1/triggers/{id}/firings/{staged.Firing.Id}";
        var started = await server.Client.AskAsync(HttpMethod.Post, $"{path}/start");
        var twice = await server.Client.AskAsync(HttpMethod.Post, $"{path}/start");

        Assert.Equal(("recommended", "vm-1"), (waiting.GetProperty("status").GetString(), waiting.GetProperty("targets")[0].GetString()));
        Assert.Equal("started", started.Json.GetProperty("status").GetString());
        Assert.Equal(started.Json.GetProperty("runId").GetString(), twice.Json.GetProperty("runId").GetString());
        Assert.Single(await RunsOfAsync("Advice"));
    }

    [Fact]
    public async Task Dismiss_Recommendation_StartsNothing()
    {
        var id = await MakeAsync("Unwanted", action: "recommend");
        var staged = await server.FireAsync(id, new FiringCause("a", Due, "It rang."));
        var path = $"/api/v1/triggers/{id}/firings/{staged.Firing.Id}";

        var dismissed = await server.Client.AskAsync(HttpMethod.Post, $"{path}/dismiss", new { reason = "known" });
        var late = await server.Client.AskAsync(HttpMethod.Post, $"{path}/start");

        Assert.Equal(("skipped", "trigger.dismissed"), (dismissed.Json.GetProperty("status").GetString(), dismissed.Json.GetProperty("code").GetString()));
        Assert.Equal("skipped", late.Json.GetProperty("status").GetString());
        (await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/firings/none/start")).AssertProblem(HttpStatusCode.NotFound, "firing.not-found");
    }

    [Fact]
    public async Task Start_WhileAllIsStopped_WaitsUntilItGoesOn()
    {
        var id = await MakeAsync("Stopped");
        await server.Client.AskAsync(HttpMethod.Post, "/api/v1/automation/stop", new { reason = "test" });
        JsonElement held;
        try
        {
            held = (await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/fire")).Json;
        }
        finally
        {
            await server.Client.AskAsync(HttpMethod.Post, "/api/v1/automation/start");
        }

        await server.Starter.StartAsync(held.GetProperty("id").GetString()!, TestContext.Current.CancellationToken);

        Assert.Equal(("pending", "automation.stopped"), (held.GetProperty("status").GetString(), held.GetProperty("code").GetString()));
        Assert.Equal("started", Assert.Single(await server.FiringsAsync(id)).GetProperty("status").GetString());
    }

    private static Dictionary<string, JsonElement> Payload(object payload) => new() { ["payload"] = JsonSerializer.SerializeToElement(payload) };

    private Task<string> MakeAsync(string name, string input = "${ trigger.name }", string workflow = TriggerServer.Flow, string action = "start") =>
        server.MakeAsync(new { name, workflow, type = "test", action, inputs = new { name = input } });

    private async Task<List<JsonElement>> RunsOfAsync(string trigger) =>
        [.. (await server.RunsAsync(TriggerServer.Flow)).Where(run => run.GetProperty("trigger").GetProperty("name").GetString() == trigger)];

    private async Task ForgetStartAsync(string firing)
    {
        await using var db = await OpenAsync();
        var row = db.Firings.Single(f => f.Id == firing);
        (row.Status, row.RunId, row.NextAttemptAt, row.SettledAt) = (FiringStatus.Pending, null, DateTimeOffset.MaxValue, null);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        async Task<Runbooks.Server.Data.RunbooksDbContext> OpenAsync() =>
            await ((Microsoft.EntityFrameworkCore.IDbContextFactory<Runbooks.Server.Data.RunbooksDbContext>)server.Services.GetService(
                typeof(Microsoft.EntityFrameworkCore.IDbContextFactory<Runbooks.Server.Data.RunbooksDbContext>))!).CreateDbContextAsync();
    }
}
