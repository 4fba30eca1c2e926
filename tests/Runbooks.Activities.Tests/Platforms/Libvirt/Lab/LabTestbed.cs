using System.Collections.Concurrent;
using Runbooks.Activities.Platforms.Libvirt;
using Runbooks.Activities.Platforms;
using Runbooks.Lab.Libvirt;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Lab;

/// <summary>A real QEMU guest under a real libvirtd, and one that ignores its power button.</summary>
internal sealed class LabTestbed : PlatformTestbed, IFaultInjector
{
    private const string Host = "host-a", NeighbourHost = "host-b", Guest = "answers", NewGuest = "conformance-01", RestoredGuest = "conformance-restored";

    private const string Backups = "backups", BesideTheVm = "shared", CopyPrefix = "b-";

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

    public override string Repository => Backups;

    public static async Task<LabTestbed> OpenAsync()
    {
        await ForgetAsync();
        await LibvirtLab.RunAsync("scenario", "conformance");
        var uri = await LibvirtLab.UriAsync(Host);
        foreach (var pool in new[] { Backups, BesideTheVm }) await LibvirtLab.RemoveCopiesAsync(Host, pool, CopyPrefix);
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

    public override Task<string?> RepositoryBesideTheVmAsync() => Task.FromResult<string?>(BesideTheVm);

    /// <summary>Whatever bears a copy's id counts, whole or not.</summary>
    public override async Task<IReadOnlyList<string>?> ListBackupsAsync() =>
        [.. (await LibvirtLab.CopiesAsync(Host, Backups, CopyPrefix)).Select(volume => volume.Split('.')[0]).Distinct()];

    /// <summary>Changes one byte in the middle of its disk.</summary>
    public override async Task<bool> DamageBackupAsync(BackupCopy copy)
    {
        var disk = (await LibvirtLab.CopiesAsync(Host, Backups, CopyPrefix)).Single(volume => volume.StartsWith($"{copy.Id}.vd", StringComparison.Ordinal));
        await using var file = File.Open(await LibvirtLab.VirshAsync(_uri, "vol-path", disk, Backups), FileMode.Open);
        file.Position = file.Length / 2;
        var before = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)~before);
        return true;
    }

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
                // In this order: of a VM that is on its way only a destruction does not wait for its arrival.
                await LibvirtLab.VirshAsync(_uri, "destroy", vm);
                await LibvirtLab.VirshAsync(_uri, "undefine", vm, "--snapshots-metadata", "--checkpoints-metadata");
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
        await ForgetAsync();
        foreach (var vm in new[] { _vm, _deaf }.Where(_changed.ContainsKey)) await SwitchOffAsync(vm);
    }

    private static async Task ForgetAsync()
    {
        foreach (var guest in new[] { NewGuest, RestoredGuest }) await LibvirtLab.RunAsync("forget", guest);
    }

    private static LibvirtPlatform Open(string uri, Peers peers) => new(LabSettings.Of(uri), TimeProvider.System, peers);

    /// <summary>What is off is defined anew and booted for the next test.</summary>
    private async Task SwitchOffAsync(string vm)
    {
        var listed = await LibvirtLab.VirshAsync(_uri, "list", "--uuid", "--state-running", "--state-paused");
        if (listed.Contains(vm, StringComparison.Ordinal)) await LibvirtLab.VirshAsync(_uri, "destroy", vm);
    }
}
