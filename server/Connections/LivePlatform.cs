using System.Runtime.CompilerServices;
using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Connections;

/// <summary>A connection's platform, whichever object that is at the moment of a call, which it keeps alive until the call is over.
/// Reads are bounded in time. Nothing but reads is sent while the connection's mode is observe, whoever asks: the mode is looked up for
/// each call.</summary>
internal sealed class LivePlatform(Connection connection) : IPlatform
{
    public IReadOnlySet<Capability> Capabilities
    {
        get
        {
            using var use = connection.Use();
            return use.Platform.Capabilities;
        }
    }

    public Task<Inventory> GetInventoryAsync(CancellationToken cancellation) =>
        connection.CallAsync((platform, token) => platform.GetInventoryAsync(token), cancellation);

    public Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation) =>
        connection.CallAsync((platform, token) => platform.GetVirtualMachineAsync(nativeId, token), cancellation);

    public Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation) =>
        connection.CallAsync((platform, token) => platform.GetSnapshotsAsync(nativeId, token), cancellation);

    public Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation) =>
        connection.CallAsync((platform, token) => platform.SampleAsync(token), cancellation);

    public async IAsyncEnumerable<InventoryChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var use = connection.Use();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, use.Retired);
        await foreach (var change in use.Platform.WatchAsync(either.Token)) yield return change;
    }

    public OperationKind KindOf(PlatformOperation operation)
    {
        using var use = connection.Use();
        return use.Platform.KindOf(operation);
    }

    public Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        MayChange ? UseAsync(platform => platform.StartAsync(operation, key, cancellation)) : Task.FromException<string>(Refusal(operation.Name));

    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        UseAsync(platform => platform.FindAsync(operation, key, cancellation));

    public Task<JsonElement?> AwaitAsync(PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation) =>
        UseAsync(platform => platform.AwaitAsync(operation, handle, progress, cancellation));

    public Task CancelAsync(string handle, CancellationToken cancellation) => MayChange
        ? UseAsync(async platform =>
        {
            await platform.CancelAsync(handle, cancellation);
            return true;
        })
        : Task.FromException(Refusal("cancel"));

    /// <summary>The connection disposes its platform objects, each when nobody uses it any more.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool MayChange => connection.Mode == ConnectionMode.Change;

    /// <summary>Unbounded: how long an operation may take is for the step to say.</summary>
    private async Task<T> UseAsync<T>(Func<IPlatform, Task<T>> call)
    {
        using var use = connection.Use();
        try
        {
            return await call(use.Platform);
        }
        catch (PlatformException error)
        {
            connection.Heed(error, use);
            throw;
        }
    }

    private PlatformException Refusal(string what) => new(
        PlatformError.Forbidden,
        $"The connection '{connection.Name}' only observes, so '{what}' was not sent to the platform; nothing was changed. "
        + "An administrator can set its mode to 'change'.");
}
