using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Connections;

/// <summary>Sends nothing but reads while the connection's mode is observe, whoever asks. The mode is looked up for each call, so that
/// taking the permission away needs no new platform object.</summary>
internal sealed class ModeGuard(IPlatform platform, Connection connection) : IPlatform
{
    public IReadOnlySet<Capability> Capabilities => platform.Capabilities;

    public Task<Inventory> GetInventoryAsync(CancellationToken cancellation) => platform.GetInventoryAsync(cancellation);

    public Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation) =>
        platform.GetVirtualMachineAsync(nativeId, cancellation);

    public Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation) =>
        platform.GetSnapshotsAsync(nativeId, cancellation);

    public Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation) => platform.SampleAsync(cancellation);

    public IAsyncEnumerable<InventoryChange> WatchAsync(CancellationToken cancellation) => platform.WatchAsync(cancellation);

    public OperationKind KindOf(PlatformOperation operation) => platform.KindOf(operation);

    public Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        MayChange ? platform.StartAsync(operation, key, cancellation) : Task.FromException<string>(Refusal(operation.Name));

    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        platform.FindAsync(operation, key, cancellation);

    public Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation) =>
        platform.AwaitAsync(operation, handle, progress, cancellation);

    public Task CancelAsync(string handle, CancellationToken cancellation) =>
        MayChange ? platform.CancelAsync(handle, cancellation) : Task.FromException(Refusal("cancel"));

    /// <summary>The connection disposes the platform, when nobody uses it any more.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool MayChange => connection.Mode == ConnectionMode.Change;

    private PlatformException Refusal(string what) => new(
        PlatformError.Forbidden,
        $"The connection '{connection.Name}' only observes, so '{what}' was not sent to the platform; nothing was changed. "
        + "An administrator can set its mode to 'change'.");
}
