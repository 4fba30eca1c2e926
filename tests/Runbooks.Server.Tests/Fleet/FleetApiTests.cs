using System.Net;

namespace Runbooks.Server.Tests.Fleet;

/// <summary>The lists of the fleet over HTTP, on the built-in simulated fleet.</summary>
public sealed class FleetApiTests(RunningServer server)
{
    [Theory]
    [InlineData("vms", "memoryBytes > 0", true)]
    [InlineData("vms", "memoryBytes < 0", false)]
    [InlineData("hosts", "state == 'up'", true)]
    [InlineData("storages", "freeBytes > 0", true)]
    [InlineData("storages", "freeBytes > capacityBytes", false)]
    public async Task List_Where_TakesWhatMatches(string kind, string where, bool some)
    {
        using var client = server.Admin();
        await UntilSeenAsync(client, kind);

        var answer = await client.AskAsync($"/api/v1/fleet/{kind}?where={Uri.EscapeDataString(where)}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(some, answer.Json.GetProperty("total").GetInt32() > 0);
    }

    [Theory]
    [InlineData("storages", "state == 'up'")]
    [InlineData("storages", "cpu.now > 0.5")]
    [InlineData("hosts", "tags.env == 'test'")]
    [InlineData("vms", "powerState == 'of'")]
    [InlineData("vms", "name ==")]
    public async Task List_WhereThatDoesNotFit_IsRefusedWithItsPlace(string kind, string where)
    {
        using var client = server.Admin();

        var answer = await client.AskAsync($"/api/v1/fleet/{kind}?where={Uri.EscapeDataString(where)}");

        answer.AssertProblem(HttpStatusCode.BadRequest, "selector.invalid");
        Assert.Equal("?where", Assert.Single(answer.Errors).Path);
        Assert.True(answer.Json.GetProperty("position").GetInt32() >= 0);
    }

    private static async Task UntilSeenAsync(HttpClient client, string kind)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if ((await client.AskAsync($"/api/v1/fleet/{kind}?limit=1")).Json.GetProperty("total").GetInt32() > 0) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"The simulated fleet has no {kind}.");
    }
}
