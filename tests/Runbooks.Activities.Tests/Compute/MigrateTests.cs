using Runbooks.Activities.Compute;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Activities.Tests.Compute.Balancing;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute;

public sealed class MigrateTests
{
    private static readonly Migrate Activity = new();

    [Fact]
    public async Task Execute_HostNamed_RunsThere()
    {
        var fleet = new SimulatedCluster();
        var vm = Vm(fleet);
        Assert.IsType<ActivityResult.Done>(await RunAsync(fleet, vm, "hv-a-03"));
        Assert.Equal("hv-a-03", fleet.World.Find(vm.Vm.NativeId)!.Host);
    }

    [Fact]
    public async Task Execute_NoHostNamed_GoesWhereMostRoomIs()
    {
        var fleet = new SimulatedCluster();
        var vm = Vm(fleet);
        Assert.IsType<ActivityResult.Done>(await RunAsync(fleet, vm));
        Assert.Equal("hv-a-03", fleet.World.Find(vm.Vm.NativeId)!.Host);
    }

    [Fact]
    public async Task Execute_StorageNamed_DisksGoThere()
    {
        var fleet = new SimulatedCluster();
        var vm = Vm(fleet);
        var other = vm.Vm.Storages[0] == "ds-a-01" ? "ds-a-02" : "ds-a-01";
        Assert.IsType<ActivityResult.Done>(await RunAsync(fleet, vm, "hv-a-03", other));
        var after = fleet.World.Find(vm.Vm.NativeId)!;
        Assert.Equal(("hv-a-03", other), (after.Host, Assert.Single(after.Storages)));
    }

    [Theory]
    [InlineData("hv-b-01", "'hv-b-01' is no host of its cluster")]
    [InlineData("hv-a-03", "it takes no VMs now")]
    public async Task Execute_ItCannotGoThere_IsRefusedAndStays(string to, string why)
    {
        var fleet = new SimulatedCluster();
        var vm = Vm(fleet);
        fleet.World.SetHost("hv-a-03", HostState.Maintenance);
        fleet.Sample();
        var failure = await Assert.ThrowsAsync<ActivityFailure>(() => RunAsync(fleet, vm, to));
        Assert.Equal("migrate.refused", failure.Code);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.Empty(fleet.World.Effects);
    }

    [Fact]
    [Trait("Rule", "Stand back where DRS is automatic")]
    public async Task Execute_DrsIsAutomatic_StandsBack()
    {
        var fleet = new SimulatedCluster(new SimulatorSettings { BalancedClusters = ["*"] });
        Assert.IsType<ActivityResult.Skipped>(await RunAsync(fleet, Vm(fleet), "hv-a-03"));
        Assert.Empty(fleet.World.Effects);
    }

    [Fact]
    public void Plan_ThereAlready_IsNothing()
    {
        var fleet = new SimulatedCluster();
        var vm = Vm(fleet);
        Assert.Null(Activity.Plan(Input("hv-a-02", null), vm));
        Assert.Equal($"Moves {vm.Name} to hv-a-03 while it runs", Activity.Plan(Input("hv-a-03", null), vm)!.Summary);
    }

    [Fact]
    public async Task Execute_CrashAtEveryPoint_MovesOnceAndNowhereElse()
    {
        var undisturbed = new SimulatedCluster();
        await RunAsync(undisturbed, Vm(undisturbed));
        foreach (var point in undisturbed.Ledger.Names.SelectMany(CrashAt.Each).ToList())
        {
            var fleet = new SimulatedCluster();
            var vm = Vm(fleet);
            await Assert.ThrowsAsync<Crash>(() => RunAsync(fleet, vm, crash: point));
            Assert.IsType<ActivityResult.Done>(await RunAsync(fleet, vm));
            Assert.Single(fleet.World.Effects);
        }
    }

    private static FleetVm Vm(SimulatedCluster fleet) => fleet.Vms.First(vm => vm.Vm.Host == "hv-a-02" && vm.Vm.PowerState == PowerState.On && !vm.Vm.Tags.ContainsKey("protected"));

    private static Task<ActivityResult> RunAsync(SimulatedCluster fleet, FleetVm vm, string? to = null, string? storage = null, CrashAt? crash = null) =>
        fleet.RunAsync(Activity, Input(to, storage), vm, crash);

    private static System.Text.Json.JsonElement Input(string? to, string? storage) => ActivityJson.Write(new { targets = "x", to, storage });
}
