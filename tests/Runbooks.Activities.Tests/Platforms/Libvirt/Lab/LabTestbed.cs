using System.Collections.Concurrent;
using Runbooks.Activities.Platforms.Libvirt;
using Runbooks.Activities.Platforms;
using Runbooks.Lab.Libvirt;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Lab;

/// <summary>A real QEMU guest under a real libvirtd, and one that ignores its power button.</summary>
internal sealed class LabTestbed : PlatformTestbed, IFaultInjector
{
    private const string Host = "host-a";

    private readonly ConcurrentDictionary<string, bool> _changed = new();
    private readonly string _uri, _vm, _deaf;
    private EffectCounter? _effects;

    private LabTestbed(string uri, string vm, string deaf)
    {
        (_uri, _vm, _deaf) = (uri, vm, deaf);
        _effects = new EffectCounter(uri, "qemu");
    }

    public override string Platform => "libvirt";

    public override string Vm => _vm;

    public override string? DeafVm => _deaf;

    public override IFaultInjector? Faults => this;

    public IReadOnlySet<PlatformFault> Injectable { get; } =
        new HashSet<PlatformFault> { PlatformFault.Unreachable, PlatformFault.VmDeleted, PlatformFault.NoCapacity };

    public static async Task<LabTestbed> OpenAsync()
    {
        await LibvirtLab.RunAsync("scenario", "conformance");
        var uri = await LibvirtLab.UriAsync(Host);
        return new LabTestbed(uri, await LibvirtLab.VirshAsync(uri, "domuuid", "answers"), await LibvirtLab.VirshAsync(uri, "domuuid", "deaf"));
    }

    public override IPlatform Connect() =>
        new RecordedPlatform(new LibvirtPlatform(new LibvirtSettings { Uri = _uri }, TimeProvider.System), _changed);

    /// <summary>Not known once the counter's own connection was cut.</summary>
    public override Task<int?> CountEffectsAsync(PlatformOperation operation) => _effects?.CountAsync(operation) ?? Task.FromResult<int?>(null);

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
        await LibvirtLab.RunAsync("host", Host, "start");
        foreach (var vm in new[] { _vm, _deaf }.Where(_changed.ContainsKey)) await SwitchOffAsync(vm);
    }

    /// <summary>What is off is defined anew and booted for the next test.</summary>
    private async Task SwitchOffAsync(string vm)
    {
        var listed = await LibvirtLab.VirshAsync(_uri, "list", "--uuid", "--state-running", "--state-paused");
        if (listed.Contains(vm, StringComparison.Ordinal)) await LibvirtLab.VirshAsync(_uri, "destroy", vm);
    }
}
