using Runbooks.Activities.Compute;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Activities.Tests.Compute.Balancing;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Compute;

public sealed class EvacuateHostTests
{
    private const string Host = "hv-b-02";

    private static readonly EvacuateHost Activity = new();

    // Nothing on hv-b-02 may be protected: the default fleet has a few VMs that are.
    private static readonly SimulatorSettings Settings = new() { VirtualMachines = 16, Hosts = 6 };

    [Fact]
    public async Task Execute_HostWithVms_IsEmptyAndInMaintenance()
    {
        var fleet = new SimulatedCluster(Settings);
        Assert.Contains(fleet.World.Inventory().VirtualMachines, OnIt);
        var done = Assert.IsType<ActivityResult.Done>(await RunAsync(fleet));
        Assert.DoesNotContain(fleet.World.Inventory().VirtualMachines, OnIt);
        Assert.Equal(HostState.Maintenance, fleet.World.Inventory().Hosts.Single(host => host.Name == Host).State);
        Assert.Equal(fleet.World.Effects.Count - 1, done.Output!.Value.GetProperty("moves").GetArrayLength());
    }

    [Fact]
    public async Task Execute_MaintenanceNotAskedFor_HostStaysUp()
    {
        var fleet = new SimulatedCluster(Settings);
        await RunAsync(fleet, maintenance: false);
        Assert.DoesNotContain(fleet.World.Inventory().VirtualMachines, OnIt);
        Assert.Equal(HostState.Up, fleet.World.Inventory().Hosts.Single(host => host.Name == Host).State);
    }

    [Fact]
    public async Task Execute_OneVmFindsNoPlace_NothingIsBegun()
    {
        var fleet = new SimulatedCluster(Settings);
        foreach (var host in fleet.Hosts.Where(host => host.Cluster == "cluster-b" && host.Name != Host)) fleet.World.SetHost(host.Name, HostState.Maintenance);
        fleet.Sample();
        var failure = await Assert.ThrowsAsync<ActivityFailure>(() => RunAsync(fleet));
        Assert.Equal("host.cannot-be-emptied", failure.Code);
        Assert.Empty(fleet.World.Effects);
    }

    [Fact]
    [Trait("Rule", "Stand back where DRS is automatic")]
    public async Task Execute_DrsIsAutomatic_StandsBack()
    {
        var fleet = new SimulatedCluster(Settings with { BalancedClusters = ["*"] });
        Assert.Equal("cluster.balances", (await Assert.ThrowsAsync<ActivityFailure>(() => RunAsync(fleet))).Code);
        Assert.Empty(fleet.World.Effects);
    }

    [Fact]
    public async Task Execute_VmIsHeldByAnotherRun_SaysWhoStays()
    {
        var fleet = new SimulatedCluster(Settings);
        var vm = fleet.World.Inventory().VirtualMachines.First(OnIt);
        fleet.Guarded[vm.Name] = new ActivityFailure(OperationHold.HeldCode, "Held by run x.", retryable: true);
        var failure = await Assert.ThrowsAsync<ActivityFailure>(() => RunAsync(fleet));
        Assert.Contains(vm.Name, failure.Message, StringComparison.Ordinal);
        Assert.Equal(Host, fleet.World.Find(vm.NativeId)!.Host);
    }

    [Fact]
    public async Task Execute_CrashAtEveryPoint_EmptiesItWithOneEffectEach()
    {
        var undisturbed = new SimulatedCluster(Settings);
        await RunAsync(undisturbed);
        foreach (var point in undisturbed.Ledger.Names.SelectMany(CrashAt.Each).ToList())
        {
            var fleet = new SimulatedCluster(Settings);
            await Assert.ThrowsAsync<Crash>(() => RunAsync(fleet, crash: point));
            await RunAsync(fleet);
            Assert.DoesNotContain(fleet.World.Inventory().VirtualMachines, OnIt);
            Assert.Equal(undisturbed.World.Effects.Count, fleet.World.Effects.Count);
            Assert.Empty(fleet.Ledger.Unsettled);
        }
    }

    private static bool OnIt(VirtualMachine vm) => vm.Host == Host && vm.PowerState == PowerState.On;

    private static Task<ActivityResult> RunAsync(SimulatedCluster fleet, bool maintenance = true, CrashAt? crash = null) =>
        fleet.RunAsync(Activity, new EvacuateHost.Input { Host = Host, Maintenance = maintenance }, fleet.Host(Host), crash);
}
