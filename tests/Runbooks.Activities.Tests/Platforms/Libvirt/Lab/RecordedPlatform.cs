using System.Collections.Concurrent;
using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Lab;

/// <summary>Notes which VMs were changed, so that only those have to boot again for the next test.</summary>
/// <param name="neighbour">Belongs to the same process, and ends with it.</param>
internal sealed class RecordedPlatform(IPlatform inner, IPlatform neighbour, ConcurrentDictionary<string, bool> changed) : IPlatform
{
    public IReadOnlySet<Capability> Capabilities => inner.Capabilities;

    public Task<Inventory> GetInventoryAsync(CancellationToken cancellation) => inner.GetInventoryAsync(cancellation);

    public Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation) =>
        inner.GetVirtualMachineAsync(nativeId, cancellation);

    public Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation) =>
        inner.GetSnapshotsAsync(nativeId, cancellation);

    public Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation) => inner.SampleAsync(cancellation);

    public IAsyncEnumerable<InventoryChange> WatchAsync(CancellationToken cancellation) => inner.WatchAsync(cancellation);

    public OperationKind KindOf(PlatformOperation operation) => inner.KindOf(operation);

    public Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        changed[operation.NativeId] = true;
        return inner.StartAsync(operation, key, cancellation);
    }

    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        inner.FindAsync(operation, key, cancellation);

    public Task<JsonElement?> AwaitAsync(PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation) =>
        inner.AwaitAsync(operation, handle, progress, cancellation);

    public Task CancelAsync(string handle, CancellationToken cancellation) => inner.CancelAsync(handle, cancellation);

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await neighbour.DisposeAsync();
    }
}
