using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

namespace Runbooks.Activities.Tests.Platforms.Ec2;

public sealed class FaultTests : Ec2Tests
{
    [Fact]
    public async Task Throttled_Once_IsRepeatedByItself()
    {
        Testbed.Aws.Faults.Throttled["DescribeInstances"] = 1;
        Assert.NotEmpty((await Platform.GetInventoryAsync(Cancellation)).VirtualMachines);
    }

    [Fact]
    public async Task Throttled_WhileAwaiting_IsOutlasted()
    {
        var operation = new PlatformOperation.Shutdown(Testbed.Vm);
        var handle = await Platform.StartAsync(operation, "key", Cancellation);
        Testbed.Aws.Faults.Throttled["DescribeInstances"] = 4;
        await Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation));
        Assert.Equal(0, Testbed.Aws.Faults.Throttled["DescribeInstances"]);
    }

    [Fact]
    public async Task Credentials_ExpireWhileAwaiting_IsUnauthorisedAndTheHandleStillWorks()
    {
        var operation = new PlatformOperation.Shutdown(Testbed.Vm);
        var handle = await Platform.StartAsync(operation, "key", Cancellation);
        Testbed.Aws.Faults.CredentialsExpired = true;
        var error = await Assert.ThrowsAsync<PlatformException>(() => Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation)));
        Assert.Equal(PlatformError.Unauthorised, error.Error);
        Testbed.Aws.Faults.CredentialsExpired = false;
        await Testbed.EndAsync(Reconnect().AwaitAsync(operation, handle, null, Cancellation));
        Assert.Equal(1, Effects("shutdown", Testbed.Vm));
    }

    [Fact]
    public async Task Secret_Wrong_IsUnauthorised()
    {
        await using var platform = Testbed.Connect(Testbed.Settings, "not-the-secret");
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.GetInventoryAsync(Cancellation));
        Assert.Equal(PlatformError.Unauthorised, error.Error);
        Assert.StartsWith("SignatureDoesNotMatch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccessKey_Wrong_IsUnauthorised()
    {
        await using var platform = Testbed.Connect(Testbed.Settings with { AccessKeyId = "AKIDOTHER" }, Signature.SecretAccessKey);
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.GetInventoryAsync(Cancellation));
        Assert.Equal(PlatformError.Unauthorised, error.Error);
    }

    [Fact]
    public async Task PowerOn_GivenUpForWantOfRoom_IsCapacity()
    {
        var operation = new PlatformOperation.PowerOn(World["db-01"].Id);
        var handle = await Platform.StartAsync(operation, "key", Cancellation);
        World["db-01"].Fail("stopped", "Server.InsufficientInstanceCapacity");
        var error = await Assert.ThrowsAsync<PlatformException>(() => Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation)));
        Assert.Equal((PlatformError.Capacity, true), (error.Error, error.Retryable));
    }

    [Fact]
    public async Task PowerOn_StoppedAgainBySomebody_IsInterruptedInTheEnd()
    {
        var operation = new PlatformOperation.PowerOn(World["db-01"].Id);
        var handle = await Platform.StartAsync(operation, "key", Cancellation);
        World["db-01"].Fail("stopped", "Client.UserInitiatedShutdown");
        var error = await Assert.ThrowsAsync<PlatformException>(() => Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation)));
        Assert.Equal(PlatformError.Interrupted, error.Error);
    }

    [Fact]
    public async Task Suspend_NotConfigured_IsUnsupportedAndTheVmStaysOn()
    {
        await FailsAsync(PlatformError.Unsupported, new PlatformOperation.Suspend(Testbed.DeafVm!));
        Assert.Empty(World.Effects);
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("stopping")]
    public async Task Restart_InPassing_IsBusy(string state)
    {
        var id = World.Add(state, "one").Id;
        await FailsAsync(PlatformError.Busy, new PlatformOperation.Restart(id));
        Assert.Empty(World.Effects);
    }

    [Fact]
    public async Task PowerOff_Hibernated_IsAConflict()
    {
        await OperateAsync(new PlatformOperation.Suspend(Testbed.Vm));
        Assert.Equal(PowerState.Suspended, (await VmAsync(Testbed.Vm)).PowerState);
        await FailsAsync(PlatformError.Conflict, new PlatformOperation.PowerOff(Testbed.Vm));
    }

    [Fact]
    public async Task Shutdown_StopOfSomebodyElse_IsFound()
    {
        var operation = new PlatformOperation.Shutdown(Testbed.Vm);
        World["web-01"].Stop(force: false, hibernate: false);
        Testbed.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.IsType<Sighting.Found>(await Platform.FindAsync(operation, "key", Cancellation));
        await OperateAsync(operation);
        Assert.Empty(World.Effects);
    }
}
