using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms.HyperV;

/// <summary>What takes longer than its script waits goes on in Hyper-V, and is found again by whoever has the handle.</summary>
public sealed class LongWorkTests : HyperVTests
{
    [Fact]
    public async Task Suspend_TakesMinutes_ASuccessorAwaitsIt()
    {
        Testbed.World.LongWork = TimeSpan.FromSeconds(40);
        var suspend = new PlatformOperation.Suspend(Vm);
        var handle = await Platform.StartAsync(suspend, NewKey(), Cancellation);
        Assert.Equal(PowerState.On, (await ShownAsync()).PowerState);

        await using var successor = Testbed.Connect();
        await Testbed.EndAsync(successor.AwaitAsync(suspend, handle, null, Cancellation));

        Assert.Equal(PowerState.Suspended, (await ShownAsync()).PowerState);
        Assert.Equal(1, await Testbed.CountEffectsAsync(suspend));
    }

    [Fact]
    public async Task Revert_TakesMinutes_TheVmRunsAgainAfterIt()
    {
        await OperateAsync(new PlatformOperation.CreateSnapshot(Vm, "live", Memory: true));
        Testbed.World.LongWork = TimeSpan.FromSeconds(40);
        var revert = new PlatformOperation.RevertSnapshot(Vm, "live");
        var handle = await Platform.StartAsync(revert, NewKey(), Cancellation);

        await using var successor = Testbed.Connect();
        await Testbed.EndAsync(successor.AwaitAsync(revert, handle, null, Cancellation));

        Assert.Equal(PowerState.On, (await ShownAsync()).PowerState);
    }

    [Fact]
    public async Task Migrate_Cancelled_TheVmStaysAndRuns()
    {
        var migrate = new PlatformOperation.Migrate(Vm, "hv-1");
        var handle = await Platform.StartAsync(migrate, NewKey(), Cancellation);
        await Platform.CancelAsync(handle, Cancellation);

        var error = await Assert.ThrowsAsync<PlatformException>(() => Testbed.EndAsync(Platform.AwaitAsync(migrate, handle, null, Cancellation)));

        Assert.Equal(PlatformError.Interrupted, error.Error);
        Assert.Equal(("hv-2", PowerState.On), ((await ShownAsync()).Host, (await ShownAsync()).PowerState));
    }

    [Fact]
    public async Task Migrate_TwoAtOnce_TheSecondIsBusy()
    {
        await Platform.StartAsync(new PlatformOperation.Migrate(Vm, "hv-1"), NewKey(), Cancellation);
        var error = await Assert.ThrowsAsync<PlatformException>(() => Platform.StartAsync(new PlatformOperation.Suspend(Vm), NewKey(), Cancellation));
        Assert.Equal(PlatformError.Busy, error.Error);
    }

    [Fact]
    public async Task RemoveSnapshot_DisksAreMerged_EndsAfterThat()
    {
        await OperateAsync(new PlatformOperation.CreateSnapshot(Vm, "kept", Memory: false));
        Assert.EndsWith(".avhdx", Testbed.World["web-01"].HardDrives[0].Path, StringComparison.Ordinal);
        await OperateAsync(new PlatformOperation.RemoveSnapshot(Vm, "kept"));
        Assert.EndsWith("disk-0.vhdx", Testbed.World["web-01"].HardDrives[0].Path, StringComparison.Ordinal);
    }
}
