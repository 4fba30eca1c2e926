using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.FleetRules.Shipped;
using Runbooks.Server.Triggers;

namespace Runbooks.Server.Tests.FleetRules.Shipped;

public sealed class ShippedRulesTests(RunningServer server)
{
    public static TheoryData<string> Ids => [.. ShippedRules.All.Select(rule => rule.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Seed_FreshServer_HasTheRuleAndItStartsNothing(string id)
    {
        var trigger = server.Services.GetRequiredService<TriggerRegistry>().Find(id);

        Assert.NotNull(trigger);
        Assert.Equal((TriggerAction.Recommend, id == "host-cpu-over-80-percent"), (trigger.Action, trigger.Enabled));
    }

    [Fact]
    public async Task Seed_DeletedByAnOperator_StaysDeleted()
    {
        await using var own = new RunningServer();
        using var admin = own.Admin();
        Assert.Equal(HttpStatusCode.NoContent, (await admin.AskAsync(HttpMethod.Delete, "/api/v1/triggers/snapshot-is-old")).Status);

        await own.Services.SeedFleetRulesAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await admin.AskAsync("/api/v1/triggers/snapshot-is-old")).Status);
        Assert.Equal(HttpStatusCode.OK, (await admin.AskAsync("/api/v1/triggers/test-vm-is-idle")).Status);
    }

    /// <summary>The simulated fleet always has one host that is too hot.</summary>
    [Fact]
    public async Task HostCpu_SimulatedFortnight_WouldHaveFired()
    {
        using var admin = server.Admin();
        var rule = new { on = "host", where = "state == 'up'", condition = "cpu.avg('1m') > 0.8", @for = "PT5M", clear = "cpu.avg('5m') < 0.7" };
        JsonElement answer = default;
        for (var tries = 0; tries < 100 && !Knows(answer); tries++)
        {
            if (tries > 0) await Task.Delay(200, TestContext.Current.CancellationToken);
            answer = (await admin.AskAsync(HttpMethod.Post, "/api/v1/triggers/replay", new { rule })).Json;
        }

        Assert.InRange(answer.GetProperty("counts").GetProperty("fired").GetInt32(), 1, 1_000);
        Assert.Equal(0, answer.GetProperty("counts").GetProperty("paged").GetInt32());
        Assert.Single(answer.GetProperty("firings").EnumerateArray().Select(firing => firing.GetProperty("objects")[0].GetProperty("name").GetString()).Distinct());
    }

    private static bool Knows(JsonElement answer) => answer.ValueKind == JsonValueKind.Object && answer.GetProperty("unknown").GetDouble() < 0.5;
}
