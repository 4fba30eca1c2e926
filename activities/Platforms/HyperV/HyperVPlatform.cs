using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.HyperV.Operations;
using Runbooks.Activities.Platforms.HyperV.Ssh;

namespace Runbooks.Activities.Platforms.HyperV;

/// <summary>One Hyper-V host, or a failover cluster through one of its nodes.</summary>
internal sealed class HyperVPlatform(SshLogin login, TimeProvider time) : IPlatform
{
    private const string Self = "this connection to Hyper-V";

    private readonly HyperVParts _parts = new(login, time);

    public IReadOnlySet<Capability> Capabilities { get; } = HyperVCapabilities.Of(login.Settings);

    public Task<Inventory> GetInventoryAsync(CancellationToken cancellation) => _parts.Inventory.ReadAsync(cancellation);

    public Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation) =>
        _parts.Inventory.FindAsync(nativeId, cancellation);

    public Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation) =>
        _parts.Snapshots.ListAsync(nativeId, cancellation);

    public Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation) => _parts.Sampler.SampleAsync(cancellation);

    public IAsyncEnumerable<InventoryChange> WatchAsync(CancellationToken cancellation) =>
        throw new PlatformException(PlatformError.Unsupported, $"{Self} lacks {Capability.Events}");

    public OperationKind KindOf(PlatformOperation operation) => HyperVCapabilities.KindOf(operation);

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Capabilities.Require(Self, operation);
        return await _parts.For(operation).StartAsync(operation, key, cancellation);
    }

    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        _parts.For(operation).FindAsync(operation, key, cancellation);

    public Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation) =>
        _parts.For(operation).AwaitAsync(operation, TaskHandle.Parse(operation, handle), cancellation);

    public Task CancelAsync(string handle, CancellationToken cancellation) => TaskHandle.OfMove(handle) is { } move
        ? _parts.Moves.CancelAsync(move.Target, cancellation)
        : throw new PlatformException(PlatformError.Unsupported, "Hyper-V takes nothing back that it was asked, but moves; the operation goes on");

    public ValueTask DisposeAsync()
    {
        _parts.Dispose();
        return ValueTask.CompletedTask;
    }
}
