using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Runbooks.Server.Tests.Hosting;

namespace Runbooks.Server.Tests.Runs.Crash;

/// <summary>The whole server as a process, killed with -9 while a thousand runs go.</summary>
[Trait("Engine", "2 One effect per key")]
[Trait("Engine", "9 Kill at intent, call, handle, settle")]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Runs = 1_000;

    private const string FiveSteps = """
        apiVersion: runbooks/v1
        id: five-steps
        name: Five steps
        inputs:
          vm: { type: string }
        steps:
          off: { activity: vm.power-off, with: { targets: ["${ inputs.vm }"], mode: hard } }
          noted: { activity: flow.set-variable, with: { name: vm, value: "${ inputs.vm }" } }
          on: { activity: vm.power-on, with: { targets: ["${ inputs.vm }"] } }
          count: { activity: flow.script, with: { script: "return steps.on.output.succeeded.length" } }
          again: { activity: vm.power-off, with: { targets: ["${ inputs.vm }"], mode: hard } }
        transitions:
          - off -> noted
          - noted -> on
          - on -> count
          - count -> again
        """;

    [Fact]
    public async Task ThousandRuns_KilledInTheMiddle_AllCompleteWithOneEffectPerKey()
    {
        using var folder = new TemporaryDirectory();
        List<string> runs;
        using (var first = Start(folder))
        {
            var client = await ClientAsync(first);
            Assert.Equal(HttpStatusCode.Created, (await client.AskAsync(HttpMethod.Put, "/api/v1/workflows/five-steps", FiveSteps, "application/yaml")).Status);
            Assert.Equal(HttpStatusCode.Created, (await client.AskAsync(HttpMethod.Post, "/api/v1/workflows/five-steps/publish")).Status);
            var vms = await VmsAsync(client);
            runs = [.. await Task.WhenAll(vms.Select(vm => StartRunAsync(client, vm)))];
            await UntilAsync(client, ended => ended > Runs / 20);
        }

        using var second = Start(folder);
        var again = await ClientAsync(second);
        await UntilAsync(again, ended => ended == Runs);
        var intents = new List<string>();
        foreach (var run in runs) intents.AddRange(await CheckAsync(again, run));
        var effects = Effects(folder);
        output.WriteLine($"{Runs} runs, {intents.Count} intents, {effects.Count} effects");
        Assert.Equal(intents.Order(), effects.Order());
    }

    private static ServerProcess Start(TemporaryDirectory folder) => new(
        folder.Path,
        ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
        ("Runbooks__Access__BootstrapKey", RunningServer.BootstrapKey),
        ("Runbooks__Simulator__VirtualMachines", $"{Runs}"),
        ("Runbooks__Simulator__TimeScale", "0.2"),
        ("Runbooks__Guards__Protected", ""));

    private static async Task<HttpClient> ClientAsync(ServerProcess server)
    {
        var client = new HttpClient { BaseAddress = new Uri(await server.Address), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningServer.BootstrapKey);
        return client;
    }

    private static async Task<List<string>> VmsAsync(HttpClient client)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            var page = (await client.AskAsync("/api/v1/fleet/vms?limit=1000")).Json;
            if (page.GetProperty("total").GetInt32() == Runs)
                return [.. page.GetProperty("items").EnumerateArray().Select(vm => vm.GetProperty("id").GetString()!)];
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The simulated fleet did not come.");
    }

    private static async Task<string> StartRunAsync(HttpClient client, string vm)
    {
        var answer = await client.AskAsync(HttpMethod.Post, "/api/v1/workflows/five-steps/runs", new { inputs = new { vm } });
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        return answer.Json.GetProperty("id").GetString()!;
    }

    private static async Task UntilAsync(HttpClient client, Func<int, bool> enough)
    {
        for (var tries = 0; tries < 900; tries++)
        {
            if (enough(await CompletedAsync(client))) return;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"Only {await CompletedAsync(client)} of {Runs} runs completed.");
    }

    private static async Task<int> CompletedAsync(HttpClient client)
    {
        var count = 0;
        for (string? cursor = null; ;)
        {
            var page = (await client.AskAsync($"/api/v1/runs?status=completed&limit=500{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}")).Json;
            count += page.GetProperty("items").GetArrayLength();
            cursor = page.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
            if (cursor is null) return count;
        }
    }

    /// <summary>The history has no gap and one end. Gives the keys of its operations.</summary>
    private static async Task<List<string>> CheckAsync(HttpClient client, string run)
    {
        var history = (await client.AskAsync($"/api/v1/runs/{run}/history")).Json.EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, history.Count), history.Select(e => e.GetProperty("sequence").GetInt32()));
        Assert.Single(history, e => e.GetProperty("type").GetString() == "run.ended");
        var intents = history.Where(e => e.GetProperty("type").GetString() == "operation.intended").Select(e => e.GetProperty("data")).ToList();
        // A VM that is off already is left alone by the first step.
        Assert.InRange(intents.Count, 2, 3);
        Assert.All(intents, intent => Assert.Equal(1, intent.GetProperty("generation").GetInt32()));
        return [.. intents.Select(intent => intent.GetProperty("key").GetString()!)];
    }

    /// <summary>What the simulated platform says of itself: the keys of the calls that it took.</summary>
    private static List<string> Effects(TemporaryDirectory folder)
    {
        var file = Directory.EnumerateFiles(Path.Combine(folder.Path, "data", "simulator"), "*.jsonl").Single();
        return [.. File.ReadLines(file).Select(line => JsonElement.Parse(line))
            .Where(entry => entry.GetProperty("entry").GetString() == "begun")
            .Select(entry => entry.GetProperty("task").GetProperty("key").GetString()!)];
    }
}
