using Runbooks.Activities.Platforms.Ec2.Backups;
using Runbooks.Activities.Platforms.Ec2.Metrics;
using Runbooks.Activities.Platforms.Ec2.Operations;
using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2;

/// <summary>Everything that knows the AWS SDK, put together by the first call of a connection.</summary>
internal sealed class Ec2Parts : IDisposable
{
    private readonly Ec2Client _client;
    private readonly CloudWatch _cloudWatch;
    private readonly HostReader _hosts;
    private readonly CatalogueReader _catalogue;
    private readonly IOperations _power, _provision, _delete, _resize, _tag, _backUp, _verify, _restore, _remove;

    public Ec2Parts(Ec2Access access, TimeProvider time)
    {
        var (names, waiting) = (new Ec2Names(access.Settings.Region), new Waiting(time));
        _client = new Ec2Client(access);
        _cloudWatch = new CloudWatch(access.Settings, _client.Credentials, time);
        var types = new InstanceTypes(_client);
        _hosts = new HostReader(_client, types, names);
        _catalogue = new CatalogueReader(_client, access.Settings.Images, names);
        var isolated = new IsolatedGroup(_client, access.Settings.IsolatedSecurityGroup);
        Instances = new InstanceReader(_client, types, _hosts, new Plugs(_catalogue, isolated), names);
        Sampler = new Sampler(Instances, _cloudWatch, names, time);
        Newborns = new Newborns(time);
        var sizing = new Sizing(types, access.Settings.DefaultInstanceType);
        _power = new PowerOperations(_client, Instances, waiting, time);
        var (placing, images) = (new Placing(_catalogue, _hosts), new BackupImages(_client));
        _provision = new ProvisionOperation(_client, Instances, placing, sizing, Newborns, waiting, time);
        _delete = new DeleteOperation(_client, Instances, waiting, time);
        _resize = new ResizeOperation(_client, Instances, sizing, waiting, time);
        _tag = new TagOperation(_client, Instances, waiting, time);
        _backUp = new BackUpOperation(images, Instances, waiting, time);
        _verify = new VerifyOperation(images, time);
        _restore = new RestoreOperation(_client, images, Instances, _catalogue, placing, isolated, Newborns, waiting, time);
        _remove = new RemoveBackupOperation(images, waiting, time);
    }

    public InstanceReader Instances { get; }

    public Sampler Sampler { get; }

    public Newborns Newborns { get; }

    public IOperations For(PlatformOperation operation) => operation switch
    {
        PlatformOperation.Provision => _provision,
        PlatformOperation.Delete => _delete,
        PlatformOperation.Resize => _resize,
        PlatformOperation.SetTags => _tag,
        PlatformOperation.BackUp => _backUp,
        PlatformOperation.VerifyBackup => _verify,
        PlatformOperation.Restore => _restore,
        PlatformOperation.RemoveBackup => _remove,
        _ => _power,
    };

    public async Task<Inventory> ReadInventoryAsync(CancellationToken cancellation)
    {
        var hosts = await _hosts.ListAsync(null, cancellation);
        var vms = await Instances.ListAsync(hosts, cancellation);
        return new Inventory([.. vms], [.. hosts.Values], [])
        {
            Templates = await _catalogue.TemplatesAsync(cancellation),
            Networks = await _catalogue.NetworksAsync(cancellation),
            Clusters = [.. vms.Select(vm => vm.Cluster).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(zone => new Cluster(zone, Balances: false))],
        };
    }

    public void Dispose()
    {
        _client.Dispose();
        _cloudWatch.Dispose();
    }
}
