using System.Net;
using System.Text.Json;

namespace Runbooks.Server.Tests.FleetRules.Watching;

/// <summary>From a host that is too hot to a relieved one, by one click. The simulated fleet has such a host from the beginning.</summary>
public sealed class HotHostTests(RuleServer server) : IClassFixture<RuleServer>
{
    [Fact]
    public async Task Round_HotHost_RecommendsItsReliefWithThePlanAndOneClickRelievesIt()
    {
        var id = await server.MakeAsync(new
        {
            name = "Relief", workflow = "relieve-hot-host", type = "fleet-rule", action = "recommend", on = "host", where = "state == 'up'",
            condition = "cpu.now > 0.8", @for = "8s", clear = "cpu.now < 0.7", inputs = new { where = "id == '${ target.id }'", above = 0.8, sustained = "PT6S" },
        });
        await RuleServer.UntilAsync(async () => (await server.FiringsAsync(id)) is [var first, ..] && first.GetProperty("plan").ValueKind == JsonValueKind.Object);
        var firing = (await server.FiringsAsync(id))[0];
        var plan = firing.GetProperty("plan");
        var host = firing.GetProperty("targets")[0].GetString()!;

        var stale = await StartAsync(id, firing, "0000");
        var before = server.Fleet.Effects.Count;
        var started = await StartAsync(id, firing, stale.Json.GetProperty("plan").GetProperty("hash").GetString()!);

        Assert.Equal("recommended", firing.GetProperty("status").GetString());
        Assert.All(plan.GetProperty("effects").EnumerateArray(), effect => Assert.Equal($"on {host}", effect.GetProperty("before").GetString()));
        Assert.True(plan.GetProperty("effects").GetArrayLength() > 0, firing.ToString());
        stale.AssertProblem(HttpStatusCode.Conflict, "plan.drifted");
        Assert.Equal(plan.GetProperty("hash").GetString(), stale.Json.GetProperty("before").GetProperty("hash").GetString());
        Assert.Equal("started", started.Json.GetProperty("status").GetString());
        var run = $"/api/v1/runs/{started.Json.GetProperty("runId").GetString()}";
        await RuleServer.UntilAsync(async () => (await server.Client.AskAsync(run)).Json.GetProperty("endedAt").ValueKind == JsonValueKind.String);
        var ended = (await server.Client.AskAsync(run)).Json;
        Assert.Equal(("completed", "relieved"), (
            ended.GetProperty("status").GetString(), ended.GetProperty("steps").GetProperty("relieve").GetProperty("outcome").GetString()));
        Assert.All(server.Fleet.Effects.Skip(before), effect => Assert.Equal("migrate", effect.Operation));
        Assert.True(server.Fleet.Effects.Count > before);
    }

    [Fact]
    public async Task Fired_InWords_IsTheSameAsACodeWithParameters()
    {
        var vm = server.RunningVms()[8];
        var id = await server.MakeAsync("Worded", vm.Name, "recommend");
        server.Fleet.SetCpu(vm.NativeId, 1);

        var firing = (await server.FiringsAsync(id, 1))[0];

        var parameters = firing.GetProperty("summaryParameters");
        var measured = parameters.GetProperty("measured")[0];
        Assert.Equal("fleet-rule.fired", firing.GetProperty("summaryCode").GetString());
        Assert.Equal([vm.Name], parameters.GetProperty("objects").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(("cpu.now > 0.97", "cpu", "now", 1), (
            parameters.GetProperty("condition").GetString(), measured.GetProperty("metric").GetString(), measured.GetProperty("aggregate").GetString(),
            measured.GetProperty("value").GetDouble()));
        Assert.True(parameters.GetProperty("heldSeconds").GetDouble() >= 2);
    }

    private Task<HttpAnswer> StartAsync(string trigger, JsonElement firing, string hash) => server.Client.AskAsync(
        HttpMethod.Post, $"/api/v1/triggers/{trigger}/firings/{firing.GetProperty("id").GetString()}/start", new { planHash = hash });
}
