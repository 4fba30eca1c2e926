using Amazon.EC2.Model;

namespace Runbooks.Activities.Platforms.Ec2.Reading;

/// <summary>Reads dedicated hosts, the only machines that EC2 shows.</summary>
internal sealed class HostReader(Ec2Client client, InstanceTypes types, Ec2Names names)
{
    public static readonly IReadOnlyDictionary<string, Platforms.Host> None = new Dictionary<string, Platforms.Host>();

    /// <param name="ids">Null for all.</param>
    /// <returns>By host id.</returns>
    public async Task<IReadOnlyDictionary<string, Platforms.Host>> ListAsync(List<string>? ids, CancellationToken cancellation)
    {
        var request = ids is null ? new DescribeHostsRequest { MaxResults = Limits.PageOfHosts } : new DescribeHostsRequest { HostIds = ids };
        var found = new List<Amazon.EC2.Model.Host>();
        do
        {
            var page = await client.CallAsync(ec2 => ec2.DescribeHostsAsync(request, cancellation), cancellation);
            found.AddRange(page.Hosts.OrEmpty().Where(host => host.State?.Value is not ("released" or "released-permanent-failure")));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        if (found.Count == 0) return None;
        var sizes = await types.GetAsync(found.SelectMany(host => Room(host).Select(room => room.InstanceType)), cancellation);
        return found.ToDictionary(host => host.HostId, host => Read(host, sizes));
    }

    private Platforms.Host Read(Amazon.EC2.Model.Host host, IReadOnlyDictionary<string, InstanceSize> sizes) => new(
        names.Of(host.OwnerId, host.HostId),
        host.HostId,
        host.Tags.OrEmpty().FirstOrDefault(tag => tag.Key == "Name")?.Value is { Length: > 0 } name ? name : host.HostId,
        host.AvailabilityZone,
        host.State?.Value switch
        {
            "available" => HostState.Up,
            "under-assessment" or "permanent-failure" => HostState.Down,
            _ => HostState.Unknown,
        },
        host.HostProperties?.TotalVCpus ?? 0,
        MemoryOf(host, sizes));

    /// <summary>EC2 does not say it: it is what all instances together have that fit, of the type that takes most.</summary>
    private static long MemoryOf(Amazon.EC2.Model.Host host, IReadOnlyDictionary<string, InstanceSize> sizes) => Room(host)
        .Select(room => (room.TotalCapacity ?? 0) * (sizes.GetValueOrDefault(room.InstanceType)?.Memory ?? 0))
        .DefaultIfEmpty()
        .Max();

    private static IReadOnlyList<InstanceCapacity> Room(Amazon.EC2.Model.Host host) => host.AvailableCapacity?.AvailableInstanceCapacity.OrEmpty() ?? [];
}
