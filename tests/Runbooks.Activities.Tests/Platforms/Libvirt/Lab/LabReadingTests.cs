using Runbooks.Activities.Platforms.Libvirt;
using Runbooks.Activities.Platforms;
using Runbooks.Lab.Libvirt;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Lab;

/// <summary>What the two hosts of the scenario <c>idle</c> show.</summary>
[Collection(LibvirtLab.Collection)]
public sealed class LabReadingTests : IAsyncLifetime
{
    private LibvirtPlatform _a = null!, _b = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        LibvirtLab.IsNeeded();
        await LibvirtLab.RunAsync("scenario", "idle");
        _a = await ConnectAsync("host-a");
        _b = await ConnectAsync("host-b");
    }

    public async ValueTask DisposeAsync()
    {
        if (_a is not null) await _a.DisposeAsync();
        if (_b is not null) await _b.DisposeAsync();
    }

    [Fact]
    public async Task GetInventory_OfBothHosts_ShowsWhoIsWhere()
    {
        var (a, b) = (await _a.GetInventoryAsync(Cancellation), await _b.GetInventoryAsync(Cancellation));
        Assert.Equal(
            ("libvirt:aaaaaaaa-0000-4000-8000-00000000000a", "host-a", "lab", HostState.Up),
            a.Hosts.Select(host => (host.Id, host.Name, host.Cluster!, host.State)).Single());
        Assert.Equal("host-b", b.Hosts.Single().Name);
        Assert.All(b.VirtualMachines, vm => Assert.Equal(("host-b", "lab"), (vm.Host, vm.Cluster)));
        Assert.Contains(a.VirtualMachines, vm => vm is { Name: "prod-db", PowerState: PowerState.On, Cpus: 1, MemoryBytes: 96 << 20 });
        Assert.Contains(a.Storages, storage => storage is { Name: "shared", FreeBytes: > 0 });
    }

    [Fact]
    public async Task GetInventory_Tags_ComeFromTheMetadata()
    {
        var kept = (await _b.GetInventoryAsync(Cancellation)).VirtualMachines.Single(vm => vm.Name == "test-kept");
        Assert.Equal("env=test idleOff=yes protected=yes", string.Join(' ', kept.Tags.Select(tag => $"{tag.Key}={tag.Value}")));
    }

    [Fact]
    public async Task Sample_BusyAndIdleGuest_AreFarApart()
    {
        var vms = (await _b.GetInventoryAsync(Cancellation)).VirtualMachines.ToDictionary(vm => vm.Name, vm => vm.Id);
        await _b.SampleAsync(Cancellation);
        await Task.Delay(TimeSpan.FromSeconds(4), Cancellation);
        var samples = (await _b.SampleAsync(Cancellation)).ToDictionary(sample => sample.Id);

        var (busy, idle) = (samples[vms["test-busy"]], samples[vms["test-idle-2"]]);
        Assert.True(busy.Cpu > 0.15 && busy.Cpu > 4 * idle.Cpu, $"busy {busy.Cpu}, idle {idle.Cpu}");
        Assert.InRange(idle.Memory!.Value, 0.1, 0.9);
        Assert.Equal((true, true), (idle.Disk is not null, idle.Network is not null));

        var host = samples["libvirt:bbbbbbbb-0000-4000-8000-00000000000b"];
        Assert.True(host is { Cpu: > 0, Memory: > 0 and < 1 }, $"host {host}");
    }

    private static async Task<LibvirtPlatform> ConnectAsync(string host) =>
        new(LabSettings.Of(await LibvirtLab.UriAsync(host)), TimeProvider.System, new Peers());
}
