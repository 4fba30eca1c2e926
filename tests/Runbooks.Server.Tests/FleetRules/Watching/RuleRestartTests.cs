using System.Net.Http.Headers;
using System.Text.Json;
using Runbooks.Server.Tests.Hosting;

namespace Runbooks.Server.Tests.FleetRules.Watching;

/// <summary>The server as a process, killed with -9 while a rule is pending, and again after it fired.</summary>
public sealed class RuleRestartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rule_KilledWhilePendingAndAfterFiring_FiresOnceWithOneRun()
    {
        using var folder = new TemporaryDirectory();
        var vm = "";
        using (var first = Start(folder))
        {
            var client = await ClientAsync(first);
            await UntilAsync(async () => (vm = await VmAsync(client)).Length > 0);
            var made = await client.AskAsync(HttpMethod.Post, "/api/v1/triggers", new
            {
                id = "once", name = "Once", workflow = "power-on-vms", type = "fleet-rule", on = "vm", where = $"name == '{vm}'", condition = "cpus > 0", @for = "12s",
                inputs = new { vms = new[] { "${ target.id }" } },
            });
            Assert.True(made.Status == System.Net.HttpStatusCode.Created, made.Text);
            await UntilAsync(async () => (await CountAsync(client, "pending")) == 1);
        }

        var killed = DateTimeOffset.UtcNow;
        string firing;
        using (var second = Start(folder))
        {
            var client = await ClientAsync(second);
            await UntilAsync(async () => (await FiringsAsync(client)) is [var one] && one.GetProperty("status").GetString() == "started");
            var fired = (await FiringsAsync(client)).Single();
            firing = fired.GetProperty("id").GetString()!;
            // The time began before the server was killed.
            Assert.True(fired.GetProperty("dueAt").GetDateTimeOffset() < killed, $"{fired}");
        }

        using var third = Start(folder);
        var again = await ClientAsync(third);
        await UntilAsync(async () => (await CountAsync(again, "firing")) == 1);
        var seen = $"{await RoundAsync(again)}";
        await UntilAsync(async () => $"{await RoundAsync(again)}" != seen);
        Assert.Equal([firing], (await FiringsAsync(again)).Select(one => one.GetProperty("id").GetString()));
        Assert.Single((await again.AskAsync("/api/v1/runs?workflow=power-on-vms")).Json.GetProperty("items").EnumerateArray());
    }

    private static ServerProcess Start(TemporaryDirectory folder) => new(
        folder.Path,
        ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
        ("Runbooks__Access__BootstrapKey", RunningServer.BootstrapKey),
        ("Runbooks__Fleet__SampleInterval", "00:00:01"));

    private static async Task<HttpClient> ClientAsync(ServerProcess server)
    {
        var client = new HttpClient { BaseAddress = new Uri(await server.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningServer.BootstrapKey);
        return client;
    }

    private static async Task<string> VmAsync(HttpClient client)
    {
        var items = (await client.AskAsync("/api/v1/fleet/vms?limit=1")).Json.GetProperty("items");
        return items.GetArrayLength() == 0 ? "" : items[0].GetProperty("name").GetString()!;
    }

    private static async Task<JsonElement> RoundAsync(HttpClient client) => (await client.AskAsync("/api/v1/triggers/once")).Json.GetProperty("lastRound");

    private static async Task<int> CountAsync(HttpClient client, string standing) =>
        await RoundAsync(client) is { ValueKind: JsonValueKind.Object } round ? round.GetProperty(standing).GetInt32() : 0;

    private static async Task<IReadOnlyList<JsonElement>> FiringsAsync(HttpClient client) =>
        [.. (await client.AskAsync("/api/v1/triggers/once/firings")).Json.GetProperty("items").EnumerateArray()];

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            if (await holds()) return;
            await Task.Delay(100, Cancellation);
        }

        throw new TimeoutException("It did not come to that.");
    }
}
