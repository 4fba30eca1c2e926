using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;

namespace Runbooks.Activities.Tests.Platforms.Simulator;

public sealed class SimulatorPlatformTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1.0, 2000)]
    [InlineData(0.5, 1000)]
    [InlineData(10, 20000)]
    public async Task Await_OnAVirtualClock_EndsExactlyWhenItIsDue(double timeScale, int milliseconds)
    {
        var (platform, vm) = await OpenAsync(new SimulatorSettings { TimeScale = timeScale });
        var shutdown = new PlatformOperation.Shutdown(vm);
        var end = platform.AwaitAsync(shutdown, await platform.StartAsync(shutdown, "k", Cancellation), null, Cancellation);

        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.Equal(PowerState.On, platform.Fleet.Find(vm)!.PowerState);
        Assert.False(end.IsCompleted);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await end.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal(PowerState.Off, platform.Fleet.Find(vm)!.PowerState);
    }

    [Fact]
    public async Task Start_WithoutTime_IsOverAtOnce()
    {
        var (platform, vm) = await OpenAsync(new SimulatorSettings { TimeScale = 0 });
        var shutdown = new PlatformOperation.Shutdown(vm);
        var handle = await platform.StartAsync(shutdown, "k", Cancellation);
        Assert.True(platform.AwaitAsync(shutdown, handle, null, Cancellation).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Await_OnTheSystemClock_EndsByItself()
    {
        var settings = new SimulatorSettings { TimeScale = 0.01, World = nameof(Await_OnTheSystemClock_EndsByItself) };
        var platform = SimulatorFactory.Create(settings, TimeProvider.System);
        var vm = (await platform.GetInventoryAsync(Cancellation)).VirtualMachines[0].NativeId;
        var shutdown = new PlatformOperation.Shutdown(vm);
        var end = platform.AwaitAsync(shutdown, await platform.StartAsync(shutdown, "k", Cancellation), null, Cancellation);
        await end.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal("k", Assert.Single(platform.Fleet.Effects).Key);
    }

    [Fact]
    public async Task Effects_NobodyLooked_CarryTheTimeWhenTheyWereDue()
    {
        var (platform, vm) = await OpenAsync(new SimulatorSettings());
        var begun = _clock.GetUtcNow();
        await platform.StartAsync(new PlatformOperation.Shutdown(vm), "off", Cancellation);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new SimulatedEffect("off", "shutdown", vm, begun.AddSeconds(2)), Assert.Single(platform.Fleet.Effects));
    }

    [Fact]
    public async Task Start_FaultAtTheCall_BeginsNothing()
    {
        var (platform, vm) = await OpenAsync(new SimulatorSettings { Faults = [Fault(FaultPoint.Call)] });
        var off = new PlatformOperation.PowerOff(vm);
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.StartAsync(off, "k", Cancellation));
        Assert.Equal((PlatformError.Busy, "Another task is already in progress."), (error.Error, error.Message));
        Assert.IsType<Sighting.NotStarted>(await platform.FindAsync(off, "k", Cancellation));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(platform.Fleet.Effects);
    }

    [Fact]
    public async Task Start_FaultAtTheAnswer_IsBegunAndCanBeFound()
    {
        var (platform, vm) = await OpenAsync(new SimulatorSettings { Faults = [Fault(FaultPoint.Answer)] });
        var off = new PlatformOperation.PowerOff(vm);
        await Assert.ThrowsAsync<PlatformException>(() => platform.StartAsync(off, "k", Cancellation));
        Assert.IsType<Sighting.Found>(await platform.FindAsync(off, "k", Cancellation));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(platform.Fleet.Effects);
    }

    [Fact]
    public async Task Await_FaultAtTheEnd_FailsWithoutAnEffect()
    {
        var (platform, vm) = await OpenAsync(new SimulatorSettings { Faults = [Fault(FaultPoint.End)] });
        var off = new PlatformOperation.PowerOff(vm);
        var handle = await platform.StartAsync(off, "k", Cancellation);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.AwaitAsync(off, handle, null, Cancellation));
        Assert.Equal(PlatformError.Busy, error.Error);
        Assert.Empty(platform.Fleet.Effects);
    }

    [Fact]
    public async Task Start_FaultOfDelayAlone_TakesLonger()
    {
        var late = new SimulatorFault { Operation = "shutdown", Delay = TimeSpan.FromSeconds(8) };
        var (platform, vm) = await OpenAsync(new SimulatorSettings { Faults = [late] });
        await platform.StartAsync(new PlatformOperation.Shutdown(vm), "k", Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(platform.Fleet.Effects);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(platform.Fleet.Effects);
    }

    [Fact]
    public async Task GetInventory_FaultOfDelayAlone_AnswersLate()
    {
        var (platform, _) = await OpenAsync(new SimulatorSettings());
        platform.Fleet.Inject(new SimulatorFault { Operation = "inventory", Delay = TimeSpan.FromSeconds(5) });
        var answer = platform.GetInventoryAsync(Cancellation);
        Assert.False(answer.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(60, (await answer.WaitAsync(TimeSpan.FromSeconds(30), Cancellation)).VirtualMachines.Length);
    }

    [Fact]
    public async Task Faults_OfOneConnection_AreNotThoseOfAnother()
    {
        var (faulty, vm) = await OpenAsync(new SimulatorSettings { Faults = [Fault(FaultPoint.Call)] });
        var sound = SimulatorFactory.Create(new SimulatorSettings(), _clock);
        await sound.StartAsync(new PlatformOperation.PowerOff(vm), "k", Cancellation);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(PowerState.Off, (await faulty.GetVirtualMachineAsync(vm, Cancellation))!.PowerState);
    }

    [Fact]
    public async Task Cancel_DeafShutdown_IsInterrupted()
    {
        var (platform, vm) = await OpenAsync(new SimulatorSettings { DeafGuests = ["*"] });
        var shutdown = new PlatformOperation.Shutdown(vm);
        var handle = await platform.StartAsync(shutdown, "k", Cancellation);
        _clock.Advance(TimeSpan.FromDays(1));
        await platform.CancelAsync(handle, Cancellation);
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.AwaitAsync(shutdown, handle, null, Cancellation));
        Assert.Equal(PlatformError.Interrupted, error.Error);
        Assert.Equal(PowerState.On, (await platform.GetVirtualMachineAsync(vm, Cancellation))!.PowerState);
    }

    [Fact]
    public async Task Await_Cancelled_WhileItRuns_DetachesAtOnce()
    {
        var (platform, vm) = await OpenAsync(new SimulatorSettings());
        var shutdown = new PlatformOperation.Shutdown(vm);
        using var detach = new CancellationTokenSource();
        var end = platform.AwaitAsync(shutdown, await platform.StartAsync(shutdown, "k", Cancellation), null, detach.Token);
        await detach.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        Assert.Empty(platform.Fleet.Effects);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(platform.Fleet.Effects);
    }

    [Fact]
    public async Task Await_VmIsDeletedMeanwhile_FailsAtOnce()
    {
        var (platform, vm) = await OpenAsync(new SimulatorSettings { DeafGuests = ["*"] });
        var shutdown = new PlatformOperation.Shutdown(vm);
        var end = platform.AwaitAsync(shutdown, await platform.StartAsync(shutdown, "k", Cancellation), null, Cancellation);
        platform.Fleet.DeleteVm(vm);
        var error = await Assert.ThrowsAsync<PlatformException>(() => end.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        Assert.Equal(PlatformError.NotFound, error.Error);
    }

    [Fact]
    public async Task Await_ConnectionIsCutMeanwhile_FailsAtOnceAndTheOperationGoesOn()
    {
        var (platform, vm) = await OpenAsync(new SimulatorSettings());
        var shutdown = new PlatformOperation.Shutdown(vm);
        var handle = await platform.StartAsync(shutdown, "k", Cancellation);
        var end = platform.AwaitAsync(shutdown, handle, null, Cancellation);
        platform.Fleet.Unreachable = true;
        var error = await Assert.ThrowsAsync<PlatformException>(() => end.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        Assert.Equal(PlatformError.Unreachable, error.Error);
        _clock.Advance(TimeSpan.FromSeconds(2));
        platform.Fleet.Unreachable = false;
        await platform.AwaitAsync(shutdown, handle, null, Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Single(platform.Fleet.Effects);
    }

    [Fact]
    public async Task Tasks_OlderThanAWeek_AreForgotten()
    {
        var (platform, vm) = await OpenAsync(new SimulatorSettings());
        var off = new PlatformOperation.PowerOff(vm);
        var handle = await platform.StartAsync(off, "k", Cancellation);
        _clock.Advance(TimeSpan.FromDays(8));
        await platform.StartAsync(new PlatformOperation.PowerOn(vm), "k2", Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("k2", Assert.Single(platform.Fleet.Effects).Key);
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.AwaitAsync(off, handle, null, Cancellation));
        Assert.Equal(PlatformError.NotFound, error.Error);
    }

    private static SimulatorFault Fault(FaultPoint at) => new()
    {
        Operation = "power-off", At = at, Error = PlatformError.Busy, Message = "Another task is already in progress.",
    };

    private async Task<(SimulatorPlatform Platform, string Vm)> OpenAsync(SimulatorSettings settings)
    {
        var platform = SimulatorFactory.Create(settings, _clock);
        return (platform, (await platform.GetInventoryAsync(Cancellation)).VirtualMachines[0].NativeId);
    }
}
