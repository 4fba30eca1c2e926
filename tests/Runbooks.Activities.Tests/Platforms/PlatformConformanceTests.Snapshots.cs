using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

public abstract partial class PlatformConformanceTests
{
    [Fact]
    public async Task CreateSnapshot_Always_IsListedOldestFirst()
    {
        await MakeReadyForDiskSnapshotAsync();
        await OperateAsync(new PlatformOperation.CreateSnapshot(Vm, "before", Memory: false));
        await OperateAsync(new PlatformOperation.CreateSnapshot(Vm, "after", Memory: false));
        var snapshots = await Platform.GetSnapshotsAsync(Vm, Cancellation);
        Assert.Equal(["before", "after"], snapshots.Select(snapshot => snapshot.Name));
        Assert.Equal([null, "before"], snapshots.Select(snapshot => snapshot.Parent));
        Assert.False(snapshots[0].CreatedAt > snapshots[1].CreatedAt, "oldest first, where the platform says when");
        Assert.All(snapshots, snapshot => Assert.False(snapshot.HasMemory));
    }

    [Fact]
    public async Task CreateSnapshot_WithMemory_SaysSo()
    {
        Need(Capability.Snapshot, Capability.MemorySnapshot);
        await OperateAsync(new PlatformOperation.CreateSnapshot(Vm, "live", Memory: true));
        Assert.True(Assert.Single(await Platform.GetSnapshotsAsync(Vm, Cancellation)).HasMemory);
    }

    [Fact]
    public async Task CreateSnapshot_WithoutMemoryOfAVmThatIsOn_IsDoneOrUnsupported()
    {
        Need(Capability.Snapshot);
        var create = new PlatformOperation.CreateSnapshot(Vm, "disks", Memory: false);
        if (Platform.Capabilities.Contains(Capability.LiveDiskSnapshot)) await OperateAsync(create);
        else await FailsAsync(create, PlatformError.Unsupported);
        Assert.Equal(PowerState.On, await PowerStateAsync());
        Assert.All(await Platform.GetSnapshotsAsync(Vm, Cancellation), snapshot => Assert.False(snapshot.HasMemory));
    }

    [Fact]
    public async Task CreateSnapshot_NameIsTaken_IsAConflict()
    {
        await MakeReadyForDiskSnapshotAsync();
        var create = new PlatformOperation.CreateSnapshot(Vm, "before", Memory: false);
        await OperateAsync(create);
        await FailsAsync(create, PlatformError.Conflict);
        Assert.Single(await Platform.GetSnapshotsAsync(Vm, Cancellation));
    }

    [Fact]
    public async Task CreateSnapshot_SameKeyAgain_IsTheSameSnapshot()
    {
        await MakeReadyForDiskSnapshotAsync();
        var create = new PlatformOperation.CreateSnapshot(Vm, "before", Memory: false);
        Assert.SkipWhen(Platform.KindOf(create) == OperationKind.Once, $"create-snapshot is declared as once on {Testbed.Platform}");
        var key = NewKey();
        await OperateAsync(create, key);
        await OperateAsync(create, key);
        Assert.Single(await Platform.GetSnapshotsAsync(Vm, Cancellation));
        await HadEffectsAsync(1, create);
    }

    [Fact]
    public async Task RevertSnapshot_WithMemory_RestoresThePowerState()
    {
        Need(Capability.Snapshot, Capability.MemorySnapshot, Capability.Power);
        await OperateAsync(new PlatformOperation.CreateSnapshot(Vm, "live", Memory: true));
        await OperateAsync(new PlatformOperation.PowerOff(Vm));
        var revert = new PlatformOperation.RevertSnapshot(Vm, "live");
        await OperateAsync(revert);
        Assert.Equal(PowerState.On, await PowerStateAsync());
        await HadEffectsAsync(1, revert);
    }

    [Fact]
    public async Task RevertSnapshot_Unknown_IsNotFound()
    {
        Need(Capability.Snapshot);
        await FailsAsync(new PlatformOperation.RevertSnapshot(Vm, "never-taken"), PlatformError.NotFound);
    }

    [Fact]
    public async Task RemoveSnapshot_InTheMiddle_KeepsTheOthers()
    {
        await MakeReadyForDiskSnapshotAsync();
        foreach (var name in new[] { "a", "b", "c" })
            await OperateAsync(new PlatformOperation.CreateSnapshot(Vm, name, Memory: false));
        await OperateAsync(new PlatformOperation.RemoveSnapshot(Vm, "b"));
        var snapshots = await Platform.GetSnapshotsAsync(Vm, Cancellation);
        Assert.Equal([("a", null), ("c", "a")], snapshots.Select(snapshot => (snapshot.Name, snapshot.Parent)));
    }

    [Fact]
    public async Task RemoveSnapshot_AlreadyGone_IsNoError()
    {
        await MakeReadyForDiskSnapshotAsync();
        await OperateAsync(new PlatformOperation.CreateSnapshot(Vm, "before", Memory: false));
        var remove = new PlatformOperation.RemoveSnapshot(Vm, "before");
        await OperateAsync(remove);
        await OperateAsync(remove);
        Assert.Empty(await Platform.GetSnapshotsAsync(Vm, Cancellation));
        await HadEffectsAsync(1, remove);
    }

    [Fact]
    public async Task GetSnapshots_UnknownVm_IsNotFound()
    {
        Need(Capability.Snapshot);
        var error = await Assert.ThrowsAsync<PlatformException>(() => Platform.GetSnapshotsAsync(Testbed.UnknownVm, Cancellation));
        Assert.Equal(PlatformError.NotFound, error.Error);
    }

    /// <summary>Where a VM that is on can only be snapshotted with its memory, it is powered off first.</summary>
    private async Task MakeReadyForDiskSnapshotAsync()
    {
        Need(Capability.Snapshot);
        if (!Platform.Capabilities.Contains(Capability.LiveDiskSnapshot)) await OperateAsync(new PlatformOperation.PowerOff(Vm));
    }
}
