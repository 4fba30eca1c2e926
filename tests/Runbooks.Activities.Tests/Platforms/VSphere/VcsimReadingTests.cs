using System.Collections.Immutable;
using System.Globalization;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms.VSphere;

public sealed class VcsimReadingTests : VcsimTests
{
    [Fact]
    public async Task GetInventory_Always_ShowsAllKindsOfObjects()
    {
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        Assert.Equal(["DC0_C0_RP0_VM0", "DC0_C0_RP0_VM1", "DC0_H0_VM0"], inventory.VirtualMachines.Select(vm => vm.Name).Order());
        Assert.Equal(["DC0_C0_H0", "DC0_C0_H1", "DC0_C0_H2", "DC0_H0"], inventory.Hosts.Select(host => host.Name).Order());
        Assert.Equal(["DC0_C0", "DC0_C0", "DC0_C0", null], inventory.Hosts.OrderBy(host => host.Name).Select(host => host.Cluster));
        Assert.Equal(["LocalDS_0", "LocalDS_1"], inventory.Storages.Select(storage => storage.Name).Order());
        Assert.Equal("DC0_H0_VM1", Assert.Single(inventory.Templates).Name);
        Assert.Equal(["DC0_DVPG0", "VM Network", "isolated"], inventory.Networks.Select(network => network.Name).Order(StringComparer.Ordinal));
        Assert.Equal(new Cluster("DC0_C0", Balances: true), Assert.Single(inventory.Clusters));
        Assert.All(inventory.VirtualMachines, vm => Assert.True(vm.GuestAnswers));
    }

    [Fact]
    public async Task Sample_HostUnderLoad_ShowsItsShare()
    {
        var host = (await Platform.GetInventoryAsync(Cancellation)).Hosts.Single(host => host.Name == "DC0_C0_H1");
        await Testbed.Lab.ControlAsync("cpu", ("host", host.Name), ("mhz", 3900.ToString(CultureInfo.InvariantCulture)));
        var sample = (await Platform.SampleAsync(Cancellation)).Single(sample => sample.Id == host.Id);
        Assert.InRange(sample.Cpu!.Value, 0.8, 0.9);
        Assert.NotNull(sample.Memory);
        Assert.NotNull(sample.Network);
    }

    [Theory]
    [InlineData("VM Network")]
    [InlineData("DC0_DVPG0")]
    public async Task Provision_NetworkAndStorageOrdered_IsMade(string network)
    {
        var template = (await Platform.GetInventoryAsync(Cancellation)).Templates[0].NativeId;
        await OperateAsync(new PlatformOperation.Provision(new VmOrder(
            "web/1", template, 2, 64L << 20, null, "DC0_C0_H1", "LocalDS_1", network,
            ImmutableSortedDictionary<string, string>.Empty, "#cloud-config", PowerOn: false)));
        var made = (await Platform.GetInventoryAsync(Cancellation)).VirtualMachines.Single(vm => vm.Name == "web/1");
        Assert.Equal(("DC0_C0_H1", 2), (made.Host, made.Cpus));
        Assert.Contains("LocalDS_1", made.Storages);
    }

    [Fact]
    public async Task Migrate_OutOfTheCluster_IsInAPoolThere()
    {
        await OperateAsync(new PlatformOperation.Migrate(Vm, "DC0_H0"));
        var vm = (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!;
        Assert.Equal(("DC0_H0", null), (vm.Host, vm.Cluster));
    }

    [Fact]
    public async Task EnterMaintenance_VmsLeave_IsInMaintenanceThen()
    {
        var host = (await Platform.GetInventoryAsync(Cancellation)).Hosts.Single(host => host.Name == "DC0_H0");
        var enter = new PlatformOperation.EnterMaintenance(host.NativeId);
        await OperateAsync(enter);
        var running = (await Platform.GetInventoryAsync(Cancellation)).VirtualMachines.Single(vm => vm.Name == "DC0_H0_VM0");
        await OperateAsync(new PlatformOperation.Migrate(running.NativeId, "DC0_C0_H0"));
        await OperateAsync(enter);
        Assert.Equal(HostState.Maintenance, await StateAsync());
        await OperateAsync(new PlatformOperation.LeaveMaintenance(host.NativeId));
        Assert.Equal(HostState.Up, await StateAsync());

        async Task<HostState> StateAsync() => (await Platform.GetInventoryAsync(Cancellation)).Hosts.Single(each => each.Id == host.Id).State;
    }

    [Fact]
    public async Task LeaveMaintenance_WhileVmsStillRun_CancelsTheEntering()
    {
        var host = (await Platform.GetInventoryAsync(Cancellation)).Hosts.Single(host => host.Name == "DC0_H0");
        await OperateAsync(new PlatformOperation.EnterMaintenance(host.NativeId));
        await OperateAsync(new PlatformOperation.LeaveMaintenance(host.NativeId));
        Assert.Equal(HostState.Up, (await Platform.GetInventoryAsync(Cancellation)).Hosts.Single(each => each.Id == host.Id).State);
    }
}
