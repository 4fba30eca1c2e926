using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms.OpenStack;

public sealed class MoveTests : OpenStackTests
{
    private PlatformOperation.Migrate Migrate => new(Testbed.Vm, "compute-2");

    [Fact]
    public async Task Cancel_AMigrationUnderWay_EndsInterruptedAndTheVmStays()
    {
        var handle = await Platform.StartAsync(Migrate, "key", Cancellation);
        await Reconnect().CancelAsync(handle, Cancellation);
        var error = await Assert.ThrowsAsync<PlatformException>(() => Testbed.EndAsync(Platform.AwaitAsync(Migrate, handle, null, Cancellation)));
        Assert.Equal(PlatformError.Interrupted, error.Error);
        Assert.Equal(("compute-1", "ACTIVE"), (World["web-01"].Host, World["web-01"].Status));
        Assert.Equal("cancelled", Assert.Single(World.Migrations).Status);
    }

    [Fact]
    public async Task Cancel_AMigrationThatIsOver_ChangesNothing()
    {
        var handle = await Platform.StartAsync(Migrate, "key", Cancellation);
        await Testbed.EndAsync(Platform.AwaitAsync(Migrate, handle, null, Cancellation));
        await Platform.CancelAsync(handle, Cancellation);
        Assert.Equal("compute-2", World["web-01"].Host);
    }

    [Fact]
    public async Task Migrate_AnswerIsLost_IsOneMigration()
    {
        Faults.LosesAnswer["os-migrateLive"] = 1;
        await Assert.ThrowsAsync<PlatformException>(() => Platform.StartAsync(Migrate, "key", Cancellation));
        await OperateAsync(Migrate, "key");
        Assert.Equal("compute-2", World["web-01"].Host);
        Assert.Single(World.Migrations);
    }
}
