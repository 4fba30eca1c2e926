using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

public abstract partial class PlatformConformanceTests
{
    [Fact]
    public async Task GetInventory_Always_IsWellFormed()
    {
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        Assert.NotEmpty(inventory.Hosts);
        Assert.All(inventory.VirtualMachines, vm =>
        {
            Assert.StartsWith($"{Testbed.Platform}:", vm.Id, StringComparison.Ordinal);
            Assert.NotEmpty(vm.NativeId);
            Assert.NotEmpty(vm.Name);
            Assert.True(vm.Cpus > 0 && vm.MemoryBytes > 0, $"{vm.Name} has no size");
            Assert.False(vm.IpAddresses.IsDefault, "an empty list, never a missing one");
            if (vm.Host is not null) Assert.Contains(inventory.Hosts, host => host.Name == vm.Host);
        });
        Assert.All(inventory.Hosts, host => Assert.StartsWith($"{Testbed.Platform}:", host.Id, StringComparison.Ordinal));
        Assert.All(inventory.Storages, storage => Assert.InRange(storage.FreeBytes, 0, storage.CapacityBytes));
        var storages = inventory.Storages.Select(storage => storage.Name).ToHashSet();
        Assert.All(inventory.VirtualMachines.SelectMany(vm => vm.Storages), name => Assert.Contains(name, storages));
        Assert.All(inventory.Hosts.SelectMany(host => host.Storages), name => Assert.Contains(name, storages));
    }

    [Fact]
    public async Task GetInventory_Always_HasUniqueIds()
    {
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        Assert.Distinct(inventory.VirtualMachines.Select(vm => vm.Id));
        Assert.Distinct(inventory.VirtualMachines.Select(vm => vm.NativeId));
        Assert.Distinct(inventory.Hosts.Select(host => host.Id));
        Assert.Distinct(inventory.Storages.Select(storage => storage.Id));
        Assert.Distinct(inventory.Templates.Select(template => template.Id));
        Assert.Distinct(inventory.Networks.Select(network => network.Id));
        Assert.Distinct(inventory.Clusters.Select(cluster => cluster.Name));
    }

    [Fact]
    public async Task GetInventory_AfterReconnect_HasTheSameIds()
    {
        var before = await Platform.GetInventoryAsync(Cancellation);
        var after = await Reconnect().GetInventoryAsync(Cancellation);
        Assert.Equal(Identities(before), Identities(after));

        static IEnumerable<(string, string)> Identities(Inventory inventory) =>
            inventory.VirtualMachines.Select(vm => (vm.Id, vm.NativeId))
                .Concat(inventory.Hosts.Select(host => (host.Id, host.NativeId)))
                .Concat(inventory.Storages.Select(storage => (storage.Id, storage.NativeId)))
                .Order();
    }

    [Fact]
    public async Task GetVirtualMachine_Known_AgreesWithTheInventory()
    {
        var listed = (await Platform.GetInventoryAsync(Cancellation)).VirtualMachines.Single(vm => vm.NativeId == Vm);
        var single = await Platform.GetVirtualMachineAsync(Vm, Cancellation);
        Assert.NotNull(single);
        Assert.Equal((listed.Id, listed.Name, listed.PowerState, listed.Host), (single.Id, single.Name, single.PowerState, single.Host));
        Assert.Equal((listed.Cpus, listed.MemoryBytes), (single.Cpus, single.MemoryBytes));
        Assert.Equal(listed.Tags.AsEnumerable(), single.Tags);
    }

    [Fact]
    public async Task GetVirtualMachine_Unknown_IsNull() =>
        Assert.Null(await Platform.GetVirtualMachineAsync(Testbed.UnknownVm, Cancellation));

    [Fact]
    public async Task GetInventory_FromSeveralThreads_Agrees()
    {
        var reads = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Platform.GetInventoryAsync(Cancellation), Cancellation));
        var counts = (await Task.WhenAll(reads)).Select(inventory => inventory.VirtualMachines.Length).Distinct();
        Assert.Single(counts);
    }

    [Fact]
    public async Task GetInventory_Cancelled_Stops() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Platform.GetInventoryAsync(new CancellationToken(canceled: true)));
}
