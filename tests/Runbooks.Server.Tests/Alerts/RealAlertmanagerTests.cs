using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Runbooks.Lab.Prometheus;
using Runbooks.Server.Tests.Hosting;

namespace Runbooks.Server.Tests.Alerts;

/// <summary>A real Prometheus, Alertmanager and node exporter send to the server as a process.</summary>
public sealed class RealAlertmanagerTests(ITestOutputHelper output)
{
    private const string Token = "token-of-the-alertmanager";
    private const string Workflow = "relieve-hot-host";

    private readonly int port = PrometheusLab.FreePort();

    [Fact]
    public async Task MetricThatRises_StartsOneRunEachTime_ThroughRepeatsKillsAndErrors()
    {
        PrometheusLab.IsNeeded();
        using var folder = new TemporaryDirectory();
        using var lab = PrometheusLab.Up(Directory.CreateDirectory(Path.Combine(folder.Path, "lab")).FullName, $"http://127.0.0.1:{port}/hooks/alertmanager", Token);
        List<string> hosts;
        using (var server = Start(folder))
        {
            using var client = await ClientAsync(server);
            hosts = await HostsAsync(client);
            await MakeRuleAsync(client);
            await RiseAsync(lab, client, hosts);
            await ResolveAndRiseAgainAsync(lab, client, hosts);
            // As soon as the alert is committed, whether its run is started yet or not.
            lab.Measure(hosts[2], 95);
            await UntilAsync(async () => (await AlertsAsync(client)).Count == 4, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(5));
        }

        using (var server = Start(folder))
        {
            using var client = await ClientAsync(server);
            await UntilAsync(async () => (await RunsAsync(client)).Count == 3, TimeSpan.FromSeconds(30));
            await RepeatsAsync(client, hosts[2]);
            Assert.Equal(3, (await RunsAsync(client)).Count);
        }

        await BehindErrorsAsync(folder, lab, hosts);
    }

    private async Task RiseAsync(PrometheusLab lab, HttpClient client, List<string> hosts)
    {
        // Until it scrapes and evaluates, which is not what is measured.
        lab.Measure(hosts[5], 95, "warning");
        await UntilAsync(async () => (await AlertsAsync(client)).Count == 1, TimeSpan.FromSeconds(40));
        var risen = Stopwatch.StartNew();
        lab.Measure(hosts[0], 95);
        await UntilAsync(async () => (await RunsAsync(client)).Count == 1, TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(50));
        output.WriteLine($"From the metric to the run: {risen.Elapsed.TotalSeconds:0.0} s");
        Assert.True(risen.Elapsed < TimeSpan.FromSeconds(10), $"It took {risen.Elapsed}.");
        await RepeatsAsync(client, hosts[0]);
        Assert.Single(await RunsAsync(client));
    }

    private static async Task ResolveAndRiseAgainAsync(PrometheusLab lab, HttpClient client, List<string> hosts)
    {
        lab.Measure(hosts[0], 10);
        await UntilAsync(async () => (await AlertsAsync(client)).Any(alert => alert.GetProperty("status").GetString() == "resolved"), TimeSpan.FromSeconds(30));
        Assert.Single(await RunsAsync(client));
        lab.Measure(hosts[0], 95);
        await UntilAsync(async () => (await RunsAsync(client)).Count == 2, TimeSpan.FromSeconds(30));
        await RepeatsAsync(client, hosts[0]);
        Assert.Equal(2, (await RunsAsync(client)).Count);
    }

    /// <summary>While the receiver answers 500, Alertmanager tries again; nothing is lost.</summary>
    private async Task BehindErrorsAsync(TemporaryDirectory folder, PrometheusLab lab, List<string> hosts)
    {
        var refused = new TaskCompletionSource();
        using (var broken = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } })
        {
            broken.Start();
            var answering = AnswerErrorsAsync(broken, hosts[3], refused);
            lab.Measure(hosts[3], 95);
            await refused.Task.WaitAsync(TimeSpan.FromSeconds(40), TestContext.Current.CancellationToken);
            broken.Stop();
            await answering;
        }

        using var server = Start(folder);
        using var client = await ClientAsync(server);
        await UntilAsync(async () => (await RunsAsync(client)).Count == 4, TimeSpan.FromSeconds(60));
    }

    private static async Task AnswerErrorsAsync(HttpListener listener, string host, TaskCompletionSource refused)
    {
        for (var told = 0; listener.IsListening;)
        {
            try
            {
                var context = await listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                if ((await reader.ReadToEndAsync()).Contains($"\"{host}\"", StringComparison.Ordinal) && ++told == 2) refused.TrySetResult();
                context.Response.StatusCode = (int)HttpStatusCode.InternalServerError;
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private ServerProcess Start(TemporaryDirectory folder) => new(
        folder.Path,
        ("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"),
        ("Runbooks__Access__BootstrapKey", RunningServer.BootstrapKey),
        ("Runbooks__Simulator__Hosts", "24"));

    private static async Task<HttpClient> ClientAsync(ServerProcess server)
    {
        var client = new HttpClient { BaseAddress = new Uri(await server.Address), Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningServer.BootstrapKey);
        return client;
    }

    private static async Task MakeRuleAsync(HttpClient client)
    {
        var made = await client.AskAsync(HttpMethod.Post, "/api/v1/triggers", new
        {
            name = "Hot hosts", workflow = Workflow, type = "alert", match = new { severity = "critical" },
            inputs = new { where = "${ \"name == '\" + target.name + \"'\" }" },
            source = new { name = "alertmanager", dialect = "alertmanager", authentication = new { type = "bearer", token = Token } },
        });
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
    }

    private static async Task<List<string>> HostsAsync(HttpClient client)
    {
        List<string> hosts = [];
        await UntilAsync(async () =>
        {
            hosts = [.. (await client.AskAsync("/api/v1/fleet/hosts?limit=100")).Json.GetProperty("items").EnumerateArray().Select(host => host.GetProperty("name").GetString()!)];
            return hosts.Count == 24;
        }, TimeSpan.FromSeconds(30));
        // One of each cluster after the other, so that no cluster has many that alert.
        return [.. hosts.Index().OrderBy(host => host.Index % 4).ThenBy(host => host.Index).Select(host => host.Item)];
    }

    private static async Task<List<JsonElement>> AlertsAsync(HttpClient client) =>
        [.. (await client.AskAsync("/api/v1/alerts?limit=100")).Json.GetProperty("items").EnumerateArray()];

    private static async Task<List<JsonElement>> RunsAsync(HttpClient client) =>
        [.. (await client.AskAsync($"/api/v1/runs?workflow={Workflow}&limit=100")).Json.GetProperty("items").EnumerateArray()];

    /// <summary>Waits until the alert that goes on was sent twice more.</summary>
    private static async Task RepeatsAsync(HttpClient client, string host)
    {
        long? first = null;
        await UntilAsync(async () =>
        {
            var open = (await AlertsAsync(client)).Find(alert => alert.GetProperty("labels").GetProperty("host").GetString() == host && alert.GetProperty("status").GetString() == "firing");
            if (open.ValueKind != JsonValueKind.Object) return false;
            var repeats = open.GetProperty("repeats").GetInt64();
            return repeats >= (first ??= repeats) + 2;
        }, TimeSpan.FromSeconds(40));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, TimeSpan limit, TimeSpan? interval = null)
    {
        using var over = new CancellationTokenSource(limit);
        while (!await holds()) await Task.Delay(interval ?? TimeSpan.FromMilliseconds(200), over.Token);
    }
}
