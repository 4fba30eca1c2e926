using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Runbooks.Lab.Prometheus;
using Runbooks.Lab.Zabbix;
using Runbooks.Server.Tests.Hosting;

namespace Runbooks.Server.Tests.Alerts.Lab;

/// <summary>A real Zabbix sends by the shipped media type to the server as a process.</summary>
public sealed class ZabbixLabTests(ITestOutputHelper output)
{
    private const string Token = "token-of-zabbix";
    private const string Workflow = "relieve-hot-host";

    private readonly int port = PrometheusLab.FreePort();

    [Fact]
    public async Task Problem_RepeatedUpdatedAndRecovered_IsOneEpisodeWithOneRun()
    {
        ZabbixLab.IsNeeded();
        using var folder = new TemporaryDirectory();
        using var server = Start(folder);
        using var client = await ClientAsync(server);
        var host = (await HostsAsync(client))[0];
        await MakeRuleAsync(client);
        using var zabbix = await UpAsync();
        await zabbix.MonitorAsync(host);

        var risen = Stopwatch.StartNew();
        await zabbix.MeasureAsync(host, 97);
        await UntilAsync(async () => (await RunsAsync(client)).Count == 1);
        output.WriteLine($"From the value to the run: {risen.Elapsed.TotalSeconds:0.0} s");
        var problem = (await zabbix.ProblemAsync(host))!.Value;
        AssertRead(await OnlyAsync(client), problem, host);
        await UntilAsync(async () => TagsOf((await zabbix.ProblemAsync(host))!.Value).Contains("__runbooks=accepted"));

        await UpdatesAsync(zabbix, client, problem);
        await RepeatAsync(client);
        await RecoverAsync(zabbix, client, host);
        Assert.Single(await RunsAsync(client));
        await SentAsync(zabbix, host);
        Assert.Equal(["__runbooks=accepted", "team=ops"], TagsOf((await zabbix.ProblemAsync(host))!.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WrongTokenOrAddress_InZabbix_FailsWithWhatToDo()
    {
        ZabbixLab.IsNeeded();
        using var folder = new TemporaryDirectory();
        using var server = Start(folder);
        using var client = await ClientAsync(server);
        var hosts = await HostsAsync(client);
        await MakeRuleAsync(client);
        using var zabbix = await UpAsync();
        await zabbix.TryAsync(attempts: 2);

        await zabbix.SetMacroAsync("{$RUNBOOKS_TOKEN}", "another token", isSecret: true);
        await zabbix.MonitorAsync(hosts[0]);
        await zabbix.MeasureAsync(hosts[0], 97);
        var failed = await FailedAsync(zabbix, hosts[0], message => Text(message, "status") == "2");
        output.WriteLine(failed);
        Assert.Contains("Runbooks answered 401: This is not the token that is expected here.", failed, StringComparison.Ordinal);
        Assert.Contains("the media type's parameter 'token'", failed, StringComparison.Ordinal);

        await zabbix.SetMacroAsync("{$RUNBOOKS_URL}", $"http://127.0.0.1:{port}/hooks/another");
        await zabbix.MonitorAsync(hosts[1]);
        await zabbix.MeasureAsync(hosts[1], 97);
        failed = await FailedAsync(zabbix, hosts[1], message => Text(message, "status") == "2");
        output.WriteLine(failed);
        Assert.Contains("Runbooks answered 404", failed, StringComparison.Ordinal);
        Assert.Contains("the media type's parameter 'url'", failed, StringComparison.Ordinal);
        Assert.Empty(await AlertsAsync(client));
    }

    [Fact]
    public async Task ServerThatWasAway_IsToldAllOfIt()
    {
        ZabbixLab.IsNeeded();
        using var folder = new TemporaryDirectory();
        List<string> hosts;
        using (var before = Start(folder))
        {
            using var asked = await ClientAsync(before);
            hosts = await HostsAsync(asked);
            await MakeRuleAsync(asked);
        }

        using var zabbix = await UpAsync();
        foreach (var host in hosts) await zabbix.MonitorAsync(host);
        // One goes on, the other is over before anybody could be told of it.
        foreach (var host in hosts) await zabbix.MeasureAsync(host, 97);
        output.WriteLine(await FailedAsync(zabbix, hosts[0], message => Retries(message) >= 2));
        await FailedAsync(zabbix, hosts[1], message => Retries(message) >= 1);
        await zabbix.MeasureAsync(hosts[1], 10);
        // Zabbix sends no recovery before its problem.
        await UntilAsync(async () => Text((await zabbix.ProblemAsync(hosts[1]))!.Value, "r_eventid") != "0");

        using var server = Start(folder);
        using var client = await ClientAsync(server);
        await UntilAsync(async () => (await AlertsAsync(client)).Any(alert => Text(alert, "status") == "resolved") && (await RunsAsync(client)).Any(RunIsOf(hosts[0])));
        foreach (var host in hosts) await SentAsync(zabbix, host);
        Assert.Equal(
            new[] { (hosts[0], "firing"), (hosts[1], "resolved") }.Order(),
            (await AlertsAsync(client)).Select(alert => (alert.GetProperty("labels").GetProperty("host").GetString()!, Text(alert, "status")!)).Order());
    }

    private static void AssertRead(JsonElement alert, JsonElement problem, string host)
    {
        var labels = alert.GetProperty("labels");
        Assert.Equal((problem.GetProperty("eventid").GetString(), $"CPU is busy on {host}", "high", "97"), (Text(alert, "fingerprint"), Text(alert, "name"), Text(alert, "severity"), Text(alert, "value")));
        Assert.Equal((host, "127.0.0.9", "ops"), (Text(labels, "host"), Text(labels, "host_ip"), Text(labels, "team")));
        Assert.Equal(("firing", "97 %"), (Text(alert, "status"), Text(alert.GetProperty("annotations"), "opdata")));
        Assert.Equal(Clock(problem), alert.GetProperty("startsAt").GetDateTimeOffset());
        Assert.Equal($"https://zabbix.example/tr_events.php?triggerid={problem.GetProperty("objectid")}&eventid={problem.GetProperty("eventid")}", Text(alert, "link"));
        Assert.Equal(host, Text(alert.GetProperty("finding").GetProperty("target"), "name"));
        Assert.DoesNotContain("{", string.Concat(labels.EnumerateObject().Concat(alert.GetProperty("annotations").EnumerateObject()).Select(text => text.Value.GetString())), StringComparison.Ordinal);
    }

    /// <summary>A word said to it is nothing new; another severity is, but no other episode.</summary>
    private static async Task UpdatesAsync(ZabbixSite zabbix, HttpClient client, JsonElement problem)
    {
        var repeats = (await OnlyAsync(client)).GetProperty("repeats").GetInt64();
        await zabbix.UpdateAsync(problem, "I look at it.");
        await UntilAsync(async () => (await OnlyAsync(client)).GetProperty("repeats").GetInt64() > repeats);
        await zabbix.UpdateAsync(problem, "It is worse.", severity: 5);
        await UntilAsync(async () => Text(await OnlyAsync(client), "severity") == "disaster");
    }

    /// <summary>The action's next step, which is a minute after the one before it.</summary>
    private static async Task RepeatAsync(HttpClient client)
    {
        var repeats = (await OnlyAsync(client)).GetProperty("repeats").GetInt64();
        await UntilAsync(async () => (await OnlyAsync(client)).GetProperty("repeats").GetInt64() > repeats, TimeSpan.FromSeconds(90));
    }

    private static async Task RecoverAsync(ZabbixSite zabbix, HttpClient client, string host)
    {
        await zabbix.MeasureAsync(host, 10);
        await UntilAsync(async () => Text(await OnlyAsync(client), "status") == "resolved");
        var problem = (await zabbix.ProblemAsync(host))!.Value;
        Assert.Equal(Clock(await zabbix.EventAsync(problem.GetProperty("r_eventid").GetString()!)), (await OnlyAsync(client)).GetProperty("endsAt").GetDateTimeOffset());

        var repeats = (await OnlyAsync(client)).GetProperty("repeats").GetInt64();
        await zabbix.UpdateAsync(problem, "It was the backup.");
        await UntilAsync(async () => (await OnlyAsync(client)).GetProperty("repeats").GetInt64() > repeats);
        Assert.Equal("resolved", Text(await OnlyAsync(client), "status"));
    }

    /// <summary>Waits until a message about a host's problem has failed as asked, and gives the reason that Zabbix shows.</summary>
    private static async Task<string> FailedAsync(ZabbixSite zabbix, string host, Predicate<JsonElement> asked)
    {
        JsonElement found = default;
        await UntilAsync(async () => await zabbix.ProblemAsync(host) is { } problem && (found = (await zabbix.SentAsync(problem)).Find(asked)).ValueKind == JsonValueKind.Object);
        return Text(found, "error")!;
    }

    /// <summary>Waits until Zabbix has sent all that it has to say of a host's problem.</summary>
    private static Task SentAsync(ZabbixSite zabbix, string host) => UntilAsync(async () =>
        (await zabbix.SentAsync((await zabbix.ProblemAsync(host))!.Value)).TrueForAll(message => (Text(message, "status"), Text(message, "error")) == ("1", "")));

    private Task<ZabbixSite> UpAsync() => ZabbixSite.UpAsync($"http://127.0.0.1:{port}/hooks/zabbix", Token);

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
        var source = await client.AskAsync(HttpMethod.Post, "/api/v1/alert-sources", new
        {
            name = "zabbix", dialect = "zabbix", timeZone = ZabbixSite.TimeZone, authentication = new { type = "bearer", token = Token },
        });
        Assert.True(source.Status == HttpStatusCode.Created, source.Text);
        var rule = await client.AskAsync(HttpMethod.Post, "/api/v1/triggers", new
        {
            name = "Hot hosts", workflow = Workflow, type = "alert", source = "zabbix", match = new { labels = new { team = "ops" } },
            inputs = new { where = "${ \"name == '\" + target.name + \"'\" }" },
        });
        Assert.True(rule.Status == HttpStatusCode.Created, rule.Text);
    }

    private static async Task<List<string>> HostsAsync(HttpClient client)
    {
        List<string> hosts = [];
        await UntilAsync(async () =>
        {
            hosts = [.. (await client.AskAsync("/api/v1/fleet/hosts?limit=100")).Json.GetProperty("items").EnumerateArray().Select(host => Text(host, "name")!)];
            return hosts.Count == 24;
        });
        // Of a cluster each.
        return [hosts[0], hosts[13]];
    }

    private static async Task<JsonElement> OnlyAsync(HttpClient client) => Assert.Single(await AlertsAsync(client));

    private static async Task<List<JsonElement>> AlertsAsync(HttpClient client) =>
        [.. (await client.AskAsync("/api/v1/alerts?limit=100")).Json.GetProperty("items").EnumerateArray()];

    private static async Task<List<JsonElement>> RunsAsync(HttpClient client) =>
        [.. (await client.AskAsync($"/api/v1/runs?workflow={Workflow}&limit=100")).Json.GetProperty("items").EnumerateArray()];

    private static Func<JsonElement, bool> RunIsOf(string host) => run => run.GetRawText().Contains(host, StringComparison.Ordinal);

    private static string[] TagsOf(JsonElement problem) =>
        [.. problem.GetProperty("tags").EnumerateArray().Select(tag => $"{Text(tag, "tag")}={Text(tag, "value")}")];

    private static DateTimeOffset Clock(JsonElement ofZabbix) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(Text(ofZabbix, "clock")!, CultureInfo.InvariantCulture));

    private static int Retries(JsonElement message) => int.Parse(Text(message, "retries")!, CultureInfo.InvariantCulture);

    private static string? Text(JsonElement from, string name) => from.GetProperty(name).GetString();

    private static async Task UntilAsync(Func<Task<bool>> holds, TimeSpan? limit = null)
    {
        using var over = new CancellationTokenSource(limit ?? TimeSpan.FromSeconds(45));
        while (!await holds()) await Task.Delay(TimeSpan.FromMilliseconds(200), over.Token);
    }
}
