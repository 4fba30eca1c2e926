using System.Net;

namespace Runbooks.Server.Tests.Alerts;

public sealed class AlertTestApiTests(RunningServer server)
{
    [Fact]
    public async Task Test_APastedBody_SaysWhatWouldBecomeOfEachAlert()
    {
        using var client = server.Admin();

        var answer = (await client.AskAsync(HttpMethod.Post, "/api/v1/alerts/test", new
        {
            dialect = "alertmanager", body = Samples.Text("alertmanager-mixed.json"),
            rule = new { match = new { severity = "critical" } }, inputs = new { text = "${ alert.name + ' at ' + (alert.value + 1) }" },
        })).Json;

        var items = answer.GetProperty("alerts").EnumerateArray().ToList();
        Assert.Equal([true, false], items.Select(item => item.GetProperty("fits").GetBoolean()));
        Assert.Equal("HostBusy at 94", items[0].GetProperty("inputs").GetProperty("text").GetString());
        Assert.Equal("Its severity is warning, and the rule is about critical.", items[1].GetProperty("why").GetString());
        Assert.Equal(3, answer.GetProperty("truncated").GetInt32());
    }

    [Fact]
    public async Task Test_AnExpressionThatFails_IsTold()
    {
        using var client = server.Admin();

        var answer = (await client.AskAsync(HttpMethod.Post, "/api/v1/alerts/test", new
        {
            dialect = "alertmanager", body = Samples.Text("alertmanager-mixed.json").Replace("hv-a-01", "nobody", StringComparison.Ordinal), inputs = new { vm = "${ target.name.length }" },
        })).Json;

        var item = answer.GetProperty("alerts")[0];
        Assert.False(item.GetProperty("fits").GetBoolean());
        Assert.Contains("/vm", item.GetProperty("inputsError").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_WhatCannotBeTried_IsToldByItsPlace()
    {
        using var client = server.Admin();

        var answer = (await client.AskAsync(HttpMethod.Post, "/api/v1/alerts/test", new { dialect = "alertmanager", body = "{}", rule = new { match = new { severity = 5 } } }))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, "alert-test.invalid");

        Assert.Contains("/rule/match/severity", answer.Errors.Select(error => error.Path));
    }
}
