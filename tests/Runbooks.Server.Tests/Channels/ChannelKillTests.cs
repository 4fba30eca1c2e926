using System.Net;
using System.Net.Http.Headers;
using Runbooks.Server.Tests.Hosting;

namespace Runbooks.Server.Tests.Channels;

/// <summary>The whole server as a process, killed with -9 between a run's failure and the message of it.</summary>
public sealed class ChannelKillTests
{
    private const string Flow = """
        apiVersion: runbooks/v1
        id: failing
        name: Failing
        steps:
          only: { activity: flow.fail, with: { message: "It is so." } }
        """;

    [Fact]
    public async Task Messages_KilledBeforeTheyAreSent_ArriveOnceEach()
    {
        await using var slack = await ChatStub.StartAsync();
        using var folder = new TemporaryDirectory();
        var failed = new List<string>();
        // The end of the block kills it: before the failure is read; and after, while the service takes nothing.
        foreach (var status in new[] { 200, 503 })
        {
            slack.Status = status;
            using var server = Start(folder);
            using var client = await ClientAsync(server);
            if (failed.Count == 0) await MakeAsync(client, slack.Url);
            failed.Add((await client.AskAsync(HttpMethod.Post, "/api/v1/workflows/failing/runs?wait=30s", new { })).Json.GetProperty("id").GetString()!);
            if (status == 503) await UntilAsync(() => !slack.Asked.IsEmpty);
        }

        slack.Status = 200;
        using var last = Start(folder);
        using var again = await ClientAsync(last);
        await again.AskAsync(HttpMethod.Put, "/api/v1/channels/ops", new { enabled = true });
        await UntilAsync(() => failed.All(run => slack.Taken.Any(body => body.GetRawText().Contains(run, StringComparison.Ordinal))));

        Assert.All(failed, run => Assert.Single(slack.Taken, body => body.GetRawText().Contains(run, StringComparison.Ordinal)));
    }

    private static ServerProcess Start(TemporaryDirectory folder) => new(
        folder.Path,
        ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
        ("Runbooks__Access__BootstrapKey", RunningServer.BootstrapKey),
        ("Runbooks__Outbound__Allow__0", "127.0.0.1"),
        ("Runbooks__Simulator__VirtualMachines", "1"));

    private static async Task<HttpClient> ClientAsync(ServerProcess server)
    {
        var client = new HttpClient { BaseAddress = new Uri(await server.Address), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningServer.BootstrapKey);
        return client;
    }

    private static async Task MakeAsync(HttpClient client, string url)
    {
        Assert.Equal(HttpStatusCode.Created, (await client.AskAsync(HttpMethod.Put, "/api/v1/workflows/failing", Flow, "application/yaml")).Status);
        Assert.Equal(HttpStatusCode.Created, (await client.AskAsync(HttpMethod.Post, "/api/v1/workflows/failing/publish")).Status);
        var made = await client.AskAsync(HttpMethod.Post, "/api/v1/channels", new { id = "ops", name = "Ops", type = "slack", kinds = new[] { "run-failed" }, secrets = new { webhook = url + "/hook" } });
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            if (holds()) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("The messages did not come.");
    }
}
