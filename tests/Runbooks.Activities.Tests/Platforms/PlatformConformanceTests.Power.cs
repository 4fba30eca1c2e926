using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

public abstract partial class PlatformConformanceTests
{
    [Theory]
    [InlineData("power-on", PowerState.On)]
    [InlineData("power-off", PowerState.Off)]
    [InlineData("shutdown", PowerState.Off)]
    [InlineData("suspend", PowerState.Suspended)]
    [InlineData("restart", PowerState.On)]
    [InlineData("reset", PowerState.On)]
    public async Task Operate_PowerOperation_ReachesItsState(string name, PowerState expected)
    {
        var operation = await PrepareAsync(name);
        await OperateAsync(operation);
        Assert.Equal(expected, await PowerStateAsync());
        await HadEffectsAsync(1, operation);
    }

    [Theory]
    [InlineData("power-on")]
    [InlineData("power-off")]
    [InlineData("shutdown")]
    [InlineData("suspend")]
    [InlineData("restart")]
    public async Task Operate_RepeatedWithTheSameKey_ChangesNothingMore(string name)
    {
        var operation = await PrepareAsync(name);
        var kind = Platform.KindOf(operation);
        Assert.SkipWhen(kind == OperationKind.Once, $"{name} is declared as once on {Testbed.Platform}: it is never repeated");
        var key = NewKey();
        await OperateAsync(operation, key);
        await OperateAsync(operation, key);
        await HadEffectsAsync(1, operation);
    }

    [Theory]
    [InlineData("power-on")]
    [InlineData("power-off")]
    [InlineData("shutdown")]
    [InlineData("suspend")]
    public async Task Operate_AlreadyInTheState_IsNoError(string name)
    {
        var operation = await PrepareAsync(name);
        await OperateAsync(operation);
        await OperateAsync(operation);
        await HadEffectsAsync(1, operation);
    }

    [Fact]
    public async Task PowerOn_SuspendedVm_Resumes()
    {
        Need(Capability.Power, Capability.Suspend);
        await OperateAsync(new PlatformOperation.Suspend(Vm));
        await OperateAsync(new PlatformOperation.PowerOn(Vm));
        Assert.Equal(PowerState.On, await PowerStateAsync());
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("restart")]
    [InlineData("reset")]
    public async Task Operate_OnAVmThatIsOff_IsAConflict(string name)
    {
        var operation = await PrepareAsync(name);
        Need(Capability.Power);
        await OperateAsync(new PlatformOperation.PowerOff(Vm));
        await FailsAsync(operation, PlatformError.Conflict);
        Assert.Equal(PowerState.Off, await PowerStateAsync());
    }

    [Fact]
    public async Task Shutdown_DeafGuest_WaitsUntilThePlugIsPulled()
    {
        Need(Capability.GracefulShutdown, Capability.Power);
        Assert.SkipWhen(Testbed.DeafVm is null, "no VM here ignores a shutdown");
        var shutdown = new PlatformOperation.Shutdown(Testbed.DeafVm);
        var handle = await Platform.StartAsync(shutdown, NewKey(), Cancellation);
        var end = Platform.AwaitAsync(shutdown, handle, null, Cancellation);
        await Testbed.PassAsync(TimeSpan.FromSeconds(10));
        Assert.False(end.IsCompleted);
        Assert.Equal(PowerState.On, await PowerStateAsync(Testbed.DeafVm));

        await OperateAsync(new PlatformOperation.PowerOff(Testbed.DeafVm));
        await Testbed.EndAsync(end);
        Assert.Equal(PowerState.Off, await PowerStateAsync(Testbed.DeafVm));
    }
}
