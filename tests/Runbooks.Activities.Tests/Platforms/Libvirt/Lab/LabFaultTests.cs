using System.Diagnostics;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;
using Runbooks.Lab.Libvirt;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Lab;

/// <summary>A libvirtd or a guest that hangs or dies: nobody waits for ever, and nothing is done twice.</summary>
[Collection(LibvirtLab.Collection)]
public sealed class LabFaultTests : IAsyncLifetime
{
    private readonly List<IPlatform> _connected = [];
    private LabTestbed _testbed = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Vm => _testbed.Vm;

    public async ValueTask InitializeAsync()
    {
        LibvirtLab.IsNeeded();
        _testbed = await LabTestbed.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_testbed is null) return;
        await LibvirtLab.RunAsync("host", "host-a", "thaw");
        foreach (var platform in _connected) await platform.DisposeAsync();
        await _testbed.DisposeAsync();
    }

    [Fact]
    public async Task FrozenLibvirtd_StandingConnection_IsUnreachableWithinTheKeepalive()
    {
        var platform = Connect();
        await platform.GetInventoryAsync(Cancellation);
        await LibvirtLab.RunAsync("host", "host-a", "freeze");
        var watch = Stopwatch.StartNew();
        Assert.Equal(PlatformError.Unreachable, (await FailsAsync(() => platform.GetInventoryAsync(Cancellation))).Error);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);

        await LibvirtLab.RunAsync("host", "host-a", "thaw");
        Assert.NotEmpty((await platform.GetInventoryAsync(Cancellation)).VirtualMachines);
    }

    [Fact]
    public async Task FrozenLibvirtd_NewConnection_IsUnreachableAndLaterCallsDoNotWaitAgain()
    {
        await LibvirtLab.RunAsync("host", "host-a", "freeze");
        var platform = Connect();
        var watch = Stopwatch.StartNew();
        Assert.Equal(PlatformError.Unreachable, (await FailsAsync(() => platform.GetInventoryAsync(Cancellation))).Error);
        Assert.InRange(watch.Elapsed.TotalSeconds, 5, 20);
        watch.Restart();
        Assert.Equal(PlatformError.Unreachable, (await FailsAsync(() => platform.GetInventoryAsync(Cancellation))).Error);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);

        await LibvirtLab.RunAsync("host", "host-a", "thaw");
        Assert.NotEmpty((await platform.GetInventoryAsync(Cancellation)).VirtualMachines);
    }

    [Fact]
    public async Task Await_LibvirtdRestartsMeanwhile_GoesOn()
    {
        var platform = Connect();
        var shutdown = new PlatformOperation.Shutdown(_testbed.DeafVm!);
        var handle = await platform.StartAsync(shutdown, "key", Cancellation);
        var end = platform.AwaitAsync(shutdown, handle, null, Cancellation);
        await LibvirtLab.RunAsync("host", "host-a", "crash");
        await LibvirtLab.RunAsync("host", "host-a", "start");
        Assert.False(end.IsCompleted);
        var off = new PlatformOperation.PowerOff(_testbed.DeafVm!);
        await platform.AwaitAsync(off, await platform.StartAsync(off, "key", Cancellation), null, Cancellation);
        await _testbed.EndAsync(end);
    }

    [Fact]
    public async Task Snapshot_GuestHangs_HandleComesAtOnceAndASuccessorWaitsForTheEnd()
    {
        await LibvirtLab.RunAsync("guest", "answers", "freeze");
        var create = new PlatformOperation.CreateSnapshot(Vm, "slow", Memory: true);
        var watch = Stopwatch.StartNew();
        var handle = await Connect().StartAsync(create, "key", Cancellation);
        Assert.InRange(watch.Elapsed.TotalSeconds, 1, 8);

        var successor = Connect();
        Assert.IsType<Sighting.Found>(await successor.FindAsync(create, "key", Cancellation));
        Assert.IsType<Sighting.NotStarted>(await successor.FindAsync(create, "another key", Cancellation));
        var end = successor.AwaitAsync(create, handle, null, Cancellation);
        await Task.Delay(TimeSpan.FromSeconds(3), Cancellation);
        Assert.False(end.IsCompleted);

        await LibvirtLab.RunAsync("guest", "answers", "thaw");
        await _testbed.EndAsync(end);
        Assert.Equal("slow", Assert.Single(await successor.GetSnapshotsAsync(Vm, Cancellation)).Name);
    }

    [Fact]
    public async Task Shutdown_AnotherTaskHoldsTheVm_IsBusyAndReadsGoOn()
    {
        var platform = Connect();
        await LibvirtLab.RunAsync("guest", "answers", "freeze");
        await platform.StartAsync(new PlatformOperation.CreateSnapshot(Vm, "slow", Memory: true), "key", Cancellation);
        var refused = FailsAsync(() => platform.StartAsync(new PlatformOperation.Shutdown(Vm), "key", Cancellation));
        Assert.NotEmpty((await platform.GetInventoryAsync(Cancellation)).VirtualMachines);
        Assert.NotEmpty(await platform.SampleAsync(Cancellation));
        Assert.False(refused.IsCompleted);
        Assert.Equal(PlatformError.Busy, (await refused).Error);
        await LibvirtLab.RunAsync("guest", "answers", "thaw");
    }

    [Fact]
    public async Task QemuCrashes_Vm_IsOffAndCanBePoweredOn()
    {
        var platform = Connect();
        var next = NextChangeAsync(platform, "stopped");
        await LibvirtLab.RunAsync("guest", "answers", "crash");
        await _testbed.EndAsync(next);
        Assert.Equal(PowerState.Off, (await platform.GetVirtualMachineAsync(Vm, Cancellation))!.PowerState);
        var on = new PlatformOperation.PowerOn(Vm);
        await platform.AwaitAsync(on, await platform.StartAsync(on, "key", Cancellation), null, Cancellation);
        Assert.Equal(PowerState.On, (await platform.GetVirtualMachineAsync(Vm, Cancellation))!.PowerState);
    }

    private IPlatform Connect()
    {
        _connected.Add(_testbed.Connect());
        return _connected[^1];
    }

    private async Task<bool> NextChangeAsync(IPlatform platform, string what)
    {
        await foreach (var change in platform.WatchAsync(Cancellation))
        {
            if (change.NativeId == Vm && change.What == what) return true;
        }

        return false;
    }

    private static Task<PlatformException> FailsAsync(Func<Task> call) => Assert.ThrowsAsync<PlatformException>(call);
}
