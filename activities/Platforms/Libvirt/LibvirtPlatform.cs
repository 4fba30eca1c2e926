using System.Runtime.CompilerServices;
using System.Text.Json;
using Runbooks.Activities.Operations;
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
    private readonly PowerOperations _power;
    private readonly SnapshotOperations _snapshots;

    public LibvirtPlatform(LibvirtSettings settings, TimeProvider time)
    {
        Capabilities = DriverCapabilities.Of(settings.Driver);
        _reads = new LibvirtConnection(settings.Uri, time);
        // Each connection to the test driver may be a world of its own.
        _changes = settings.Driver == "test" ? _reads : new LibvirtConnection(settings.Uri, time);
        _work = settings.Driver == "test" ? _reads : new LibvirtConnection(settings.Uri, time);
        _inventory = new InventoryReader(settings.Cluster);
        _sampler = new Sampler(time);
        var waiting = new Waiting(_reads, time);
        _longCalls = new LongCalls(_work, time);
        _power = new PowerOperations(_changes, _longCalls, waiting);
        _snapshots = new SnapshotOperations(_reads, _longCalls, waiting);
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
        IsOfSnapshots(operation) ? SnapshotOperations.KindOf(operation) : PowerOperations.KindOf(operation);

    public Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        Capabilities.Require(Driver, operation);
        return IsOfSnapshots(operation)
            ? _snapshots.StartAsync(operation, key, cancellation)
            : _power.StartAsync(operation, key, cancellation);
    }

    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) => IsOfSnapshots(operation)
        ? _snapshots.FindAsync(operation, key, cancellation)
        : _power.FindAsync(operation, cancellation);

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        var parsed = TaskHandle.Parse(operation, handle);
        if (await HasEndedHereAsync(handle, cancellation)) return null;
        return IsOfSnapshots(operation)
            ? await _snapshots.AwaitAsync(operation, parsed, cancellation)
            : await _power.AwaitAsync(operation, cancellation);
    }

    public Task CancelAsync(string handle, CancellationToken cancellation) =>
        throw new PlatformException(PlatformError.Unsupported, "libvirt cannot take back what it was asked; the operation goes on");

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_reads.DisposeAsync().AsTask(), _changes.DisposeAsync().AsTask(), _work.DisposeAsync().AsTask());

    private static bool IsOfSnapshots(PlatformOperation operation) =>
        operation is PlatformOperation.CreateSnapshot or PlatformOperation.RevertSnapshot or PlatformOperation.RemoveSnapshot;

    /// <summary>Awaits the call itself, if this process made it. Where the connection broke under it, the VM has to tell.</summary>
    private async Task<bool> HasEndedHereAsync(string handle, CancellationToken cancellation)
    {
        if (_longCalls.Find(handle) is not { } call) return false;
        try
        {
            await call.WaitAsync(cancellation);
            return true;
        }
        catch (PlatformException error) when (error.Error == PlatformError.Unreachable)
        {
            return false;
        }
        finally
        {
            if (call.IsCompleted) _longCalls.Forget(handle);
        }
    }
}
