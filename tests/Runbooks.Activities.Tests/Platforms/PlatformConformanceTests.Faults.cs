using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

public abstract partial class PlatformConformanceTests
{
    [Fact]
    public async Task Unreachable_AtTheStart_IsFoundOutByTheFirstCallAndHeals()
    {
        await InjectAsync(PlatformFault.Unreachable);
        var platform = Reconnect();
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.GetInventoryAsync(Cancellation));
        Assert.Equal(PlatformError.Unreachable, error.Error);
        Assert.True(error.Retryable);
        await Testbed.Faults!.MendAsync(PlatformFault.Unreachable);
        Assert.NotEmpty((await platform.GetInventoryAsync(Cancellation)).VirtualMachines);
    }

    [Fact]
    public async Task Unreachable_InTheMiddle_TheHandleStillWorksAfterwards()
    {
        var operation = await PrepareAsync("shutdown");
        NeedFault(PlatformFault.Unreachable);
        var handle = await Platform.StartAsync(operation, NewKey(), Cancellation);
        await InjectAsync(PlatformFault.Unreachable);
        var error = await Assert.ThrowsAsync<PlatformException>(
            () => Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation)));
        Assert.Equal(PlatformError.Unreachable, error.Error);
        await Testbed.Faults!.MendAsync(PlatformFault.Unreachable);
        await Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation));
        Assert.Equal(PowerState.Off, await PowerStateAsync());
        await HadEffectsAsync(1, operation);
    }

    [Fact]
    public async Task Unreachable_WhileWatching_EndsTheWatch()
    {
        Need(Capability.Events);
        NeedFault(PlatformFault.Unreachable);
        var changes = Platform.WatchAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var next = changes.MoveNextAsync().AsTask();
        await InjectAsync(PlatformFault.Unreachable);
        var error = await Assert.ThrowsAsync<PlatformException>(async () =>
        {
            while (await Testbed.EndAsync(next)) next = changes.MoveNextAsync().AsTask();
        });
        Assert.Equal(PlatformError.Unreachable, error.Error);
        await changes.DisposeAsync();
    }

    [Fact]
    public async Task Unauthorised_OnReading_IsSaidAndNotRetried()
    {
        await InjectAsync(PlatformFault.Unauthorised);
        var error = await Assert.ThrowsAsync<PlatformException>(() => Reconnect().GetInventoryAsync(Cancellation));
        Assert.Equal(PlatformError.Unauthorised, error.Error);
        Assert.False(error.Retryable);
    }

    [Fact]
    public async Task Unauthorised_InTheMiddle_IsSaidAndTheHandleStillWorksAfterwards()
    {
        var operation = await PrepareAsync("shutdown");
        NeedFault(PlatformFault.Unauthorised);
        var handle = await Platform.StartAsync(operation, NewKey(), Cancellation);
        await InjectAsync(PlatformFault.Unauthorised);
        var error = await Assert.ThrowsAsync<PlatformException>(
            () => Testbed.EndAsync(Reconnect().AwaitAsync(operation, handle, null, Cancellation)));
        Assert.Equal((PlatformError.Unauthorised, false), (error.Error, error.Retryable));
        await Testbed.Faults!.MendAsync(PlatformFault.Unauthorised);
        await Testbed.EndAsync(Reconnect().AwaitAsync(operation, handle, null, Cancellation));
        Assert.Equal(PowerState.Off, await PowerStateAsync());
        await HadEffectsAsync(1, operation);
    }

    [Fact]
    public async Task Busy_OnAnOperation_IsRetryableAndPasses()
    {
        Need(Capability.Power);
        await InjectAsync(PlatformFault.Busy);
        var operation = new PlatformOperation.PowerOff(Vm);
        var error = await FailsAsync(operation, PlatformError.Busy);
        Assert.True(error.Retryable);
        await Testbed.Faults!.MendAsync(PlatformFault.Busy);
        await OperateAsync(operation);
        await HadEffectsAsync(1, operation);
    }

    [Fact]
    public async Task VmDeleted_UnderAnOperation_IsNotFound()
    {
        var operation = await PrepareAsync("shutdown");
        NeedFault(PlatformFault.VmDeleted);
        var handle = await Platform.StartAsync(operation, NewKey(), Cancellation);
        await InjectAsync(PlatformFault.VmDeleted);
        var error = await Assert.ThrowsAsync<PlatformException>(
            () => Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation)));
        Assert.Equal(PlatformError.NotFound, error.Error);
        Assert.Null(await Platform.GetVirtualMachineAsync(Vm, Cancellation));
        Assert.DoesNotContain((await Platform.GetInventoryAsync(Cancellation)).VirtualMachines, vm => vm.NativeId == Vm);
    }

    [Theory]
    [InlineData("provision")]
    [InlineData("migrate")]
    public async Task Unreachable_InTheMiddleOfLongWork_ItEndsOnce(string name)
    {
        var operation = await PrepareAsync(name);
        NeedFault(PlatformFault.Unreachable);
        var key = NewKey();
        await Platform.StartAsync(operation, key, Cancellation);
        await InjectAsync(PlatformFault.Unreachable);
        var error = await Assert.ThrowsAsync<PlatformException>(() => Platform.FindAsync(operation, key, Cancellation));
        Assert.Equal(PlatformError.Unreachable, error.Error);
        await Testbed.Faults!.MendAsync(PlatformFault.Unreachable);
        var recovery = await OperationProtocol.RecoverAsync(Reconnect(), Testbed, operation, key, null, Cancellation);
        if (recovery == Recovery.Settled) await HadEffectsAsync(1, operation);
        else Assert.Equal(OperationKind.Once, Platform.KindOf(operation));
    }

    [Fact]
    public async Task VmDeleted_UnderAMove_IsNotFound()
    {
        var operation = await PrepareAsync("migrate");
        NeedFault(PlatformFault.VmDeleted);
        var handle = await Platform.StartAsync(operation, NewKey(), Cancellation);
        await InjectAsync(PlatformFault.VmDeleted);
        var error = await Assert.ThrowsAsync<PlatformException>(
            () => Testbed.EndAsync(Platform.AwaitAsync(operation, handle, null, Cancellation)));
        Assert.Equal(PlatformError.NotFound, error.Error);
        await HadEffectsAsync(0, operation);
    }

    [Fact]
    public async Task HostGone_OnAMove_IsRefusedAndTheVmStays()
    {
        var operation = (PlatformOperation.Migrate)await PrepareAsync("migrate");
        await InjectAsync(PlatformFault.HostGone);
        await FailsAsync(operation, PlatformError.Unreachable, PlatformError.Conflict);
        var host = (await Platform.GetVirtualMachineAsync(Vm, Cancellation))?.Host;
        Assert.NotEqual(operation.Host, host);
        await HadEffectsAsync(0, operation);
    }

    [Fact]
    public async Task HostGone_ItsVms_AreNotShownAsRunning()
    {
        var host = (await Platform.GetVirtualMachineAsync(Vm, Cancellation))!.Host;
        await InjectAsync(PlatformFault.HostGone);
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        Assert.DoesNotContain(inventory.Hosts, shown => shown.Name == host && shown.State == HostState.Up);
        Assert.DoesNotContain(inventory.VirtualMachines, vm => vm.NativeId == Vm && vm.PowerState == PowerState.On);
    }

    [Fact]
    public async Task NoCapacity_OnPowerOn_IsSaidAndTheVmStaysOff()
    {
        Need(Capability.Power);
        NeedFault(PlatformFault.NoCapacity);
        await OperateAsync(new PlatformOperation.PowerOff(Vm));
        await InjectAsync(PlatformFault.NoCapacity);
        var error = await FailsAsync(new PlatformOperation.PowerOn(Vm), PlatformError.Capacity);
        Assert.True(error.Retryable);
        Assert.Equal(PowerState.Off, await PowerStateAsync());
    }

    private void NeedFault(PlatformFault fault) =>
        Assert.SkipUnless(Testbed.Faults?.Injectable.Contains(fault) == true, $"{fault} cannot be injected into {Testbed.Platform} here");

    private async Task InjectAsync(PlatformFault fault)
    {
        NeedFault(fault);
        await Testbed.Faults!.InjectAsync(fault, Vm);
    }
}
