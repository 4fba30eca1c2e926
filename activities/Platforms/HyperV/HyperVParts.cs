using Runbooks.Activities.Platforms.HyperV.Metrics;
using Runbooks.Activities.Platforms.HyperV.Operations;
using Runbooks.Activities.Platforms.HyperV.Reading;
using Runbooks.Activities.Platforms.HyperV.Scripts;
using Runbooks.Activities.Platforms.HyperV.Ssh;

namespace Runbooks.Activities.Platforms.HyperV;

/// <summary>Everything that a connection is made of.</summary>
internal sealed class HyperVParts : IDisposable
{
    private readonly SshTransport _transport;
    private readonly IOperations _power, _provision, _delete, _resize, _tag, _maintenance;

    public HyperVParts(SshLogin login, TimeProvider time)
    {
        _transport = new SshTransport(login);
        var calls = new Calls(new PowerShellHost(_transport), login.Settings.Cluster, time);
        Inventory = new InventoryReader(calls);
        Sampler = new Sampler(calls, time);
        Snapshots = new SnapshotOperations(calls);
        Moves = new MigrateOperation(calls);
        _power = new PowerOperations(calls);
        _provision = new ProvisionOperation(calls, Inventory);
        _delete = new DeleteOperation(calls);
        _resize = new ResizeOperation(calls);
        _tag = new TagOperation(calls);
        _maintenance = new MaintenanceOperation(calls);
    }

    public InventoryReader Inventory { get; }

    public Sampler Sampler { get; }

    public SnapshotOperations Snapshots { get; }

    public MigrateOperation Moves { get; }

    public IOperations For(PlatformOperation operation) => operation switch
    {
        PlatformOperation.Provision => _provision,
        PlatformOperation.Delete => _delete,
        PlatformOperation.Resize => _resize,
        PlatformOperation.SetTags => _tag,
        PlatformOperation.Migrate => Moves,
        PlatformOperation.EnterMaintenance or PlatformOperation.LeaveMaintenance => _maintenance,
        PlatformOperation.CreateSnapshot or PlatformOperation.RevertSnapshot or PlatformOperation.RemoveSnapshot => Snapshots,
        _ => _power,
    };

    public void Dispose() => _transport.Dispose();
}
