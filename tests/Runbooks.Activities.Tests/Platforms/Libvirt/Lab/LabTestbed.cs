using System.Collections.Concurrent;
using Runbooks.Activities.Platforms.Libvirt;
using Runbooks.Activities.Platforms;
using Runbooks.Lab.Libvirt;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Lab;

/// <summary>A real QEMU guest under a real libvirtd, and one that ignores its power button.</summary>
internal sealed class LabTestbed : PlatformTestbed, IFaultInjector
{
    private const string Host = "host-a", NeighbourHost = "host-b", Guest = "answers", NewGuest = "conformance-01";

    private readonly ConcurrentDictionary<string, bool> _changed = new();
    private readonly string _uri, _neighbourUri, _vm, _deaf;
    private readonly EffectCounter _arrivals;
    private EffectCounter? _effects;

    private LabTestbed(string uri, string neighbourUri, string vm, string deaf)
    {
        (_uri, _neighbourUri, _vm, _deaf) = (uri, neighbourUri, vm, deaf);
        _effects = new EffectCounter(uri, "qemu");
        _arrivals = new EffectCounter(neighbourUri, "qemu");
    }

    public override string Platform => "libvirt";

    public override string Vm => _vm;

    public override string? DeafVm => _deaf;

    public override IFaultInjector? Faults => this;

    public IReadOnlySet<PlatformFault> Injectable { get; } =
        new HashSet<PlatformFault> { PlatformFault.Unreachable, PlatformFault.VmDeleted, PlatformFault.NoCapacity };

    public override (int Cpus, long MemoryBytes) NewSize => (1, 96L << 20);

    public override (int Cpus, long MemoryBytes) OtherSize => (2, 128L << 20);

    public static async Task<LabTestbed> OpenAsync()
    {
        await LibvirtLab.RunAsync("forget", NewGuest);
        await LibvirtLab.RunAsync("scenario", "conformance");
        var uri = await LibvirtLab.UriAsync(Host);
        // Moves of so small a guest would be over before anything can be done to them.
        await LibvirtLab.VirshAsync(uri, "migrate-setspeed", Guest, "8");
        return new LabTestbed(
            uri, await LibvirtLab.UriAsync(NeighbourHost), await LibvirtLab.VirshAsync(uri, "domuuid", Guest), await LibvirtLab.VirshAsync(uri, "domuuid", "deaf"));
    }

    /// <summary>A process with both connections.</summary>
    public override IPlatform Connect()
    {
        var peers = new Peers();
        return new RecordedPlatform(Open(_uri, peers), Open(_neighbourUri, peers), _changed);
    }

    public override IPlatform ConnectNeighbour() => Open(_neighbourUri, new Peers());

    /// <summary>Not known once the counter's own connection was cut.</summary>
    public override Task<int?> CountEffectsAsync(PlatformOperation operation) =>
        (operation is PlatformOperation.Migrate ? _arrivals : _effects)?.CountAsync(operation) ?? Task.FromResult<int?>(null);

    public async Task InjectAsync(PlatformFault fault, string vm)
    {
        switch (fault)
        {
            case PlatformFault.Unreachable:
                _effects?.Dispose();
                _effects = null;
                await LibvirtLab.RunAsync("host", Host, "crash");
                break;
            case PlatformFault.VmDeleted:
                await LibvirtLab.VirshAsync(_uri, "undefine", vm, "--snapshots-metadata");
                await LibvirtLab.VirshAsync(_uri, "destroy", vm);
                break;
            default:
                await LibvirtLab.VirshAsync(_uri, "setmaxmem", vm, "100T", "--config");
                break;
        }
    }

    public Task MendAsync(PlatformFault fault) => LibvirtLab.RunAsync("host", Host, "start");

    public override async ValueTask DisposeAsync()
    {
        _effects?.Dispose();
        _arrivals.Dispose();
        await LibvirtLab.RunAsync("host", Host, "start");
        await LibvirtLab.RunAsync("forget", NewGuest);
        foreach (var vm in new[] { _vm, _deaf }.Where(_changed.ContainsKey)) await SwitchOffAsync(vm);
    }

    private static LibvirtPlatform Open(string uri, Peers peers) => new(LabSettings.Of(uri), TimeProvider.System, peers);

    /// <summary>What is off is defined anew and booted for the next test.</summary>
    private async Task SwitchOffAsync(string vm)
    {
        var listed = await LibvirtLab.VirshAsync(_uri, "list", "--uuid", "--state-running", "--state-paused");
        if (listed.Contains(vm, StringComparison.Ordinal)) await LibvirtLab.VirshAsync(_uri, "destroy", vm);
    }
}
