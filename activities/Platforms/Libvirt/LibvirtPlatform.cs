using System.Runtime.CompilerServices;
using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Libvirt.Backups;
using Runbooks.Activities.Platforms.Libvirt.Operations;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt;

/// <summary>One host through its libvirtd. Reads, quick changes and long ones have a connection each, so that none waits for another:
/// libvirtd serves few calls of a connection at a time.</summary>
internal sealed class LibvirtPlatform : IPlatform
{
    private const string Driver = "this driver of libvirt";

    private readonly LibvirtConnection _reads;
    private readonly LibvirtConnection _changes;
    private readonly LibvirtConnection _work;
    private readonly InventoryReader _inventory;
    private readonly Sampler _sampler;
    private readonly LongCalls _longCalls;
    private readonly Migration _migration;
    private readonly BackingUp _backingUp;
    private readonly IOperations[] _operations;
    private readonly LibvirtSettings _settings;
    private readonly Peers _peers;
    private readonly TimeProvider _time;

    public LibvirtPlatform(LibvirtSettings settings, TimeProvider time, Peers peers)
    {
        (_settings, _time, _peers) = (settings, time, peers);
        Capabilities = DriverCapabilities.Of(settings.Driver);
        _reads = new LibvirtConnection(settings.Uri, time);
        // Each connection to the test driver may be a world of its own.
        _changes = settings.Driver == "test" ? _reads : new LibvirtConnection(settings.Uri, time);
        _work = settings.Driver == "test" ? _reads : new LibvirtConnection(settings.Uri, time);
        _inventory = new InventoryReader(settings.Cluster, settings.MigrationAddress);
        _sampler = new Sampler(time);
        var waiting = new Waiting(_reads, time);
        _longCalls = new LongCalls(_work, time);
        _migration = new Migration(_reads, _longCalls, waiting, peers, settings.UnsafeMigration);
        _backingUp = new BackingUp(_reads, _longCalls, waiting, time, settings.BackupPool);
        _operations =
        [
            new PowerOperations(_changes, _longCalls, waiting), new SnapshotOperations(_reads, _longCalls, waiting),
            new Provisioning(_reads, _longCalls, waiting, settings.FullCopies), new Deletion(_reads, _longCalls),
            new Resizing(_changes), new Tagging(_changes), new CuttingOff(_changes), _migration, _backingUp,
            new CopyKeeping(_reads, _work, settings.BackupPool), new Restoring(_reads, _longCalls, waiting, settings.BackupPool),
        ];
        if (settings.MigrationAddress is { } address) peers.Add(address, _reads);
    }

    public IReadOnlySet<Capability> Capabilities { get; }

    public Task<Inventory> GetInventoryAsync(CancellationToken cancellation) =>
        _reads.CallAsync(_inventory.Read, Limits.Inventory, cancellation);

    public Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation) =>
        _reads.CallAsync(connection => _inventory.ReadVm(connection, nativeId), Limits.Call, cancellation);

    public Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation) =>
        _reads.CallAsync(connection => SnapshotOperations.List(connection, nativeId), Limits.Call, cancellation);

    public async Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation)
    {
        Capabilities.Require(Driver, Capability.Metrics);
        var counters = await _reads.CallAsync(
            connection => Sampler.Read(connection, _inventory.ReadHost(connection)), Limits.Call, cancellation);
        return _sampler.Sample(counters);
    }

    public async IAsyncEnumerable<InventoryChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var events = await _reads.EventsAsync(cancellation);
        var listener = events.Listen();
        try
        {
            await foreach (var change in listener.Reader.ReadAllAsync(cancellation)) yield return change;
        }
        finally
        {
            events.Leave(listener);
        }
    }

    public OperationKind KindOf(PlatformOperation operation) =>
        _operations.Select(kind => kind.KindOf(operation)).FirstOrDefault(kind => kind is not null) ?? OperationKind.Convergent;

    public Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        Capabilities.Require(Driver, operation);
        return For(operation).StartAsync(operation, key, cancellation);
    }

    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        For(operation).FindAsync(operation, key, cancellation);

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        var (operations, parsed) = (For(operation), TaskHandle.Parse(operation, handle));
        if (!await HasEndedHereAsync(operation, handle, progress, cancellation)) await operations.AwaitAsync(operation, parsed, progress, cancellation);
        return await operations.ResultAsync(operation, parsed, progress, cancellation);
    }

    public Task CancelAsync(string handle, CancellationToken cancellation) => handle.Split(':', 3) switch
    {
        ["migrate", var vm, ..] => _migration.CancelAsync(vm, cancellation),
        ["back-up", var vm, ..] => _backingUp.CancelAsync(vm, cancellation),
        _ => throw new PlatformException(PlatformError.Unsupported, "libvirt takes nothing back that it was asked, but moves and backups; the operation goes on"),
    };

    public async ValueTask DisposeAsync()
    {
        if (_settings.MigrationAddress is { } address) _peers.Remove(address, _reads);
        await Task.WhenAll(_reads.DisposeAsync().AsTask(), _changes.DisposeAsync().AsTask(), _work.DisposeAsync().AsTask());
    }

    private IOperations For(PlatformOperation operation) => _operations.FirstOrDefault(kind => kind.KindOf(operation) is not null)
        ?? throw new PlatformException(PlatformError.Unsupported, $"libvirt cannot {operation.Name}");

    /// <summary>Awaits the call itself, if this process made it. Where the connection broke under it, the VM has to tell.</summary>
    private async Task<bool> HasEndedHereAsync(
        PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (_longCalls.Find(handle) is not { } call) return false;
        try
        {
            if (operation is PlatformOperation.Migrate && progress is not null) await ReportAsync(call, operation.NativeId, progress, cancellation);
            await call.WaitAsync(cancellation);
            return true;
        }
        catch (PlatformException error)
        {
            if (await For(operation).TellsMoreAsync(operation, error, cancellation)) return false;
            throw;
        }
        finally
        {
            if (call.IsCompleted) _longCalls.Forget(handle);
        }
    }

    private async Task ReportAsync(Task call, string vm, IProgress<double> progress, CancellationToken cancellation)
    {
        while (await Task.WhenAny(call, Task.Delay(TimeSpan.FromSeconds(1), _time, cancellation)) != call)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await _migration.ShareAsync(vm, cancellation) is { } share) progress.Report(share);
        }
    }
}
