using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.VSphere.Backups;
using Runbooks.Activities.Platforms.VSphere.Metrics;
using Runbooks.Activities.Platforms.VSphere.Operations;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Reading;
using Runbooks.Activities.Platforms.VSphere.Session;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere;

/// <summary>What one vCenter Server manages, over its vim25 SOAP API. Native ids are vCenter's own (<c>vm-42</c>).</summary>
internal sealed class VSpherePlatform : IPlatform
{
    private readonly SessionKeeper _sessions;
    private readonly VSphereCalls _calls;
    private readonly Sampler _sampler;
    private readonly SnapshotOperations _snapshots;
    private readonly CardReader _cards = new();
    private readonly IOperations[] _operations;

    public VSpherePlatform(VSphereSettings settings, string password, TimeProvider time)
    {
        _sessions = new SessionKeeper(new SoapTransport(settings, time), settings.UserName, password, time);
        _calls = new VSphereCalls(_sessions, new TaskWaiter(_sessions, time));
        _sampler = new Sampler(_sessions, time);
        _snapshots = new SnapshotOperations(_calls);
        var (power, places, tagging) = (new PowerOperations(_calls), new Places(_calls), new Tagging(_calls));
        var (clones, images, copies) = (new KeyedClones(_calls), new BackupImages(_calls), new BackupSnapshots(_calls));
        _operations =
        [
            power, _snapshots, tagging, new Migration(_calls, places), new Deletion(_calls), new Resizing(_calls), new Maintenance(_calls),
            new Provisioning(_calls, places, tagging, power, clones),
            new BackUpOperation(_calls, places, images, copies, new CopyMaker(_calls, places, images, copies)),
            new VerifyOperation(_calls, images), new RemoveBackupOperation(_calls, images), new RestoreOperation(_calls, places, tagging, clones, images),
        ];
    }

    public IReadOnlySet<Capability> Capabilities { get; } = FrozenSet.Create(
        Capability.Power, Capability.GracefulShutdown, Capability.Reset, Capability.Suspend, Capability.Snapshot, Capability.LiveDiskSnapshot,
        Capability.MemorySnapshot, Capability.Metrics, Capability.Events, Capability.Provision, Capability.ProvisionOff, Capability.Delete, Capability.Resize,
        Capability.Tags, Capability.LiveMigration, Capability.StorageMigration, Capability.Maintenance, Capability.Backup);

    public Task<Inventory> GetInventoryAsync(CancellationToken cancellation) =>
        _sessions.UseAsync(session => InventoryReader.ReadAsync(session, _cards, cancellation), cancellation);

    public Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation) =>
        _sessions.UseAsync(session => InventoryReader.ReadVmAsync(session, nativeId, _cards, cancellation), cancellation);

    public async Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation) =>
        [.. (await _snapshots.ListAsync(nativeId, cancellation)).Select(found => found.Snapshot)];

    public Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation) => _sampler.SampleAsync(cancellation);

    public async IAsyncEnumerable<InventoryChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var feed = new ChangeFeed(_sessions);
        try
        {
            while (true)
            {
                foreach (var change in await feed.NextAsync(cancellation)) yield return change;
            }
        }
        finally
        {
            await feed.CloseAsync();
        }
    }

    public OperationKind KindOf(PlatformOperation operation) =>
        _operations.Select(kind => kind.KindOf(operation)).FirstOrDefault(kind => kind is not null) ?? OperationKind.Convergent;

    public Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        Capabilities.Require("vSphere", operation);
        return Of(operation).StartAsync(operation, key, cancellation);
    }

    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        Of(operation).FindAsync(operation, key, cancellation);

    public Task<JsonElement?> AwaitAsync(
        PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation) =>
        Of(operation).AwaitAsync(operation, TaskHandle.Parse(operation, handle), progress, cancellation);

    public async Task CancelAsync(string handle, CancellationToken cancellation)
    {
        var task = await RunningCopyAsync(TaskHandle.Parse(handle), cancellation) ?? TaskHandle.Parse(handle).Reference
            ?? throw new PlatformException(PlatformError.Unsupported, "vCenter made no task of this that could be cancelled; what it asked of the guest goes on");
        try
        {
            await _calls.CallAsync("CancelTask", task, cancellation);
        }
        catch (PlatformException error) when (error.Error is PlatformError.Conflict or PlatformError.NotFound)
        {
            // It is over already, and awaiting it tells how.
        }
    }

    /// <summary>A copy begins with the task of a snapshot; what takes its time is the next.</summary>
    private async Task<ManagedObject?> RunningCopyAsync(TaskHandle handle, CancellationToken cancellation) =>
        handle.Kind == "back-up" ? await _calls.RunningAsync(ManagedObject.Vm(handle.Target), cancellation, "clone") : null;

    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    private IOperations Of(PlatformOperation operation) =>
        _operations.FirstOrDefault(kind => kind.KindOf(operation) is not null)
        ?? throw new PlatformException(PlatformError.Unsupported, $"vSphere cannot {operation.Name} by Runbooks");
}
