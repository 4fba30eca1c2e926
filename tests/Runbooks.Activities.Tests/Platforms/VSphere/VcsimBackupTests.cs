using System.Collections.Immutable;
using Runbooks.Activities.Backup;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms.VSphere;

/// <summary>Templates as copies, for what only vSphere does.</summary>
public sealed class VcsimBackupTests : VcsimTests
{
    private static readonly BackupOrder Order1 = new("b-1", BackupKind.Full, null, "LocalDS_1", AtLeast: Consistency.Crash);

    [Fact]
    public async Task BackUp_ToolsRun_IsFilesystemConsistentAndLeavesNoSnapshot()
    {
        var made = await BackUpAsync(Order1);
        Assert.Equal((Consistency.Filesystem, "LocalDS_1"), (made.Consistency, made.Storage));
        Assert.Empty(await Platform.GetSnapshotsAsync(Vm, Cancellation));
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        Assert.DoesNotContain(inventory.Templates, template => template.Name.Contains("backup", StringComparison.Ordinal));
        Assert.DoesNotContain(inventory.VirtualMachines, vm => vm.Name.Contains("backup", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Rule", "Consistency is labelled")]
    public async Task BackUp_VmIsOff_IsCrashConsistentAndNoMore()
    {
        await OperateAsync(new PlatformOperation.PowerOff(Vm));
        await FailsAsync(PlatformError.Conflict, new PlatformOperation.BackUp(Vm, Order1 with { AtLeast = Consistency.Filesystem }));
        Assert.Equal(Consistency.Crash, (await BackUpAsync(Order1)).Consistency);
    }

    [Fact]
    [Trait("Rule", "Consistency is labelled")]
    public async Task BackUp_GuestCannotHoldItsFileSystems_IsCrashConsistentOrRefused()
    {
        await Testbed.Lab.ControlAsync("fault", ("name", "quiesce"), ("vm", Vm));
        var error = await FailsAsync(PlatformError.Conflict, new PlatformOperation.BackUp(Vm, Order1 with { Id = "b-2", AtLeast = Consistency.Filesystem }));
        Assert.Contains("QuiesceFault", error.Message, StringComparison.Ordinal);
        Assert.Equal(Consistency.Crash, (await BackUpAsync(Order1)).Consistency);
        Assert.Equal(["b-1"], await Testbed.ListBackupsAsync());
    }

    [Fact]
    public async Task BackUp_ApplicationsAreToBeConsistent_IsAConflict() =>
        await FailsAsync(PlatformError.Conflict, new PlatformOperation.BackUp(Vm, Order1 with { AtLeast = Consistency.Application }));

    [Fact]
    public async Task BackUp_NoRepository_IsInvalidAndTakesNoSnapshot()
    {
        var error = await FailsAsync(PlatformError.Invalid, new PlatformOperation.BackUp(Vm, Order1 with { Repository = null }));
        Assert.Contains("datastore", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Testbed.CountEffectsAsync(new PlatformOperation.CreateSnapshot(Vm, "", false)));
    }

    [Fact]
    public async Task BackUp_IdOfACopyOfAnotherVm_IsAConflict()
    {
        await BackUpAsync(Order1);
        await FailsAsync(PlatformError.Conflict, new PlatformOperation.BackUp(Testbed.DeafVm!, Order1));
        Assert.Equal(0, await Testbed.CountEffectsAsync(new PlatformOperation.CreateSnapshot(Testbed.DeafVm!, "", false)));
    }

    [Fact]
    public async Task BackUp_CancelledWhileItIsCloned_LeavesNeitherCopyNorSnapshot()
    {
        var backUp = new PlatformOperation.BackUp(Vm, Order1);
        var handle = await Platform.StartAsync(backUp, "key", Cancellation);
        var end = Testbed.EndAsync(Platform.AwaitAsync(backUp, handle, null, Cancellation));
        while (!end.IsCompleted)
        {
            // It can be cancelled from the moment on in which it is cloned.
            await Record.ExceptionAsync(() => Platform.CancelAsync(handle, Cancellation));
            await Task.WhenAny(end, Task.Delay(20, Cancellation));
        }

        Assert.Equal(PlatformError.Interrupted, (await Assert.ThrowsAsync<PlatformException>(() => end)).Error);
        Assert.Empty(await Platform.GetSnapshotsAsync(Vm, Cancellation));
        Assert.Empty((await Testbed.ListBackupsAsync())!);
    }

    [Fact]
    public async Task BackUp_AwaitedByTwo_IsOneCopy()
    {
        var backUp = new PlatformOperation.BackUp(Vm, Order1);
        var handle = await Platform.StartAsync(backUp, "key", Cancellation);
        var ends = new[] { Platform, Add(Testbed.Connect()) }.Select(each => Testbed.EndAsync(each.AwaitAsync(backUp, handle, null, Cancellation)));
        var made = (await Task.WhenAll(ends)).Select(end => ActivityJson.Read<BackedUp>(end!.Value).Location).Distinct();
        Assert.Single(made);
        Assert.Equal(1, await Testbed.CountEffectsAsync(backUp));
        Assert.Empty(await Platform.GetSnapshotsAsync(Vm, Cancellation));
    }

    [Fact]
    public async Task BackUp_TasksForgotten_IsGoneOnWithFromTheSnapshot()
    {
        var backUp = new PlatformOperation.BackUp(Vm, Order1);
        var handle = await Platform.StartAsync(backUp, "key", Cancellation);
        await Testbed.EndAsync(Platform.FindAsync(backUp, "key", Cancellation));
        await Testbed.Lab.ControlAsync("forget-tasks");
        await Testbed.EndAsync(Add(Testbed.Connect()).AwaitAsync(backUp, handle, null, Cancellation));
        Assert.Equal(["b-1"], await Testbed.ListBackupsAsync());
    }

    [Fact]
    [Trait("Rule", "Isolation is proved before power-on")]
    public async Task Restore_NoNetwork_IsUnpluggedAlsoForItsGuest()
    {
        await BackUpAsync(Order1);
        var made = await RestoreAsync(null);
        Assert.NotEmpty(made.Cards!.Value);
        Assert.Null(await ObjectionAsync(made));
        Assert.Equal(["LocalDS_0"], made.Storages);
    }

    [Fact]
    [Trait("Rule", "Isolation is proved before power-on")]
    public async Task Restore_PortGroupGetsAnUplink_IsNoLongerIsolated()
    {
        await BackUpAsync(Order1);
        var made = await RestoreAsync("isolated");
        Assert.Equal(["isolated"], made.Cards!.Value.Select(card => card.Network).Distinct());
        Assert.Null(await ObjectionAsync(made));
        await Testbed.Lab.ControlAsync("uplink", ("switch", "vSwitch1"));
        Assert.Contains("which is not isolated", await ObjectionAsync(made), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Networks_WithAnUplinkOrDistributed_AreNotIsolated()
    {
        var networks = (await Platform.GetInventoryAsync(Cancellation)).Networks;
        Assert.Equal(["isolated"], networks.Where(network => network.IsIsolated).Select(network => network.Name));
        Assert.True(networks.Length > 2);
    }

    [Fact]
    public async Task Restore_InPlace_IsUnsupported()
    {
        await BackUpAsync(Order1);
        await OperateAsync(new PlatformOperation.PowerOff(Vm));
        await FailsAsync(PlatformError.Unsupported, Restore("there", null, Vm));
    }

    private static PlatformOperation.Restore Restore(string name, string? network, string? into = null) =>
        new(new RestoreOrder(Order1.Copy, into, name, null, null, network, ImmutableSortedDictionary<string, string>.Empty));

    private async Task<BackedUp> BackUpAsync(BackupOrder order)
    {
        var backUp = new PlatformOperation.BackUp(Vm, order);
        var handle = await Platform.StartAsync(backUp, "key", Cancellation);
        return ActivityJson.Read<BackedUp>((await Testbed.EndAsync(Platform.AwaitAsync(backUp, handle, null, Cancellation)))!.Value);
    }

    private async Task<VirtualMachine> RestoreAsync(string? network)
    {
        var restore = Restore("copy", network);
        var handle = await Platform.StartAsync(restore, "key-2", Cancellation);
        var end = await Testbed.EndAsync(Platform.AwaitAsync(restore, handle, null, Cancellation));
        return (await Platform.GetVirtualMachineAsync(ActivityJson.Read<Provisioned>(end!.Value).NativeId, Cancellation))!;
    }

    private async Task<string?> ObjectionAsync(VirtualMachine copy)
    {
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        return Isolation.Objection(copy, inventory.VirtualMachines, inventory.Networks);
    }

    private async Task<PlatformException> FailsAsync(PlatformError expected, PlatformOperation operation)
    {
        var error = await Assert.ThrowsAsync<PlatformException>(() => OperateAsync(operation));
        Assert.Equal(expected, error.Error);
        return error;
    }
}
