using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Ec2.Operations;

namespace Runbooks.Activities.Platforms.Ec2;

/// <summary>One region of one AWS account.</summary>
internal sealed class Ec2Platform(Ec2Access access, TimeProvider time) : IPlatform
{
    private const string Self = "this connection to EC2";

    private readonly Lazy<Ec2Parts> _parts = new(() => new Ec2Parts(access, time), LazyThreadSafetyMode.PublicationOnly);

    public IReadOnlySet<Capability> Capabilities { get; } = Ec2Capabilities.Of(access.Settings);

    private Ec2Parts Parts => _parts.Value;

    public async Task<Inventory> GetInventoryAsync(CancellationToken cancellation) => await Parts.ReadInventoryAsync(cancellation);

    public async Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation) =>
        await Parts.Instances.ReadAsync(nativeId, cancellation) ?? (Parts.Newborns.Has(nativeId) ? throw Newborns.NotYet(nativeId) : null);

    public async Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation)
    {
        await Task.CompletedTask;
        throw Lacks(Capability.Snapshot);
    }

    public async Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation)
    {
        Capabilities.Require(Self, Capability.Metrics);
        return await Parts.Sampler.SampleAsync(cancellation);
    }

    public IAsyncEnumerable<InventoryChange> WatchAsync(CancellationToken cancellation) => throw Lacks(Capability.Events);

    public OperationKind KindOf(PlatformOperation operation) => Ec2Capabilities.KindOf(operation);

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        Capabilities.Require(Self, operation);
        return await KnowingNewbornsAsync(operation, parts => parts.For(operation).StartAsync(operation, key, cancellation));
    }

    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        KnowingNewbornsAsync(operation, parts => parts.For(operation).FindAsync(operation, key, cancellation));

    public async Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        var parsed = TaskHandle.Parse(operation, handle);
        return await KnowingNewbornsAsync(operation, parts => parts.For(operation).AwaitAsync(operation, parsed, cancellation));
    }

    public async Task CancelAsync(string handle, CancellationToken cancellation)
    {
        await Task.CompletedTask;
        throw new PlatformException(PlatformError.Unsupported, "EC2 cannot take back what it was asked; the operation goes on");
    }

    public ValueTask DisposeAsync()
    {
        if (_parts.IsValueCreated) _parts.Value.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<T> KnowingNewbornsAsync<T>(PlatformOperation operation, Func<Ec2Parts, Task<T>> call)
    {
        try
        {
            return await call(Parts);
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound && Parts.Newborns.Has(operation.NativeId))
        {
            throw Newborns.NotYet(operation.NativeId);
        }
    }

    private static PlatformException Lacks(Capability capability) => new(PlatformError.Unsupported, $"{Self} lacks {capability}");
}
