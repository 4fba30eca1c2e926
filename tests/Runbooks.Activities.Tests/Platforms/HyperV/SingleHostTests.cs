using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms.HyperV;

/// <summary>A host that is in no cluster, and has none of a cluster's cmdlets.</summary>
public sealed class SingleHostTests() : HyperVTests(clustered: false)
{
    [Fact]
    public async Task Inventory_OfOneHost_HasItsFixedDrives()
    {
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        Assert.Equal("hv-1", Assert.Single(inventory.Hosts).Name);
        Assert.Equal(["C:"], inventory.Storages.Select(storage => storage.Name));
        Assert.Empty(inventory.Clusters);
        Assert.Equal(["C:"], inventory.VirtualMachines.Single(vm => vm.NativeId == Vm).Storages.AsEnumerable());
    }

    [Fact]
    public void Capabilities_OfOneHost_LackMovesAndMaintenance()
    {
        Assert.DoesNotContain(Capability.LiveMigration, Platform.Capabilities);
        Assert.DoesNotContain(Capability.Maintenance, Platform.Capabilities);
        Assert.Contains(Capability.Provision, Platform.Capabilities);
    }
}

/// <summary>What callers rely on, on a host that is in no cluster.</summary>
public sealed class SingleHostConformanceTests : PlatformConformanceTests
{
    protected override async Task<PlatformTestbed> OpenTestbedAsync() => await HyperVTestbed.OpenAsync(clustered: false);
}
