using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Runbooks.Lab.Libvirt;
using Runbooks.Server.Tests.Hosting;

namespace Runbooks.Server.Tests.Runs.Lab;

/// <summary>The six guests of the scenario <c>idle</c>, all on, and a server of its own that sees both their hosts.</summary>
internal sealed class IdleLab : IAsyncDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly string[] uris;
    private ServerProcess server;
    private HttpClient client = new();

    private IdleLab(string[] uris, PlatformEvents events)
    {
        this.uris = uris;
        Events = events;
        server = Start();
    }

    public PlatformEvents Events { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <returns>The lab, once the server has watched the guests for as long as <paramref name="lookback"/>.</returns>
    public static async Task<IdleLab> OpenAsync(string mode, string lookback)
    {
        await LibvirtLab.RunAsync("scenario", "idle");
        string[] uris = [await LibvirtLab.UriAsync("host-a"), await LibvirtLab.UriAsync("host-b")];
        var lab = new IdleLab(uris, await PlatformEvents.ListenAsync(uris));
        await lab.SignInAsync();
        await lab.ConnectAsync("lab-a", uris[0], mode);
        await lab.ConnectAsync("lab-b", uris[1], mode);
        var observed = Uri.EscapeDataString($"tags.env == 'test' && cpu.p95('{lookback}') >= 0");
        await lab.UntilAsync(async () => (await lab.AskAsync($"/api/v1/fleet/vms?where={observed}")).GetProperty("total").GetInt32() == 5, 180);
        return lab;
    }

    public async Task<string> StartRunAsync(object inputs)
    {
        var answer = await client.AskAsync(HttpMethod.Post, "/api/v1/workflows/power-off-idle-test-vms/runs", new { inputs });
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        return answer.Json.GetProperty("id").GetString()!;
    }

    /// <summary>Ends the server as <c>kill -9</c> does, and starts it again on the same data.</summary>
    public async Task KillAndRestartAsync()
    {
        server.Dispose();
        server = Start();
        await SignInAsync();
    }

    public async Task<JsonElement> AskAsync(string path)
    {
        var answer = await client.AskAsync(path);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{path}: {answer.Status} {answer.Text}");
        return answer.Json;
    }

    public async Task<IReadOnlyList<JsonElement>> HistoryAsync(string run) => [.. (await AskAsync($"/api/v1/runs/{run}/history")).EnumerateArray()];

    public async Task<JsonElement> EndAsync(string run)
    {
        await UntilAsync(async () => (await AskAsync($"/api/v1/runs/{run}")).GetProperty("endedAt").ValueKind != JsonValueKind.Null, 120);
        return await AskAsync($"/api/v1/runs/{run}");
    }

    /// <summary>What virsh says is on, by name.</summary>
    public async Task<IReadOnlyList<string>> GuestsOnAsync()
    {
        var lists = await Task.WhenAll(uris.Select(uri => LibvirtLab.VirshAsync(uri, "list", "--name", "--state-running")));
        return [.. lists.SelectMany(list => list.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Order()];
    }

    public async Task UntilAsync(Func<Task<bool>> holds, int seconds)
    {
        for (var tries = 0; tries < seconds * 10; tries++)
        {
            if (await holds()) return;
            await Task.Delay(100, Cancellation);
        }

        throw new TimeoutException($"It did not come to that within {seconds} s. The server said last:\n{string.Join('\n', server.Output.TakeLast(20))}");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        server.Terminate();
        await server.ExitCodeAsync();
        server.Dispose();
        Events.Dispose();
        folder.Dispose();
    }

    private ServerProcess Start() => new(
        folder.Path,
        ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
        ("Runbooks__Access__BootstrapKey", RunningServer.BootstrapKey),
        ("Runbooks__Simulator__Enabled", "false"),
        ("Runbooks__Fleet__SampleInterval", "00:00:02"));

    private async Task SignInAsync()
    {
        client.Dispose();
        client = new HttpClient { BaseAddress = new Uri(await server.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningServer.BootstrapKey);
    }

    private async Task ConnectAsync(string id, string uri, string mode)
    {
        var answer = await client.AskAsync(
            HttpMethod.Post, "/api/v1/connections", new { id, name = id, platform = "libvirt", mode, settings = new { uri } });
        Assert.Equal(HttpStatusCode.Created, answer.Status);
    }
}
