using System.Collections.Frozen;
using System.Text.Json;
using System.Threading.Channels;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Tests.Fleet.Sampling;

/// <summary>A platform of which only the sampling is used; each call says that it began.</summary>
internal sealed class SampledPlatform(Func<CancellationToken, Task<IReadOnlyList<MetricSample>>> sample) : IPlatform
{
    private readonly Channel<bool> calls = Channel.CreateUnbounded<bool>();

    public IReadOnlySet<Capability> Capabilities { get; } = FrozenSet.Create(Capability.Metrics);

    public ValueTask<bool> CalledAsync() => calls.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation)
    {
        calls.Writer.TryWrite(true);
        return await sample(cancellation);
    }

    public Task<Inventory> GetInventoryAsync(CancellationToken cancellation) => throw NotSampling();

    public Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation) => throw NotSampling();

    public Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation) => throw NotSampling();

    public IAsyncEnumerable<InventoryChange> WatchAsync(CancellationToken cancellation) => throw NotSampling();

    public OperationKind KindOf(PlatformOperation operation) => throw NotSampling();

    public Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation) => throw NotSampling();

    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) => throw NotSampling();

    public Task<JsonElement?> AwaitAsync(PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation) =>
        throw NotSampling();

    public Task CancelAsync(string handle, CancellationToken cancellation) => throw NotSampling();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static InvalidOperationException NotSampling() => new("A sampler only samples.");
}
