using System.Net;

namespace Runbooks.Server.Tests.Channels;

public sealed class ChannelsApiTests(ChannelServer server) : IClassFixture<ChannelServer>
{
    [Fact]
    public async Task Types_EachService_IsThereWithItsSettingsAndSecrets()
    {
        var types = (await server.Client.AskAsync("/api/v1/channel-types")).Json.GetProperty("items").EnumerateArray().ToDictionary(type => type.GetProperty("name").GetString()!);
        Assert.Equal(["dingtalk", "email", "feishu", "opsgenie", "pagerduty", "slack", "teams", "wecom"], types.Keys.Order());
        Assert.Equal(["webhook", "secret"], types["dingtalk"].GetProperty("secretNames").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["webhook"], types["dingtalk"].GetProperty("requiredSecrets").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["to"], types["email"].GetProperty("settingsSchema").GetProperty("properties").EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("""{ "type": "slack" }""", "/name")]
    [InlineData("""{ "name": "A" }""", "/type")]
    [InlineData("""{ "name": "A", "type": "icq" }""", "/type")]
    [InlineData("""{ "name": " ", "type": "slack", "secrets": { "webhook": "https://a.example/b" } }""", "/name")]
    [InlineData("""{ "id": "A b", "name": "A", "type": "slack", "secrets": { "webhook": "https://a.example/b" } }""", "/id")]
    [InlineData("""{ "name": "A", "type": "slack" }""", "/secrets/webhook")]
    [InlineData("""{ "name": "A", "type": "slack", "secrets": { "webhook": "" } }""", "/secrets/webhook")]
    [InlineData("""{ "name": "A", "type": "slack", "secrets": { "webhook": "hooks.slack.com" } }""", "/secrets/webhook")]
    [InlineData("""{ "name": "A", "type": "slack", "secrets": { "webhook": "file:///etc/passwd" } }""", "/secrets/webhook")]
    [InlineData("""{ "name": "A", "type": "slack", "secrets": { "webhook": "https://a.example/b", "token": "x" } }""", "/secrets/token")]
    [InlineData("""{ "name": "A", "type": "slack", "settings": { "channel": "#ops" }, "secrets": { "webhook": "https://a.example/b" } }""", "/settings/channel")]
    [InlineData("""{ "name": "A", "type": "slack", "secrets": { "webhook": "https://a.example/b" }, "workflows": ["nobody-made-it"] }""", "/workflows/0")]
    [InlineData("""{ "name": "A", "type": "slack", "secrets": { "webhook": "https://a.example/b" }, "kinds": ["page", "page"] }""", "/kinds")]
    [InlineData("""{ "name": "A", "type": "email" }""", "/settings/to")]
    [InlineData("""{ "name": "A", "type": "email", "settings": { "to": "nobody" } }""", "/settings/to")]
    [InlineData("""{ "name": "A", "type": "pagerduty", "settings": { "address": "events" }, "secrets": { "routingKey": "r" } }""", "/settings/address")]
    [InlineData("""{ "name": "A", "type": "opsgenie", "settings": { "region": "moon" }, "secrets": { "apiKey": "r" } }""", "/settings/region")]
    public async Task Create_BadChannel_IsRefusedWithItsPlace(string body, string path)
    {
        var answer = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/channels", body);

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "channel.invalid");
        Assert.Equal(path, Assert.Single(answer.Errors).Path);
    }

    [Theory]
    [InlineData("""{ "name": "A", "type": "slack", "language": "de" }""")]
    [InlineData("""{ "name": "A", "type": "slack", "kinds": ["everything"] }""")]
    [InlineData("""{ "name": "A", "type": "slack", "minimumSeverity": "loud" }""")]
    [InlineData("""{ "name": "A", "type": "slack", "secrets": "https://a" }""")]
    public async Task Create_WhatIsNoChannelAtAll_IsRefused(string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.AskAsync(HttpMethod.Post, "/api/v1/channels", body)).Status);

    [Fact]
    public async Task Change_Secrets_AreWrittenAndNeverGiven()
    {
        var id = await server.MakeAsync(new { name = "Robot 运维", type = "dingtalk", secrets = new { webhook = "https://ding.example/robot/send?access_token=hidden-1", secret = "hidden-2" } });
        Assert.Equal("robot", id);

        var changed = await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/channels/{id}", new { language = "zh", secrets = new Dictionary<string, string?> { ["secret"] = null } });

        Assert.Equal("zh", changed.Json.GetProperty("language").GetString());
        Assert.Equal(["webhook"], changed.Json.GetProperty("secretNames").EnumerateArray().Select(name => name.GetString()));
        var said = changed.Text + (await server.Client.AskAsync("/api/v1/channels")).Text + (await server.Client.AskAsync("/api/v1/audit?limit=100")).Text;
        Assert.DoesNotContain("hidden-", said, StringComparison.Ordinal);
        (await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/channels/{id}", new { type = "slack" })).AssertProblem(HttpStatusCode.UnprocessableEntity, "channel.invalid");
        (await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/channels/{id}", new { secrets = new Dictionary<string, string?> { ["webhook"] = null } })).AssertProblem(HttpStatusCode.UnprocessableEntity, "channel.invalid");
    }

    [Fact]
    public async Task Create_NameThatIsTaken_IsAConflict()
    {
        object Channel(string? id) => new { id, name = "Twice", type = "email", settings = new { to = "a@example.org" } };
        await server.MakeAsync(Channel("twice-1"));
        (await server.Client.AskAsync(HttpMethod.Post, "/api/v1/channels", Channel("twice-2"))).AssertProblem(HttpStatusCode.Conflict, "channel.exists");
        (await server.Client.AskAsync(HttpMethod.Post, "/api/v1/channels", Channel("twice-1"))).AssertProblem(HttpStatusCode.Conflict, "channel.exists");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/test")]
    [InlineData("GET", "/messages")]
    [InlineData("POST", "/messages/1/send")]
    public async Task Any_ChannelThatIsNotThere_IsNotFound(string method, string path) =>
        (await server.Client.AskAsync(HttpMethod.Parse(method), $"/api/v1/channels/nobody{path}", method is "PUT" ? new { } : null)).AssertProblem(HttpStatusCode.NotFound, "channel.not-found");

    [Theory]
    [InlineData("en", "Test of the channel Tested in en")]
    [InlineData("zh", "通知渠道测试：Tested in zh")]
    public async Task Test_OfAChannel_SendsASampleInItsLanguageAndShowsTheAnswer(string language, string title)
    {
        await using var slack = await ChatStub.StartAsync();
        var id = await server.MakeAsync(new { name = $"Tested in {language}", type = "slack", language, secrets = new { webhook = slack.Url + "/T0/secret-path" } });

        var ok = await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/channels/{id}/test");
        (slack.Status, slack.Answer) = (404, "no_service at /T0/secret-path");
        var refused = await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/channels/{id}/test");

        Assert.Equal((true, "ok"), (ok.Json.GetProperty("ok").GetBoolean(), ok.Json.GetProperty("answer").GetString()));
        Assert.Equal([title], slack.Titles);
        Assert.Equal((false, "message.refused"), (refused.Json.GetProperty("ok").GetBoolean(), refused.Json.GetProperty("code").GetString()));
        Assert.Contains("404: `no_service", refused.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(slack.Url + "/T0", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_OfAPager_ResolvesWhatItTriggered()
    {
        await using var pager = await ChatStub.StartAsync();
        (pager.Status, pager.Answer) = (202, "{}");
        var id = await server.MakeAsync(new { name = "Pager to test", type = "pagerduty", settings = new { address = pager.Url }, secrets = new { routingKey = "R1" } });
        await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/channels/{id}/test");
        Assert.Equal(["trigger", "resolve"], pager.Taken.Select(body => body.GetProperty("event_action").GetString()));
        Assert.Single(pager.Taken.Select(body => body.GetProperty("dedup_key").GetString()).Distinct());
    }

    [Fact]
    public async Task Test_AddressOfThisServer_IsRefusedByTheGuard()
    {
        var id = await server.MakeAsync(new { name = "Inward", type = "teams", secrets = new { webhook = "http://[::1]:5000/x" } });
        Assert.Equal("http.forbidden-address", (await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/channels/{id}/test")).Json.GetProperty("code").GetString());
    }
}
