using System.Text.Json;

namespace Runbooks.Server.Tests.Plans;

/// <summary>What a plan names is what the run right after it changes, by the simulator's own record; and planning changes nothing.</summary>
public sealed class ShippedPlansTests(PlanServer shared) : IClassFixture<PlanServer>
{
    private PlanServer server = shared;

    public static TheoryData<string> Shipped => new(
        "power-off-vms", "power-on-vms", "restart-vms", "suspend-vms", "take-snapshots", "remove-snapshots", "revert-to-snapshots", "prune-snapshots", "provision-vms",
        "power-off-idle-test-vms", "power-schedule", "back-up-vms", "patch-linux");

    /// <summary>What these move depends on where everything is: each has a fleet of its own.</summary>
    [Theory]
    [InlineData("relieve-hot-host")]
    [InlineData("evacuate-host")]
    [InlineData("rebalance-cluster")]
    public async Task Plan_ShippedMoves_NamesWhatTheRunMoves(string workflow)
    {
        await using var own = new PlanServer();
        await own.InitializeAsync();
        server = own;
        await Plan_ShippedWorkflow_NamesWhatTheRunChanges(workflow);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task Plan_ShippedWorkflow_NamesWhatTheRunChanges(string workflow)
    {
        var inputs = await PrepareAsync(workflow);
        var (before, runs) = (server.Fleet.Effects.Count, await CountRunsAsync());

        var plan = await server.PlanAsync(workflow, inputs);
        var again = await server.PlanAsync(workflow, inputs);

        Assert.Equal((before, runs), (server.Fleet.Effects.Count, await CountRunsAsync()));
        Assert.Equal(Names(plan), Names(again));
        Assert.Equal(plan.GetProperty("hash").GetString(), again.GetProperty("hash").GetString());
        var run = await server.RunAsync(workflow, inputs);
        Assert.Equal(server.Changed(before), Names(plan));
        Assert.True(Names(plan).Count > 0, $"{plan} {run}");
        Assert.Equal("completed", run.GetProperty("status").GetString());
    }

    private static List<string> Names(JsonElement plan) =>
    [
        .. plan.GetProperty("effects").EnumerateArray().Where(effect => effect.GetProperty("target").ValueKind == JsonValueKind.Object)
            .Select(effect => effect.GetProperty("target").GetProperty("name").GetString()!).Distinct().Order(StringComparer.Ordinal),
    ];

    private async Task<object> PrepareAsync(string workflow)
    {
        switch (workflow)
        {
            case "power-on-vms":
                var both = server.Running(4);
                await server.RunAsync("power-off-vms", new { vms = both.Take(2) });
                return new { vms = both };
            case "remove-snapshots" or "revert-to-snapshots" or "prune-snapshots":
                var name = $"before-{workflow}";
                var taken = server.Running(2);
                await server.RunAsync("take-snapshots", new { vms = taken, name });
                return workflow == "prune-snapshots" ? new { vms = Ids(taken), olderThan = "PT0S", keep = 0 } : new { vms = taken, name };
            case "provision-vms":
                return new { count = 3, names = "planned-{n:00}" };
            case "take-snapshots":
                return new { vms = server.Running(3), name = "planned" };
            case "power-off-idle-test-vms":
                return new { lookback = "PT2S", cpuBelow = 1 };
            case "power-schedule":
                var scheduled = server.Running(1)[0];
                await server.TagAsync(scheduled, "powerSchedule", "yes");
                return new { where = $"name == '{scheduled}'", on = "00:00", off = "00:01" };
            case "relieve-hot-host":
                return new { sustained = "PT2S" };
            case "evacuate-host":
                await CalmAsync();
                return new { host = EmptyableHost(), headroom = 0 };
            case "rebalance-cluster":
                return new { cluster = "cluster-a", maxMoves = 1, spread = 0.02 };
            case "back-up-vms":
                return new { vms = server.Running(2), verify = false };
            case "patch-linux":
                return new { where = $"name == '{server.Running(1)[0]}'" };
            default:
                return new { vms = server.Running(3) };
        }
    }

    private List<string> Ids(IReadOnlyList<string> names) => [.. server.Picture.Snapshot.Vms.Where(vm => names.Contains(vm.Name)).Select(vm => vm.Id)];

    /// <summary>The loads of the simulated fleet follow the clock: at some hours nobody has room.</summary>
    private async Task CalmAsync()
    {
        foreach (var vm in server.Picture.Snapshot.Vms) server.Fleet.SetCpu(vm.Vm.NativeId, 0.1);
        await PlanServer.UntilAsync(() => Task.FromResult(server.Picture.Snapshot.Hosts.All(host => host.Load?.Cpu < 0.5)));
    }

    private string EmptyableHost() => server.Picture.Snapshot.Hosts.Select(host => host.Name).First(name => name != "hv-a-01" && server.Picture.Snapshot.Vms.All(vm =>
        vm.Vm.Host != name || (vm.Vm.PowerState != Activities.Platforms.PowerState.Suspended && !vm.Vm.Tags.ContainsKey("protected"))));

    private async Task<int> CountRunsAsync() => (await server.Client.AskAsync("/api/v1/runs?limit=500")).Json.GetProperty("items").GetArrayLength();
}
