using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.OpenStack.Operations;

namespace Runbooks.Activities.Platforms.OpenStack;

/// <summary>One region of one OpenStack cloud.</summary>
internal sealed class OpenStackPlatform(OpenStackAccess access, TimeProvider time) : IPlatform
{
    private const string Self = "this connection to OpenStack";

    private readonly OpenStackParts _parts = new(access, time);

    public IReadOnlySet<Capability> Capabilities { get; } = OpenStackCapabilities.Of(access.Settings);

    public Task<Inventory> GetInventoryAsync(CancellationToken cancellation) => _parts.Inventory.ReadAsync(cancellation);

    public Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation) =>
        _parts.Inventory.FindAsync(nativeId, cancellation);

    public async Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation)
    {
        Capabilities.Require(Self, Capability.Snapshot);
        return await _parts.Snapshots.ListAsync(nativeId, cancellation);
    }

    public async Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation)
    {
        Capabilities.Require(Self, Capability.Metrics);
        return await _parts.Sampler.SampleAsync(await _parts.Inventory.NamesAsync(cancellation), cancellation);
    }

    public IAsyncEnumerable<InventoryChange> WatchAsync(CancellationToken cancellation) =>
        throw new PlatformException(PlatformError.Unsupported, $"{Self} lacks {Capability.Events}");

    public OperationKind KindOf(PlatformOperation operation) => OpenStackCapabilities.KindOf(operation);

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Capabilities.Require(Self, operation);
        return await _parts.For(operation).StartAsync(operation, key, cancellation);
    }

    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        _parts.For(operation).FindAsync(operation, key, cancellation);

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation) =>
        await _parts.For(operation).AwaitAsync(operation, TaskHandle.Parse(operation, handle), cancellation);

    public async Task CancelAsync(string handle, CancellationToken cancellation)
    {
        if (TaskHandle.OfMove(handle) is not { } move)
            throw new PlatformException(PlatformError.Unsupported, "OpenStack cannot take back what it was asked; the operation goes on");
        await _parts.Moves.CancelAsync(move.Target, move.Mark, cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _parts.Dispose();
        return ValueTask.CompletedTask;
    }
}
