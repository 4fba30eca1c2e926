using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Tests.Alerts;

namespace Runbooks.Server.Tests.Hooks;

public sealed class HooksApiTests(HookServer server) : IClassFixture<HookServer>
{
    private static readonly (string Name, string Value) Bearer = ("Authorization", $"Bearer {HookServer.Token}");

    [Fact]
    public async Task Receive_AlertsWithTheToken_AreCommittedOnce()
    {
        var first = await server.SendAsync("am", Samples.Text("alertmanager-mixed.json"), Bearer);
        var again = await server.SendAsync("am", Samples.Text("alertmanager-mixed.json"), Bearer);

        Assert.Equal((HttpStatusCode.Accepted, 2, 0, 3), (first.Status, Number(first, "accepted"), Number(first, "duplicates"), Number(first, "truncated")));
        Assert.Equal((HttpStatusCode.Accepted, 0, 2), (again.Status, Number(again, "accepted"), Number(again, "duplicates")));
        var listed = (await server.Client.AskAsync("/api/v1/alerts?source=am&status=firing")).Json.GetProperty("items");
        var alert = Assert.Single(listed.EnumerateArray());
        Assert.Equal(("HostBusy", "critical", 1), (alert.GetProperty("name").GetString(), alert.GetProperty("severity").GetString(), alert.GetProperty("repeats").GetInt32()));
        var status = (await server.Client.AskAsync("/api/v1/alert-sources/am")).Json.GetProperty("status");
        Assert.Equal((2, 2, 6), (status.GetProperty("accepted").GetInt32(), status.GetProperty("duplicates").GetInt32(), status.GetProperty("truncated").GetInt32()));
    }

    [Fact]
    public async Task Receive_PartsThatCannotBeRead_TakesTheRestAndKeepsTheBody()
    {
        var body = Samples.Text("alertmanager-mixed.json").Replace("bbbb0000", "dddd0000", StringComparison.Ordinal).Replace("\"resolved\"", "\"melted\"", StringComparison.Ordinal).Replace("aaaa0000", "cccc0000", StringComparison.Ordinal);
        await server.MakeAsync("half", "alertmanager", new { type = "none" });

        var answer = await server.SendAsync("half", body);

        Assert.Equal((HttpStatusCode.Accepted, 1), (answer.Status, Number(answer, "accepted")));
        Assert.Contains("melted", answer.Json.GetProperty("problems")[0].GetString(), StringComparison.Ordinal);
        var unread = (await server.Client.AskAsync("/api/v1/alert-sources/half/unread")).Json.GetProperty("items")[0];
        Assert.Equal(body, unread.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("sha256=")]
    [InlineData("")]
    public async Task Receive_SignedAsGitHubDoes_IsTaken(string prefix)
    {
        var body = Samples.Text("alertmanager-mixed.json");

        var answer = await server.SendAsync("github", body, ("X-Hub-Signature-256", prefix + HookServer.Sign(HookServer.Token, body)));

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
    }

    [Fact]
    public async Task Receive_SignedWithATime_IsTakenOnce()
    {
        var (body, time) = (Samples.Text("grafana-firing.json"), HookServer.TimeOf(TimeSpan.FromMinutes(1)));
        (string, string)[] headers = [("X-Grafana-Alerting-Signature", HookServer.Sign(HookServer.Token, body, time)), ("X-Grafana-Alerting-Timestamp", time)];

        var first = await server.SendAsync("grafana", body, headers);
        var replayed = await server.SendAsync("grafana", body, headers);
        var later = HookServer.TimeOf(default);
        var repeated = await server.SendAsync("grafana", body, ("X-Grafana-Alerting-Signature", HookServer.Sign(HookServer.Token, body, later)), ("X-Grafana-Alerting-Timestamp", later));

        Assert.Equal((HttpStatusCode.Accepted, 1), (first.Status, Number(first, "accepted")));
        replayed.AssertProblem(HttpStatusCode.Forbidden, "hook.replayed");
        Assert.Equal((HttpStatusCode.Accepted, 1), (repeated.Status, Number(repeated, "duplicates")));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task Receive_SignedByAmazon_IsTakenOnce(string version)
    {
        var message = server.Amazon.Message(version, m => m["Message"] = m["Message"].Replace("cpu-web-01", "cpu-v" + version, StringComparison.Ordinal));

        var first = await server.SendAsync("sns", Encoding.UTF8.GetBytes(message), "text/plain; charset=UTF-8");
        var again = await server.SendAsync("sns", Encoding.UTF8.GetBytes(message), "text/plain; charset=UTF-8");

        Assert.Equal((HttpStatusCode.Accepted, 1, 0), (first.Status, Number(first, "accepted"), Number(first, "duplicates")));
        Assert.Equal((HttpStatusCode.Accepted, 0, 1), (again.Status, Number(again, "accepted"), Number(again, "duplicates")));
    }

    [Fact]
    public async Task Receive_ASubscription_IsConfirmedAtAmazon()
    {
        const string Url = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t";
        var message = server.Amazon.Message(change: m =>
        {
            m.Remove("Subject");
            (m["Type"], m["Token"], m["SubscribeURL"]) = ("SubscriptionConfirmation", "t", Url);
        });

        server.Amazon.Answers = true;
        var answer = await server.SendAsync("sns", Encoding.UTF8.GetBytes(message), "text/plain");

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Contains(Url, server.Amazon.Confirmed);
    }

    [Fact]
    public async Task Receive_WithoutSaying_AsksForItsScheme()
    {
        var answer = await server.SendAsync("basic", "{}");

        Assert.StartsWith("Basic", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_AreListedWithoutTheirSecrets()
    {
        var listed = await server.Client.AskAsync("/api/v1/alert-sources");

        Assert.DoesNotContain(HookServer.Token, listed.Text, StringComparison.Ordinal);
        var github = listed.Json.GetProperty("items").EnumerateArray().Single(source => source.GetProperty("name").GetString() == "github");
        Assert.Equal(("/hooks/github", "secret", "X-Hub-Signature-256"),
            (github.GetProperty("path").GetString(), github.GetProperty("secretNames")[0].GetString(), github.GetProperty("authentication").GetProperty("signatureHeader").GetString()));
        Assert.DoesNotContain(HookServer.Token, (await server.Client.AskAsync("/api/v1/audit?what=alert-source&limit=500")).Text, StringComparison.Ordinal);
        Assert.True(await server.ReadAsync(db => db.Secrets.AnyAsync(secret => secret.Scope == "alert-source:github")));
    }

    [Fact]
    public async Task Sources_ChangedAndDeleted_AreSoAtOnce()
    {
        await server.MakeAsync("brief", "alertmanager", new { type = "bearer", token = "one" });
        var changed = await server.Client.AskAsync(HttpMethod.Put, "/api/v1/alert-sources/brief", new { authentication = new { type = "bearer", token = "two" } });
        Assert.True(changed.Status == HttpStatusCode.OK, changed.Text);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SendAsync("brief", "{}", ("Authorization", "Bearer one"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.SendAsync("brief", "{}", ("Authorization", "Bearer two"))).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.AskAsync(HttpMethod.Delete, "/api/v1/alert-sources/brief")).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await server.SendAsync("brief", "{}", ("Authorization", "Bearer two"))).Status);
        Assert.False(await server.ReadAsync(db => db.Secrets.AnyAsync(secret => secret.Scope == "alert-source:brief")));
    }

    [Fact]
    public async Task Delete_SourceThatARuleWaitsFor_IsRefusedAndNamesTheRule()
    {
        await server.MakeAsync("needed", "alertmanager", new { type = "none" });
        var rule = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/triggers", new
        {
            name = "Waits for it", workflow = "power-off-idle-test-vms", type = "alert", source = "needed",
        });
        Assert.True(rule.Status == HttpStatusCode.Created, rule.Text);

        var refused = (await server.Client.AskAsync(HttpMethod.Delete, "/api/v1/alert-sources/needed")).AssertProblem(HttpStatusCode.Conflict, "alert-source.in-use");

        Assert.Contains("'Waits for it'", refused.Text, StringComparison.Ordinal);
        await server.Client.AskAsync(HttpMethod.Delete, $"/api/v1/triggers/{rule.Json.GetProperty("id").GetString()}");
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.AskAsync(HttpMethod.Delete, "/api/v1/alert-sources/needed")).Status);
    }

    [Theory]
    [InlineData("""{"name":"Bad Name","dialect":"alertmanager","authentication":{"type":"none"}}""", "/name")]
    [InlineData("""{"name":"triggers","dialect":"alertmanager","authentication":{"type":"none"}}""", "/name")]
    [InlineData("""{"name":"x","dialect":"telegraph","authentication":{"type":"none"}}""", "/dialect")]
    [InlineData("""{"name":"x","dialect":"alertmanager"}""", "/authentication")]
    [InlineData("""{"name":"x","dialect":"alertmanager","authentication":{"type":"bearer"}}""", "/authentication/token")]
    [InlineData("""{"name":"x","dialect":"alertmanager","authentication":{"type":"basic","password":"p"}}""", "/authentication/userName")]
    [InlineData("""{"name":"x","dialect":"sns","authentication":{"type":"sns","topicArn":"nope"}}""", "/authentication/topicArn")]
    [InlineData("""{"name":"x","dialect":"zabbix","timeZone":"Mars/Base","authentication":{"type":"none"}}""", "/timeZone")]
    [InlineData("""{"name":"x","dialect":"generic","authentication":{"type":"none"}}""", "/mapping")]
    [InlineData("""{"name":"x","dialect":"generic","mapping":{"name":"${ inputs.a }"},"authentication":{"type":"none"}}""", "/mapping/name")]
    [InlineData("""{"name":"x","dialect":"generic","mapping":{"name":"${ payload. }"},"authentication":{"type":"none"}}""", "/mapping/name")]
    public async Task Create_WhatIsWrong_IsToldByItsPlace(string body, string path)
    {
        var answer = (await server.Client.AskAsync(HttpMethod.Post, "/api/v1/alert-sources", body)).AssertProblem(HttpStatusCode.UnprocessableEntity, "alert-source.invalid");

        Assert.Contains(path, answer.Errors.Select(error => error.Path));
    }

    private static int Number(HttpAnswer answer, string name)
    {
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Text);
        return answer.Json.GetProperty(name).GetInt32();
    }
}
