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
    private readonly IOperations _power, _provision, _delete, _resize, _tag;

    public Ec2Parts(Ec2Access access, TimeProvider time)
    {
        var (names, waiting) = (new Ec2Names(access.Settings.Region), new Waiting(time));
        _client = new Ec2Client(access);
        _cloudWatch = new CloudWatch(access.Settings, _client.Credentials, time);
        var types = new InstanceTypes(_client);
        _hosts = new HostReader(_client, types, names);
        _catalogue = new CatalogueReader(_client, access.Settings.Images, names);
        Instances = new InstanceReader(_client, types, _hosts, names);
        Sampler = new Sampler(Instances, _cloudWatch, names, time);
        Newborns = new Newborns(time);
        var sizing = new Sizing(types, access.Settings.DefaultInstanceType);
        _power = new PowerOperations(_client, Instances, waiting, time);
        _provision = new ProvisionOperation(_client, Instances, new Placing(_catalogue, _hosts), sizing, Newborns, waiting, time);
        _delete = new DeleteOperation(_client, Instances, waiting, time);
        _resize = new ResizeOperation(_client, Instances, sizing, waiting, time);
        _tag = new TagOperation(_client, Instances, waiting, time);
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
