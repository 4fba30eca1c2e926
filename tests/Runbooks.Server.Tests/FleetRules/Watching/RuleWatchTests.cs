using System.Text.Json;

namespace Runbooks.Server.Tests.FleetRules.Watching;

public sealed class RuleWatchTests(RuleServer server) : IClassFixture<RuleServer>
{
    [Fact]
    public async Task Round_HoldsForTheTime_RecommendsWithItsExplanationAndOneClickStartsIt()
    {
        var vm = server.RunningVms()[0];
        var id = await server.MakeAsync("Recommends", vm.Name, "recommend");
        server.Fleet.SetCpu(vm.NativeId, 1);

        var firing = Assert.Single(await server.FiringsAsync(id, 1));

        Assert.Equal("recommended", firing.GetProperty("status").GetString());
        Assert.Contains(vm.Name, firing.GetProperty("summary").GetString());
        Assert.Equal([vm.Name], firing.GetProperty("targets").EnumerateArray().Select(name => name.GetString()));
        var detail = firing.GetProperty("detail");
        Assert.Equal(("cpu.now > 0.97", "PT2S", 1), (detail.GetProperty("condition").GetString(), detail.GetProperty("for").GetString(), detail.GetProperty("objects").GetInt32()));
        var explained = detail.GetProperty("explained")[0];
        var comparison = explained.GetProperty("comparisons")[0];
        Assert.Equal((1, 0.97, true), (comparison.GetProperty("value").GetDouble(), comparison.GetProperty("threshold").GetDouble(), comparison.GetProperty("holds").GetBoolean()));
        Assert.NotEmpty(explained.GetProperty("samples").GetProperty("points").EnumerateArray());
        Assert.Equal((vm.Name, 1), (firing.GetProperty("inputs").GetProperty("name").GetString(), firing.GetProperty("inputs").GetProperty("value").GetDouble()));

        var started = await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/firings/{firing.GetProperty("id").GetString()}/start");
        Assert.Equal("started", started.Json.GetProperty("status").GetString());
        var run = (await server.Client.AskAsync($"/api/v1/runs/{started.Json.GetProperty("runId").GetString()}")).Json;
        Assert.Equal("fleet-rule", run.GetProperty("trigger").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Round_OverBeforeAnybodyStartedIt_TakesTheAdviceBack()
    {
        var vm = server.RunningVms()[4];
        var id = await server.MakeAsync("Over", vm.Name, "recommend");
        server.Fleet.SetCpu(vm.NativeId, 1);
        Assert.Equal("recommended", (await server.FiringsAsync(id, 1))[0].GetProperty("status").GetString());

        server.Fleet.SetCpu(vm.NativeId, 0.1);
        await RuleServer.UntilAsync(async () => (await server.FiringsAsync(id))[0].GetProperty("status").GetString() == "skipped");

        Assert.Equal("fleet-rule.over", (await server.FiringsAsync(id)).Single().GetProperty("code").GetString());
    }

    [Fact]
    public async Task Round_SnapshotOfAVm_IsSeenByARuleAboutSnapshots()
    {
        var vm = server.RunningVms()[5];
        var id = await server.MakeAsync("Snapshots", vm.Name, "recommend", condition: "snapshots > 0");
        await RuleServer.UntilAsync(async () => await server.LastRoundAsync(id) is { ValueKind: JsonValueKind.Object } round && round.GetProperty("unknown").GetInt32() == 0);
        Assert.Empty(await server.FiringsAsync(id));

        var run = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/workflows/take-snapshots/runs?wait=20s", new { inputs = new { vms = new[] { vm.Id } } });
        Assert.Equal("completed", run.Json.GetProperty("status").GetString());
        server.LookAtSnapshotsAgain(vm.Id);

        var firing = (await server.FiringsAsync(id, 1)).Single();
        Assert.Contains("snapshots > 0", firing.GetProperty("summary").GetString());
    }

    [Fact]
    public async Task Change_AnotherCondition_BeginsAnew()
    {
        var vm = server.RunningVms()[6];
        var id = await server.MakeAsync("Changes", vm.Name, "recommend", condition: "cpus > 0");
        await server.FiringsAsync(id, 1);

        var changed = (await server.Client.AskAsync($"/api/v1/triggers/{id}")).Json.Deserialize<Dictionary<string, JsonElement>>()!;
        changed["condition"] = JsonSerializer.SerializeToElement("cpus >= 1");
        var saved = await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/triggers/{id}", JsonSerializer.Serialize(changed));
        Assert.True(saved.Status == System.Net.HttpStatusCode.OK, saved.Text);

        Assert.Equal(2, (await server.FiringsAsync(id, 2)).Count);
    }

    [Fact]
    public async Task Round_ActionStart_StartsOnceForAnEpisodeAndAgainForTheNext()
    {
        var vm = server.RunningVms()[1];
        var id = await server.MakeAsync("Starts", vm.Name, "start", clear: "cpu.now < 0.5");

        server.Fleet.SetCpu(vm.NativeId, 1);
        var first = (await server.FiringsAsync(id, 1)).Single();
        await RuleServer.UntilAsync(async () => (await server.FiringsAsync(id))[0].GetProperty("status").GetString() == "started");
        server.Fleet.SetCpu(vm.NativeId, 0.8);
        await server.RoundsAsync(id, 4);
        server.Fleet.SetCpu(vm.NativeId, 1);
        await server.RoundsAsync(id, 4);
        Assert.Single(await server.FiringsAsync(id));

        server.Fleet.SetCpu(vm.NativeId, 0.1);
        await RuleServer.UntilAsync(async () => (await server.LastRoundAsync(id)).GetProperty("firing").GetInt32() == 0);
        server.Fleet.SetCpu(vm.NativeId, 1);
        var both = await server.FiringsAsync(id, 2);
        Assert.Equal(first.GetProperty("id").GetString(), both[1].GetProperty("id").GetString());
        Assert.Equal(2, both.Count);
    }

    [Fact]
    public async Task Round_ComesAndGoes_IsHeldAndSaysSo()
    {
        var vm = server.RunningVms()[2];
        var id = await server.MakeAsync("Flaps", vm.Name, "start");

        for (var episode = 1; episode <= 4; episode++)
        {
            server.Fleet.SetCpu(vm.NativeId, 1);
            await server.FiringsAsync(id, episode);
            server.Fleet.SetCpu(vm.NativeId, 0.1);
            await RuleServer.UntilAsync(async () => await QuietAsync(id));
        }

        var firings = await server.FiringsAsync(id);
        Assert.Equal(4, firings.Count);
        Assert.Equal(("skipped", "fleet-rule.flapping"), (firings[0].GetProperty("status").GetString(), firings[0].GetProperty("code").GetString()));
        Assert.DoesNotContain(firings.Skip(1), firing => firing.GetProperty("status").GetString() == "skipped");
    }

    [Fact]
    public async Task Round_MuchOfAClusterTogether_PagesOnceAndStartsNothing()
    {
        var id = await server.MakeAsync(new
        {
            name = "Storm", workflow = RuleServer.Flow, type = "fleet-rule", on = "vm", condition = "cpus > 0", inputs = new { name = "${ target.name }" },
        });

        await server.FiringsAsync(id, 2);
        await server.RoundsAsync(id, 2);

        var firings = await server.FiringsAsync(id);
        Assert.All(firings, firing => Assert.Equal(("skipped", "fleet-rule.storm"), (firing.GetProperty("status").GetString(), firing.GetProperty("code").GetString())));
        // One for each cluster, however many VMs it has.
        Assert.Equal(2, firings.Count);
        Assert.All(firings, firing => Assert.InRange(firing.GetProperty("detail").GetProperty("objects").GetInt32(), 10, 60));
    }

    [Fact]
    public async Task Round_RunHoldsTheTarget_IsLinkedToTheRunAndStartsNothing()
    {
        var vm = server.RunningVms()[3];
        var id = await server.MakeAsync("Self", vm.Name, "start");
        const string yaml = """
            apiVersion: runbooks/v1
            id: takes-a-snapshot
            name: Takes a snapshot
            inputs: { vm: { type: string } }
            steps:
              take: { activity: vm.snapshot, with: { targets: ["${ inputs.vm }"], name: mine } }
            """;
        await server.Client.AskAsync(HttpMethod.Put, "/api/v1/workflows/takes-a-snapshot", yaml, "application/yaml");
        await server.Client.AskAsync(HttpMethod.Post, "/api/v1/workflows/takes-a-snapshot/publish");
        var run = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/workflows/takes-a-snapshot/runs?wait=20s", new { inputs = new { vm = vm.Id } });
        Assert.Equal("completed", run.Json.GetProperty("status").GetString());

        server.Fleet.SetCpu(vm.NativeId, 1);
        var firing = (await server.FiringsAsync(id, 1)).Single();

        Assert.Equal(("skipped", "fleet-rule.self-inflicted"), (firing.GetProperty("status").GetString(), firing.GetProperty("code").GetString()));
        Assert.Contains(run.Json.GetProperty("id").GetString()!, firing.GetProperty("why").GetString());
        await server.RoundsAsync(id, 3);
        Assert.Single(await server.FiringsAsync(id));
        Assert.Equal(1, (await server.LastRoundAsync(id)).GetProperty("selfInflicted").GetInt32());
    }

    [Fact]
    public async Task Round_NothingIsMeasured_FiresNothingAndSaysThatItIsUnknown()
    {
        var off = (await server.Client.AskAsync("/api/v1/fleet/vms?where=" + Uri.EscapeDataString("powerState == 'off'"))).Json.GetProperty("items")[0].GetProperty("name").GetString()!;
        var id = await server.MakeAsync("Unknown", off, "start", condition: "cpu.now >= 0 || cpu.now < 0 || !(cpu.now > 0.5)");

        await server.RoundsAsync(id, 5);

        Assert.Empty(await server.FiringsAsync(id));
        var round = await server.LastRoundAsync(id);
        Assert.Equal((1, 1, 0), (round.GetProperty("watched").GetInt32(), round.GetProperty("unknown").GetInt32(), round.GetProperty("pending").GetInt32()));
    }

    private async Task<bool> QuietAsync(string id)
    {
        var round = await server.LastRoundAsync(id);
        return round.ValueKind == JsonValueKind.Object && round.GetProperty("pending").GetInt32() + round.GetProperty("firing").GetInt32() + round.GetProperty("flapping").GetInt32() == 0;
    }
}
