using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Runbooks.Lab.Libvirt;
using Runbooks.Server.Tests.Hosting;

namespace Runbooks.Server.Tests.Runs.Lab;

/// <summary>The guests of a scenario, all on, and a server of its own that sees both their hosts.</summary>
internal sealed class LabServer : IAsyncDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly string[] uris;
    private ServerProcess server;
    private HttpClient client = new();

    private LabServer(string[] uris, PlatformEvents events)
    {
        this.uris = uris;
        Events = events;
        server = Start();
    }

    public PlatformEvents Events { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<LabServer> OpenAsync(string scenario, string mode)
    {
        await LibvirtLab.RunAsync("scenario", scenario);
        string[] uris = [await LibvirtLab.UriAsync("host-a"), await LibvirtLab.UriAsync("host-b")];
        var lab = new LabServer(uris, await PlatformEvents.ListenAsync(uris));
        await lab.SignInAsync();
        await lab.ConnectAsync("lab-a", uris[0], mode);
        await lab.ConnectAsync("lab-b", uris[1], mode);
        return lab;
    }

    /// <summary>Ends when so many of a kind (<c>vms</c>, <c>hosts</c>) are as said: mostly, when the server has watched them for long enough.</summary>
    public Task ComeToAsync(string kind, string where, int count, int seconds = 180) => UntilAsync(
        async () => (await AskAsync($"/api/v1/fleet/{kind}?where={Uri.EscapeDataString(where)}")).GetProperty("total").GetInt32() == count, seconds);

    public async Task<string> StartRunAsync(string workflow, object inputs)
    {
        var answer = await client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{workflow}/runs", new { inputs });
        Assert.True(answer.Status == HttpStatusCode.Accepted, $"{workflow}: {answer.Status} {answer.Text}");
        return answer.Json.GetProperty("id").GetString()!;
    }

    public async Task PublishAsync(string id, string yaml)
    {
        var saved = await client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", yaml, "application/yaml");
        Assert.True(saved.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{id}: {saved.Status} {saved.Text}");
        var published = await client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/publish");
        Assert.True(published.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{id}: {published.Status} {published.Text}");
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

    public async Task<JsonElement> EndAsync(string run, int seconds = 120)
    {
        await UntilAsync(async () => (await AskAsync($"/api/v1/runs/{run}")).GetProperty("endedAt").ValueKind != JsonValueKind.Null, seconds);
        return await AskAsync($"/api/v1/runs/{run}");
    }

    /// <summary>What virsh says is on, by name.</summary>
    public async Task<IReadOnlyList<string>> GuestsOnAsync() => [.. (await GuestsOnAsync("host-a")).Concat(await GuestsOnAsync("host-b")).Order()];

    public async Task<IReadOnlyList<string>> GuestsOnAsync(string host)
    {
        var list = await LibvirtLab.VirshAsync(uris[host == "host-a" ? 0 : 1], "list", "--name", "--state-running");
        return [.. list.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order()];
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
            HttpMethod.Post, "/api/v1/connections", new { id, name = id, platform = "libvirt", mode, settings = SettingsOf(uri) });
        Assert.Equal(HttpStatusCode.Created, answer.Status);
    }

    /// <summary>The hosts reach each other where they are reached; their disks are on a folder that libvirt does not know to be shared.</summary>
    private static object SettingsOf(string uri) => new
    {
        uri, cluster = "lab", migrationAddress = uri.Replace("qemu://", "qemu+unix://", StringComparison.Ordinal), unsafeMigration = true, backupPool = "backups",
    };
}
