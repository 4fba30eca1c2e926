using Runbooks.Activities.Platforms.OpenStack.Backups;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Http;
using Runbooks.Activities.Platforms.OpenStack.Identity;
using Runbooks.Activities.Platforms.OpenStack.Images;
using Runbooks.Activities.Platforms.OpenStack.Metrics;
using Runbooks.Activities.Platforms.OpenStack.Networks;
using Runbooks.Activities.Platforms.OpenStack.Operations;
using Runbooks.Activities.Platforms.OpenStack.Reading;
using Runbooks.Activities.Platforms.OpenStack.Volumes;

namespace Runbooks.Activities.Platforms.OpenStack;

/// <summary>Everything that a connection is made of.</summary>
internal sealed class OpenStackParts : IDisposable
{
    private readonly HttpTransport _transport;
    private readonly IOperations _power, _provision, _delete, _resize, _tag, _maintenance, _backups, _restore;

    public OpenStackParts(OpenStackAccess access, TimeProvider time)
    {
        var settings = access.Settings;
        _transport = new HttpTransport(settings, time);
        var sessions = new SessionKeeper(new Keystone(_transport, access, time), time);
        var nova = new Nova(new ServiceClient(_transport, sessions, "Nova", "/v2.1", ServiceCatalogue.Compute), settings.AllProjects);
        var glance = new Glance(new ServiceClient(_transport, sessions, "Glance", "/v2", "image"));
        var neutron = new Neutron(new ServiceClient(_transport, sessions, "Neutron", "/v2.0", "network"));
        var cinder = new Cinder(new ServiceClient(_transport, sessions, "Cinder", "/v3", "volumev3", "block-storage"));
        var (hosts, waiting) = (new HostReader(nova, settings.Administrator), new Waiting(time));
        var snapshots = new SnapshotImages(glance, new ImageVolumes(cinder), settings.Snapshots);
        var (actions, sizing) = (new Actions(nova, waiting, time), new Sizing(nova, settings.DefaultFlavor));
        Inventory = new InventoryReader(nova, glance, neutron, hosts);
        Sampler = new Sampler(nova, time);
        Snapshots = new SnapshotOperations(actions, snapshots);
        Moves = new MigrateOperation(actions, hosts);
        _power = new PowerOperations(actions);
        var (placing, copies, volumes) = (new Placing(hosts, neutron, settings), new BackupImages(glance), new VolumeCopies(cinder));
        var provision = new ProvisionOperation(nova, sizing, placing, waiting, time);
        _provision = provision;
        _backups = new BackupOperations(actions, copies, volumes);
        _restore = new RestoreOperation(actions, copies, volumes, new RestoredVolumes(cinder), provision, sizing, placing, time);
        _delete = new DeleteOperation(actions, snapshots);
        _resize = new ResizeOperation(actions, sizing);
        _tag = new TagOperation(actions);
        _maintenance = new MaintenanceOperation(actions);
    }

    public InventoryReader Inventory { get; }

    public Sampler Sampler { get; }

    public SnapshotOperations Snapshots { get; }

    public MigrateOperation Moves { get; }

    public IOperations For(PlatformOperation operation) => operation switch
    {
        PlatformOperation.Provision => _provision,
        PlatformOperation.Delete => _delete,
        PlatformOperation.BackUp or PlatformOperation.VerifyBackup or PlatformOperation.RemoveBackup => _backups,
        PlatformOperation.Restore => _restore,
        PlatformOperation.Resize => _resize,
        PlatformOperation.SetTags => _tag,
        PlatformOperation.Migrate => Moves,
        PlatformOperation.EnterMaintenance or PlatformOperation.LeaveMaintenance => _maintenance,
        PlatformOperation.CreateSnapshot or PlatformOperation.RevertSnapshot or PlatformOperation.RemoveSnapshot => Snapshots,
        _ => _power,
    };

    public void Dispose() => _transport.Dispose();
}
