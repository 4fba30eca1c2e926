using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Platforms.HyperV.StandIn;

namespace Runbooks.Activities.Tests.Platforms.HyperV;

public sealed class ReadingTests : HyperVTests
{
    [Fact]
    public async Task Inventory_OfACluster_HasItsNodesDisksAndSwitches()
    {
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        Assert.Equal(["hv-1", "hv-2"], inventory.Hosts.Select(host => host.Name));
        Assert.Equal(["Cluster Disk 1"], inventory.Storages.Select(storage => storage.Name));
        Assert.Equal([("lan", false), ("drill", true)], inventory.Networks.Select(network => (network.Name, network.IsIsolated)));
        Assert.Equal("hv", Assert.Single(inventory.Clusters).Name);
        Assert.Equal("debian-13", Assert.Single(inventory.Templates).Name);
        Assert.DoesNotContain(inventory.VirtualMachines, vm => vm.Name == "debian-13");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task Inventory_ClusterMovesVmsByItself_IsShown(int mode, bool expected)
    {
        Testbed.World.AutoBalancerMode = mode;
        Assert.Equal(expected, Assert.Single((await Platform.GetInventoryAsync(Cancellation)).Clusters).Balances);
    }

    [Fact]
    public async Task Vm_Always_HasItsAddressCardTagsAndGuest()
    {
        var vm = await ShownAsync();
        Assert.Equal(["10.0.0.5"], vm.IpAddresses.AsEnumerable());
        Assert.Equal("test", vm.Tags["env"]);
        Assert.True(vm.GuestAnswers);
        var card = Assert.Single(vm.Cards!.Value);
        Assert.Equal("lan", card.Network);
        Assert.Matches("^([0-9a-f]{2}:){5}[0-9a-f]{2}$", card.Mac);
    }

    [Fact]
    public async Task Inventory_NodeIsDown_ItsVmsAreShownAsLastSeenAndUnknown()
    {
        var before = (await Platform.GetInventoryAsync(Cancellation)).VirtualMachines.Single(vm => vm.NativeId == Vm);
        await Testbed.InjectAsync(PlatformFault.HostGone, Vm);
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        var after = inventory.VirtualMachines.Single(vm => vm.NativeId == Vm);
        Assert.Equal(HostState.Down, inventory.Hosts.Single(host => host.Name == "hv-2").State);
        Assert.Equal((PowerState.Unknown, before.Cpus, before.Id), (after.PowerState, after.Cpus, after.Id));
        await FailsAsync(new PlatformOperation.PowerOff(Vm), PlatformError.Unreachable);
    }

    [Fact]
    public async Task Sample_TwoVmsOfOneName_HaveNoCpu()
    {
        Testbed.World.Add(new Machine { Name = "web-01", ComputerName = "hv-2", State = VMState.Running });
        await Platform.SampleAsync(Cancellation);
        await Testbed.PassAsync(TimeSpan.FromSeconds(10));
        var sample = (await Platform.SampleAsync(Cancellation)).Single(sample => sample.Id == $"hyperv:{Vm}");
        Assert.Null(sample.Cpu);
        Assert.NotNull(sample.Network);
    }

    [Fact]
    public async Task Sample_RunningVm_HasItsShares()
    {
        await Platform.SampleAsync(Cancellation);
        await Testbed.PassAsync(TimeSpan.FromSeconds(10));
        var samples = await Platform.SampleAsync(Cancellation);
        var vm = samples.Single(sample => sample.Id == $"hyperv:{Vm}");
        Assert.Equal((0.25, 0.5), (Math.Round(vm.Cpu!.Value, 3), vm.Memory!.Value));
        // Read and written together, a thousandth of the clock's ticks each.
        Assert.Equal((20_000, 5_000), ((int)Math.Round(vm.Disk!.Value / 1000) * 1000, (int)Math.Round(vm.Network!.Value / 1000) * 1000));
        Assert.Equal(0.5, Math.Round(samples.Single(sample => sample.Id == "hyperv:host:hv-2").Cpu!.Value, 3));
    }

    [Fact]
    public async Task Shutdown_GuestWithoutServices_IsConflictAndItRunsOn()
    {
        var old = $"{Testbed.World["old-01"].Id}";
        await FailsAsync(new PlatformOperation.Shutdown(old), PlatformError.Conflict);
        Assert.Equal((PowerState.On, null), ((await ShownAsync(old)).PowerState, (await ShownAsync(old)).GuestAnswers));
    }

    [Fact]
    public async Task PowerOff_SuspendedVm_DropsItsMemory()
    {
        await OperateAsync(new PlatformOperation.Suspend(Vm));
        await OperateAsync(new PlatformOperation.PowerOff(Vm));
        Assert.Equal(PowerState.Off, (await ShownAsync()).PowerState);
    }

    [Fact]
    public async Task CreateSnapshot_Always_LeavesTheVmsOwnKind()
    {
        await OperateAsync(new PlatformOperation.CreateSnapshot(Vm, "live", Memory: true));
        Assert.Equal("Production", Testbed.World["web-01"].CheckpointType);
    }
}
