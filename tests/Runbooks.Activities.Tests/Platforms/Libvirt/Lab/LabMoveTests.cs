using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt;
using Runbooks.Lab.Libvirt;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Lab;

/// <summary>A guest moves between two libvirtd while it serves: what a move shows on its way, and how it ends when it is disturbed.</summary>
[Collection(LibvirtLab.Collection)]
public sealed class LabMoveTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly List<IPlatform> _connected = [];
    private LabTestbed _testbed = null!;
    private PlatformOperation.Migrate _move = null!;
    private string _uri = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Vm => _testbed.Vm;

    public async ValueTask InitializeAsync()
    {
        LibvirtLab.IsNeeded();
        _testbed = await LabTestbed.OpenAsync();
        _uri = await LibvirtLab.UriAsync("host-a");
        var other = (await Keep(_testbed.ConnectNeighbour()).GetInventoryAsync(Cancellation)).Hosts.Single();
        _move = new PlatformOperation.Migrate(Vm, other.Name, other.MigrationAddress);
    }

    public async ValueTask DisposeAsync()
    {
        if (_testbed is null) return;
        await LibvirtLab.RunAsync("host", "host-b", "start");
        foreach (var platform in _connected) await platform.DisposeAsync();
        await _testbed.DisposeAsync();
    }

    [Fact]
    public async Task Migrate_WhileItServes_AnswersWithOneShortGap()
    {
        var platform = Keep(_testbed.Connect());
        var probe = LibvirtLab.ProbeAsync((await LibvirtLab.RunAsync("address", "answers")).Trim(), 15);
        await Task.Delay(TimeSpan.FromSeconds(2), Cancellation);
        await _testbed.EndAsync(platform.AwaitAsync(_move, await platform.StartAsync(_move, "key", Cancellation), null, Cancellation));
        var asked = await probe;
        output.WriteLine($"{asked.Count} requests, the longest gap {LibvirtLab.LongestGap(asked).TotalMilliseconds:0} ms");
        Assert.True(asked[^1].Answered, "it answers where it went");
        Assert.InRange(LibvirtLab.LongestGap(asked).TotalSeconds, 0, 2);
    }

    [Fact]
    public async Task Migrate_OnItsWay_TellsHowFarItIs()
    {
        await SlowDownAsync();
        var shares = new List<double>();
        var platform = Keep(_testbed.Connect());
        var handle = await platform.StartAsync(_move, "key", Cancellation);
        await _testbed.EndAsync(platform.AwaitAsync(_move, handle, new Listener(shares.Add), Cancellation));
        Assert.True(shares.Distinct().Count() > 1, $"reported {string.Join(' ', shares)}");
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
    }

    [Fact]
    public async Task Cancel_OnItsWay_VmStaysAndRuns()
    {
        await SlowDownAsync();
        var platform = Keep(_testbed.Connect());
        var handle = await platform.StartAsync(_move, "key", Cancellation);
        var end = platform.AwaitAsync(_move, handle, null, Cancellation);
        await platform.CancelAsync(handle, Cancellation);
        Assert.Equal(PlatformError.Interrupted, (await Assert.ThrowsAsync<PlatformException>(() => _testbed.EndAsync(end))).Error);
        var vm = await platform.GetVirtualMachineAsync(Vm, Cancellation);
        Assert.Equal(("host-a", PowerState.On), (vm!.Host, vm.PowerState));
        Assert.Null(await Keep(_testbed.ConnectNeighbour()).GetVirtualMachineAsync(Vm, Cancellation));
    }

    [Fact]
    public async Task Successor_OnItsWay_WaitsForItsEndAndSeesOneVm()
    {
        await SlowDownAsync();
        await Keep(_testbed.Connect()).StartAsync(_move, "key", Cancellation);
        var successor = Keep(_testbed.Connect());
        Assert.Null(await Keep(_testbed.ConnectNeighbour()).GetVirtualMachineAsync(Vm, Cancellation));
        var found = Assert.IsType<Sighting.Found>(await successor.FindAsync(_move, "key", Cancellation));
        await _testbed.EndAsync(successor.AwaitAsync(_move, found.Handle, null, Cancellation));
        Assert.Null(await successor.GetVirtualMachineAsync(Vm, Cancellation));
        Assert.Equal("host-b", (await Keep(_testbed.ConnectNeighbour()).GetVirtualMachineAsync(Vm, Cancellation))!.Host);
    }

    [Fact]
    public async Task Migrate_LibvirtFindsItUnsafe_IsRefusedWithAWarning()
    {
        var platform = Keep(new LibvirtPlatform(LabSettings.Of(_uri) with { UnsafeMigration = false }, TimeProvider.System, new Peers()));
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.StartAsync(_move, "key", Cancellation));
        Assert.Equal(PlatformError.Forbidden, error.Error);
        Assert.Contains("corrupted", error.Message, StringComparison.Ordinal);
        Assert.Equal(PowerState.On, (await platform.GetVirtualMachineAsync(Vm, Cancellation))!.PowerState);
    }

    [Fact]
    public async Task Migrate_OtherHostIsDown_IsUnreachableAndVmStays()
    {
        var platform = Keep(_testbed.Connect());
        await LibvirtLab.RunAsync("host", "host-b", "crash");
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.StartAsync(_move, "key", Cancellation));
        Assert.Equal(PlatformError.Unreachable, error.Error);
        Assert.Equal(PowerState.On, (await platform.GetVirtualMachineAsync(Vm, Cancellation))!.PowerState);
    }

    /// <summary>So that it takes half a minute.</summary>
    private async Task SlowDownAsync() => await LibvirtLab.VirshAsync(_uri, "migrate-setspeed", "answers", "4");

    private IPlatform Keep(IPlatform platform)
    {
        _connected.Add(platform);
        return platform;
    }

    private sealed class Listener(Action<double> hear) : IProgress<double>
    {
        public void Report(double value) => hear(value);
    }
}
