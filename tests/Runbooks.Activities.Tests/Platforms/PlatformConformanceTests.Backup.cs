using System.Collections.Immutable;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

public abstract partial class PlatformConformanceTests
{
    private const string RestoredName = "conformance-restored";

    [Fact]
    public async Task BackUp_RunningVm_IsOneWholeCopyAndTheVmRunsOn()
    {
        Need(Capability.Backup);
        var made = await BackUpAsync(Full("b-1"));
        Assert.Equal((BackupKind.Full, true), (made.Kind, made.Bytes > 0));
        Assert.Equal(PowerState.On, await PowerStateAsync());
        Assert.True((await VerifyAsync(CopyOf("b-1", made))).Sound);
        await HasCopiesAsync("b-1");
        await HadEffectsAsync(1, new PlatformOperation.BackUp(Vm, Full("b-1")));
    }

    [Fact]
    public async Task BackUp_SameIdUnderAnotherKey_IsTheSameCopy()
    {
        Need(Capability.Backup);
        var first = await BackUpAsync(Full("b-1"));
        Assert.Equal(first, await BackUpAsync(Full("b-1")));
        await HasCopiesAsync("b-1");
        await HadEffectsAsync(1, new PlatformOperation.BackUp(Vm, Full("b-1")));
    }

    [Theory]
    [InlineData(CrashPoint.Intent)]
    [InlineData(CrashPoint.Call)]
    [InlineData(CrashPoint.Handle)]
    [InlineData(CrashPoint.Settle)]
    public async Task BackUp_AfterACrash_IsOneWholeCopy(CrashPoint crash)
    {
        Need(Capability.Backup);
        var operation = new PlatformOperation.BackUp(Vm, Full("b-1"));
        var key = NewKey();
        var handle = await OperationProtocol.RunUntilAsync(crash, Platform, Testbed, operation, key, Cancellation);
        var recovery = await OperationProtocol.RecoverAsync(Reconnect(), Testbed, operation, key, handle, Cancellation);
        Assert.Equal(Recovery.Settled, recovery);
        var made = await BackUpAsync(Full("b-1"));
        Assert.True((await VerifyAsync(CopyOf("b-1", made))).Sound);
        await HasCopiesAsync("b-1");
    }

    [Fact]
    public async Task BackUp_Cancelled_LeavesAWholeCopyOrNone()
    {
        Need(Capability.Backup);
        var operation = new PlatformOperation.BackUp(Vm, Full("b-1"));
        var handle = await Platform.StartAsync(operation, NewKey(), Cancellation);
        var refused = await Record.ExceptionAsync(() => Platform.CancelAsync(handle, Cancellation));
        if (refused is not null) Assert.Equal(PlatformError.Unsupported, Assert.IsType<PlatformException>(refused).Error);
        var end = await Record.ExceptionAsync(() => Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation)));
        if (end is null)
        {
            Assert.True((await VerifyAsync(operation.Order.Copy)).Sound);
            return;
        }

        Assert.Equal(PlatformError.Interrupted, Assert.IsType<PlatformException>(end).Error);
        await FailsAsync(new PlatformOperation.VerifyBackup(Vm, operation.Order.Copy), PlatformError.NotFound);
        await HasCopiesAsync();
        Assert.True((await VerifyAsync(CopyOf("b-1", await BackUpAsync(Full("b-1"))))).Sound);
    }

    [Fact]
    public async Task BackUp_Incremental_StandsOnItsParent()
    {
        Need(Capability.Backup, Capability.IncrementalBackup);
        var (full, incremental) = await ChainAsync();
        Assert.Equal(BackupKind.Incremental, (await BackUpAsync(Incremental("b-2", full))).Kind);
        Assert.True((await VerifyAsync(incremental)).Sound);
        await FailsAsync(new PlatformOperation.RemoveBackup(Vm, full), PlatformError.Conflict);
        Assert.True((await VerifyAsync(incremental)).Sound);
        await OperateAsync(new PlatformOperation.RemoveBackup(Vm, incremental));
        await OperateAsync(new PlatformOperation.RemoveBackup(Vm, full));
        await HasCopiesAsync();
    }

    [Fact]
    public async Task BackUp_ParentIsGone_IsFull()
    {
        Need(Capability.Backup, Capability.IncrementalBackup);
        var full = CopyOf("b-1", await BackUpAsync(Full("b-1")));
        await OperateAsync(new PlatformOperation.RemoveBackup(Vm, full));
        Assert.Equal(BackupKind.Full, (await BackUpAsync(Incremental("b-2", full))).Kind);
    }

    [Fact]
    public async Task BackUp_IncrementalWherePlatformCannot_IsFull()
    {
        Need(Capability.Backup);
        Assert.SkipWhen(Platform.Capabilities.Contains(Capability.IncrementalBackup), $"{Testbed.Platform} makes incremental backups");
        var full = CopyOf("b-1", await BackUpAsync(Full("b-1")));
        Assert.Equal(BackupKind.Full, (await BackUpAsync(Incremental("b-2", full))).Kind);
        await OperateAsync(new PlatformOperation.RemoveBackup(Vm, full));
    }

    [Fact]
    public async Task BackUp_VmHasMigrated_IsSound()
    {
        Need(Capability.Backup, Capability.IncrementalBackup);
        var full = CopyOf("b-1", await BackUpAsync(Full("b-1")));
        await OperateAsync(await PrepareAsync("migrate"));
        // A platform that keeps track over a migration may go on; one that does not must not pretend to.
        var there = Neighbour ?? Platform;
        var operation = new PlatformOperation.BackUp(Vm, Incremental("b-2", full));
        var handle = await there.StartAsync(operation, NewKey(), Cancellation);
        var made = ActivityJson.Read<BackedUp>((await Testbed.EndAsync(there.AwaitAsync(operation, handle, null, Cancellation)))!.Value);
        Assert.True((await VerifyAsync(CopyOf("b-2", made))).Sound);
    }

    [Fact]
    public async Task BackUp_OnlyCopyOnTheStorageOfTheVm_IsRefused()
    {
        Need(Capability.Backup);
        var repository = await RepositoryBesideTheVmAsync();
        var order = Full("b-1") with { Repository = repository, OnlyCopy = true };
        await FailsAsync(new PlatformOperation.BackUp(Vm, order), PlatformError.Invalid);
        await HasCopiesAsync();
        await OperateAsync(new PlatformOperation.BackUp(Vm, order with { OnlyCopy = false }));
    }

    [Fact]
    public async Task Verify_CopyOrItsParentIsDamaged_IsNotSoundAndSaysWhy()
    {
        Need(Capability.Backup);
        var full = CopyOf("b-1", await BackUpAsync(Full("b-1")));
        var isChain = Platform.Capabilities.Contains(Capability.IncrementalBackup);
        var last = isChain ? CopyOf("b-2", await BackUpAsync(Incremental("b-2", full))) : full;
        Assert.SkipUnless(await Testbed.DamageBackupAsync(full), $"copies cannot be damaged on {Testbed.Platform}");
        var found = await VerifyAsync(last);
        Assert.False(found.Sound);
        Assert.False(string.IsNullOrWhiteSpace(found.Problem));
    }

    [Fact]
    public async Task Restore_AsNewVm_IsOffWithNewAddressesAndMeetsNobody()
    {
        var restore = (PlatformOperation.Restore)await PrepareAsync("restore");
        var original = (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!;
        var made = await RestoreAsync(restore.Order);
        Assert.Equal((RestoredName, PowerState.Off), (made.Name, made.PowerState));
        Assert.Equal((original.Cpus, original.MemoryBytes), (made.Cpus, made.MemoryBytes));
        Assert.NotEqual(original.Id, made.Id);
        Assert.Equal("yes", made.Tags.GetValueOrDefault("restored"));
        if (made.Cards is not { } cards) return;
        Assert.All(cards, card => Assert.Null(card.Network));
        Assert.Empty(cards.Select(card => card.Mac).Intersect((original.Cards ?? []).Select(card => card.Mac)));
    }

    [Fact]
    public async Task Restore_NetworkOrdered_IsPluggedIntoItAlone()
    {
        var restore = (PlatformOperation.Restore)await PrepareAsync("restore");
        var networks = (await Platform.GetInventoryAsync(Cancellation)).Networks;
        Assert.SkipWhen(networks.IsEmpty, $"{Testbed.Platform} shows no network here");
        var made = await RestoreAsync(restore.Order with { Network = networks[0].Name });
        Assert.SkipWhen(made.Cards is null, $"{Testbed.Platform} does not show network cards");
        Assert.All(made.Cards!.Value, card => Assert.Equal(networks[0].Name, card.Network));
    }

    [Theory]
    [InlineData(CrashPoint.Intent)]
    [InlineData(CrashPoint.Call)]
    [InlineData(CrashPoint.Handle)]
    [InlineData(CrashPoint.Settle)]
    public async Task Restore_AfterACrash_IsOneVmForOneName(CrashPoint crash)
    {
        var operation = await PrepareAsync("restore");
        var key = NewKey();
        var handle = await OperationProtocol.RunUntilAsync(crash, Platform, Testbed, operation, key, Cancellation);
        var recovery = await OperationProtocol.RecoverAsync(Reconnect(), Testbed, operation, key, handle, Cancellation);
        var there = (await Platform.GetInventoryAsync(Cancellation)).VirtualMachines.Count(vm => vm.Name == RestoredName);
        Assert.InRange(there, recovery == Recovery.Settled ? 1 : 0, 1);
    }

    [Fact]
    public async Task Restore_NameIsTaken_IsConflictAndMakesNone()
    {
        var restore = (PlatformOperation.Restore)await PrepareAsync("restore");
        var taken = (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!.Name;
        await FailsAsync(new PlatformOperation.Restore(restore.Order with { Name = taken }), PlatformError.Conflict);
        Assert.Single((await Platform.GetInventoryAsync(Cancellation)).VirtualMachines, vm => vm.Name == taken);
    }

    [Fact]
    public async Task Restore_OriginalIsDeleted_BringsItBack()
    {
        var restore = (PlatformOperation.Restore)await PrepareAsync("restore");
        await OperateAsync(await PrepareAsync("delete"));
        Assert.Equal(RestoredName, (await RestoreAsync(restore.Order)).Name);
    }

    [Fact]
    public async Task Restore_InPlace_IsTheSameVmAndOnlyWhileItIsOff()
    {
        Need(Capability.RestoreInPlace);
        var restore = (PlatformOperation.Restore)await PrepareAsync("restore");
        var before = (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!;
        var into = restore.Order with { Into = Vm };
        await FailsAsync(new PlatformOperation.Restore(into), PlatformError.Conflict);
        await OperateAsync(new PlatformOperation.PowerOff(Vm));
        var after = await RestoreAsync(into);
        Assert.Equal((before.Id, before.Name, PowerState.Off), (after.Id, after.Name, after.PowerState));
        if (before.Cards is { } cards) Assert.Equal(cards.AsEnumerable(), after.Cards!.Value.AsEnumerable());
    }

    [Fact]
    public async Task Remove_Copy_IsGoneAndRemovingItAgainIsNoError()
    {
        var remove = (PlatformOperation.RemoveBackup)await PrepareAsync("remove-backup");
        await OperateAsync(remove);
        await FailsAsync(new PlatformOperation.VerifyBackup(Vm, remove.Copy), PlatformError.NotFound);
        await OperateAsync(remove);
        await HasCopiesAsync();
        await HadEffectsAsync(1, remove);
    }

    private BackupOrder Full(string id) => new(id, BackupKind.Full, null, Testbed.Repository);

    private BackupOrder Incremental(string id, BackupCopy parent) => new(id, BackupKind.Incremental, parent, Testbed.Repository);

    private static RestoreOrder RestoreOrder(BackupCopy copy) =>
        new(copy, null, RestoredName, null, null, null, ImmutableSortedDictionary<string, string>.Empty.Add("restored", "yes"));

    private BackupCopy CopyOf(string id, BackedUp made) => new(id, Testbed.Repository, made.Location);

    private async Task<BackedUp> BackUpAsync(BackupOrder order) =>
        ActivityJson.Read<BackedUp>((await OperateAsync(new PlatformOperation.BackUp(Vm, order)))!.Value);

    private async Task<BackupChecked> VerifyAsync(BackupCopy copy) =>
        ActivityJson.Read<BackupChecked>((await OperateAsync(new PlatformOperation.VerifyBackup(Vm, copy)))!.Value);

    private async Task<(BackupCopy Full, BackupCopy Incremental)> ChainAsync()
    {
        var full = CopyOf("b-1", await BackUpAsync(Full("b-1")));
        return (full, CopyOf("b-2", await BackUpAsync(Incremental("b-2", full))));
    }

    private async Task<VirtualMachine> RestoreAsync(RestoreOrder order)
    {
        var result = await OperateAsync(new PlatformOperation.Restore(order));
        var made = await Platform.GetVirtualMachineAsync(ActivityJson.Read<Provisioned>(result!.Value).NativeId, Cancellation);
        return Assert.IsType<VirtualMachine>(made);
    }

    private async Task<string> RepositoryBesideTheVmAsync()
    {
        var repository = await Testbed.RepositoryBesideTheVmAsync();
        Assert.SkipWhen(repository is null, $"copies of {Testbed.Platform} are never on the storages of VMs");
        return repository!;
    }

    /// <summary>Checks the platform's own list of copies, where it can be had.</summary>
    private async Task HasCopiesAsync(params string[] expected)
    {
        if (await Testbed.ListBackupsAsync() is { } copies) Assert.Equal(expected.Order(), copies.Order());
    }
}
