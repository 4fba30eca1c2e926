using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Runbooks.Server.Tests.Hosting;

namespace Runbooks.Server.Tests.Triggers.Crash;

/// <summary>The whole server as a process, killed with -9 while schedules fire each second.</summary>
public sealed class ScheduleKillTests(ITestOutputHelper output)
{
    private const int Schedules = 20;
    private const int Kills = 2;

    private const string Flow = """
        apiVersion: runbooks/v1
        id: ticked
        name: Ticked
        inputs:
          at: { type: string }
        steps:
          note: { activity: flow.set-variable, with: { name: at, value: "${ inputs.at }" } }
        """;

    [Fact]
    public async Task Schedules_KilledWhileTheyFire_LoseNoFireTimeAndDoubleNone()
    {
        using var folder = new TemporaryDirectory();
        for (var round = 0; round < Kills; round++)
        {
            using var server = Start(folder);
            using var client = await ClientAsync(server);
            if (round == 0) await MakeAsync(client);
            var before = await StartedAsync(client);
            await UntilAsync(client, started => started > before + Schedules);
        }

        using var last = Start(folder);
        using var again = await ClientAsync(last);
        for (var n = 0; n < Schedules; n++) await again.AskAsync(HttpMethod.Post, $"/api/v1/triggers/tick-{n}/pause");
        await UntilSettledAsync(again);
        var runs = new List<string>();
        for (var n = 0; n < Schedules; n++) runs.AddRange(await CheckAsync(again, $"tick-{n}"));
        output.WriteLine($"{runs.Count} fire times of {Schedules} schedules over {Kills} kills");
        Assert.Equal(runs.Count, runs.Distinct().Count());
        Assert.Equal(runs.Order(), (await RunsAsync(again)).Order());
    }

    private static ServerProcess Start(TemporaryDirectory folder) => new(
        folder.Path,
        ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
        ("Runbooks__Access__BootstrapKey", RunningServer.BootstrapKey),
        ("Runbooks__Simulator__VirtualMachines", "1"));

    private static async Task<HttpClient> ClientAsync(ServerProcess server)
    {
        var client = new HttpClient { BaseAddress = new Uri(await server.Address), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningServer.BootstrapKey);
        return client;
    }

    private static async Task MakeAsync(HttpClient client)
    {
        Assert.Equal(HttpStatusCode.Created, (await client.AskAsync(HttpMethod.Put, "/api/v1/workflows/ticked", Flow, "application/yaml")).Status);
        Assert.Equal(HttpStatusCode.Created, (await client.AskAsync(HttpMethod.Post, "/api/v1/workflows/ticked/publish")).Status);
        for (var n = 0; n < Schedules; n++)
        {
            var made = await client.AskAsync(HttpMethod.Post, "/api/v1/triggers", new
            {
                id = $"tick-{n}", name = $"Tick {n}", workflow = "ticked", type = "schedule", cron = "* * * * * *", misfire = "fire-all", misfireLimit = 1_000,
                inputs = new { at = "${ trigger.dueAt }" },
            });
            Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        }
    }

    private static async Task UntilAsync(HttpClient client, Func<int, bool> enough)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (enough(await StartedAsync(client))) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The schedules did not fire as awaited.");
    }

    /// <summary>What was on its way when the triggers were paused may still be committed: waits until nothing is pending, and stays so.</summary>
    private static async Task UntilSettledAsync(HttpClient client)
    {
        var quiet = 0;
        for (var tries = 0; tries < 300 && quiet < 10; tries++)
        {
            var pending = 0;
            for (var n = 0; n < Schedules; n++)
                pending += (await ListAsync(client, $"/api/v1/triggers/tick-{n}/firings?limit=500", firing => firing.GetProperty("status").GetString())).Count(status => status == "pending");
            quiet = pending == 0 ? quiet + 1 : 0;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.True(quiet == 10, "Firings of paused triggers are not settled.");
    }

    private static async Task<int> StartedAsync(HttpClient client) => (await RunsAsync(client)).Count;

    private static async Task<List<string>> RunsAsync(HttpClient client) =>
        await ListAsync(client, "/api/v1/runs?workflow=ticked&limit=500", run => run.GetProperty("id").GetString()!);

    /// <summary>One fire time each second without a gap. Gives the runs that were started.</summary>
    private static async Task<List<string>> CheckAsync(HttpClient client, string trigger)
    {
        var firings = await ListAsync(client, $"/api/v1/triggers/{trigger}/firings?limit=500", firing => firing);
        var times = firings.Select(firing => firing.GetProperty("dueAt").GetDateTimeOffset()).Order().ToList();
        Assert.Equal(Enumerable.Range(0, times.Count).Select(second => times[0].AddSeconds(second)), times);
        // What was committed when the trigger was paused by this test is skipped, and nothing else is.
        Assert.All(firings, firing => Assert.True(
            firing.GetProperty("status").GetString() == "started" || firing.GetProperty("code").GetString() is "trigger.paused", firing.GetRawText()));
        return [.. firings.Where(firing => firing.GetProperty("status").GetString() == "started").Select(firing => firing.GetProperty("runId").GetString()!)];
    }

    private static async Task<List<T>> ListAsync<T>(HttpClient client, string path, Func<JsonElement, T> read)
    {
        var all = new List<T>();
        for (string? cursor = null; ;)
        {
            var page = (await client.AskAsync($"{path}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}")).Json;
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(read));
            cursor = page.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
            if (cursor is null) return all;
        }
    }
}
