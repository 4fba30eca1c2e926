using System.Collections.Immutable;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

public abstract partial class PlatformConformanceTests
{
    [Fact]
    public async Task Migrate_RunningVm_RunsThereAndIsTheSame()
    {
        var operation = (PlatformOperation.Migrate)await PrepareAsync("migrate");
        var before = (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!;
        await OperateAsync(operation);
        var after = Assert.Single(await ShownAsync());
        Assert.Equal((operation.Host, PowerState.On, before.Id), (after.Host, after.PowerState, after.Id));
        Assert.Equal(before.Tags.AsEnumerable(), after.Tags);
        await HadEffectsAsync(1, operation);
    }

    [Fact]
    public async Task Migrate_SeenFromWhereItWent_IsDone()
    {
        var operation = await PrepareAsync("migrate");
        Assert.SkipWhen(Neighbour is null, $"{Testbed.Platform} shows both hosts in one connection");
        var key = NewKey();
        var handle = await Platform.StartAsync(operation, key, Cancellation);
        await Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation));
        Assert.IsType<Sighting.Found>(await Neighbour.FindAsync(operation, key, Cancellation));
        await Testbed.EndAsync(Neighbour.AwaitAsync(operation, handle, null, Cancellation));
    }

    [Fact]
    public async Task Migrate_ThereAlready_IsNoError()
    {
        Need(Capability.LiveMigration);
        var operation = new PlatformOperation.Migrate(Vm, (await HostAsync()).Name);
        await OperateAsync(operation);
        await HadEffectsAsync(0, operation);
    }

    [Fact]
    public async Task Migrate_StorageNamed_ItsDisksAreThere()
    {
        Need(Capability.StorageMigration);
        var vm = (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!;
        var host = await HostAsync();
        var storage = host.Storages.FirstOrDefault(name => !vm.Storages.Contains(name));
        Assert.SkipWhen(storage is null, $"{Testbed.Platform} has a single storage here");
        var operation = new PlatformOperation.Migrate(Vm, host.Name, Storage: storage);
        await OperateAsync(operation);
        Assert.Equal([storage], (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!.Storages.AsEnumerable());
        await HadEffectsAsync(1, operation);
    }

    [Fact]
    public async Task Migrate_SuspendedVm_IsConflictAndItStays()
    {
        Need(Capability.Suspend);
        var operation = (PlatformOperation.Migrate)await PrepareAsync("migrate");
        var host = (await HostAsync()).Name;
        await OperateAsync(new PlatformOperation.Suspend(Vm));
        await FailsAsync(operation, PlatformError.Conflict);
        Assert.Equal(host, (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!.Host);
    }

    [Fact]
    public async Task Migrate_UnknownHost_IsNotFound()
    {
        Need(Capability.LiveMigration);
        await FailsAsync(new PlatformOperation.Migrate(Vm, "no-such-host"), PlatformError.NotFound, PlatformError.Invalid);
    }

    [Fact]
    public async Task Migrate_ToAHostInMaintenance_IsConflictAndItStays()
    {
        Need(Capability.Maintenance);
        var operation = (PlatformOperation.Migrate)await PrepareAsync("migrate");
        var (host, other) = (await HostAsync(), await OtherHostAsync());
        await OperateAsync(new PlatformOperation.EnterMaintenance(other.NativeId));
        await FailsAsync(operation, PlatformError.Conflict);
        Assert.Equal(host.Name, (await HostAsync()).Name);
    }

    [Fact]
    public async Task EnterMaintenance_HostWithVms_IsShownAndKeepsThem()
    {
        var enter = await PrepareAsync("enter-maintenance");
        await OperateAsync(enter);
        await OperateAsync(enter);
        Assert.Equal(HostState.Maintenance, (await HostAsync()).State);
        Assert.Equal(PowerState.On, await PowerStateAsync());
        await HadEffectsAsync(1, enter);
    }

    [Fact]
    public async Task LeaveMaintenance_AfterEntering_IsUpAndTakesVms()
    {
        Need(Capability.Maintenance, Capability.LiveMigration);
        var other = await OtherHostAsync();
        await OperateAsync(new PlatformOperation.EnterMaintenance(other.NativeId));
        await OperateAsync(new PlatformOperation.LeaveMaintenance(other.NativeId));
        await OperateAsync(new PlatformOperation.Migrate(Vm, other.Name));
        Assert.Equal((other.Name, HostState.Up), ((await HostAsync()).Name, (await HostAsync()).State));
    }

    [Fact]
    public async Task Resize_VmThatIsOff_HasTheSize()
    {
        var resize = (PlatformOperation.Resize)await PrepareAsync("resize");
        await OperateAsync(resize);
        var after = (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!;
        Assert.Equal((resize.Cpus, resize.MemoryBytes, PowerState.Off), (after.Cpus, after.MemoryBytes, after.PowerState));
        await OperateAsync(resize);
        await HadEffectsAsync(1, resize);
    }

    [Fact]
    public async Task SetTags_SomeSetAndSomeNull_LeavesTheOthers()
    {
        Need(Capability.Tags);
        await OperateAsync(Tags(("kept", "1"), ("removed", "1"), ("changed", "1")));
        var before = (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!.Tags;
        await OperateAsync(Tags(("removed", null), ("changed", "2"), ("never-there", null)));
        var after = (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!.Tags;
        Assert.Equal(before.Remove("removed").SetItem("changed", "2").AsEnumerable(), after);

        PlatformOperation.SetTags Tags(params (string Name, string? Value)[] tags) =>
            new(Vm, tags.ToImmutableSortedDictionary(tag => tag.Name, tag => tag.Value));
    }

    /// <summary>A move to another host, of this connection or its neighbour's.</summary>
    private async Task<PlatformOperation.Migrate> MoveAsync()
    {
        if (Neighbour is null) return new PlatformOperation.Migrate(Vm, (await OtherHostAsync()).Name);
        var host = (await Neighbour.GetInventoryAsync(Cancellation)).Hosts.Single();
        Assert.NotNull(host.MigrationAddress);
        return new PlatformOperation.Migrate(Vm, host.Name, host.MigrationAddress);
    }

    /// <summary>The VM as it is shown, by all connections.</summary>
    private async Task<List<VirtualMachine>> ShownAsync()
    {
        var shown = new List<VirtualMachine>();
        foreach (var platform in new[] { Platform, Neighbour }.OfType<IPlatform>())
            shown.AddRange((await platform.GetInventoryAsync(Cancellation)).VirtualMachines.Where(vm => vm.NativeId == Vm));
        return shown;
    }

    /// <summary>The host that the VM is on.</summary>
    private async Task<Host> HostAsync()
    {
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        var name = inventory.VirtualMachines.Single(vm => vm.NativeId == Vm).Host;
        return inventory.Hosts.Single(host => host.Name == name);
    }

    /// <summary>Another host that the VM may be on.</summary>
    private async Task<Host> OtherHostAsync()
    {
        var here = await HostAsync();
        var other = (await Platform.GetInventoryAsync(Cancellation)).Hosts
            .FirstOrDefault(host => host.Name != here.Name && host.Cluster == here.Cluster && host.State == HostState.Up);
        Assert.SkipWhen(other is null, $"{Testbed.Platform} has a single host here");
        return other;
    }
}
