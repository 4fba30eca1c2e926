using System.Collections.Concurrent;
using Amazon.EC2.Model;

namespace Runbooks.Activities.Platforms.Ec2.Reading;

/// <param name="Memory">Bytes.</param>
/// <param name="HasInstanceStore">It has disks that are lost when the VM is off.</param>
internal sealed record InstanceSize(string Name, int Cpus, long Memory, bool HasInstanceStore, IReadOnlyList<string> Architectures)
{
    /// <summary><c>m7i</c> of <c>m7i.large</c>.</summary>
    public static string FamilyOf(string type) => type.Split('.', 2)[0];

    public static InstanceSize Of(InstanceTypeInfo type) => new(
        type.InstanceType.Value,
        type.VCpuInfo?.DefaultVCpus ?? 0,
        (type.MemoryInfo?.SizeInMiB ?? 0) << 20,
        type.InstanceStorageSupported ?? false,
        type.ProcessorInfo?.SupportedArchitectures.OrEmpty() ?? []);
}

/// <summary>What the instance types are: read once each, since AWS never changes one.</summary>
internal sealed class InstanceTypes(Ec2Client client)
{
    private readonly ConcurrentDictionary<string, InstanceSize> _known = [];

    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: there is no such type here.</exception>
    public async Task<IReadOnlyDictionary<string, InstanceSize>> GetAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        foreach (var missing in names.Distinct().Where(name => !_known.ContainsKey(name)).Chunk(Limits.PageOfTypes))
        {
            var request = new DescribeInstanceTypesRequest { InstanceTypes = [.. missing] };
            Learn(await client.CallAsync(ec2 => ec2.DescribeInstanceTypesAsync(request, cancellation), cancellation));
        }

        return _known;
    }

    /// <summary>All sizes of a family, the smallest first.</summary>
    public async Task<IReadOnlyList<InstanceSize>> FamilyAsync(string family, CancellationToken cancellation)
    {
        var request = new DescribeInstanceTypesRequest { MaxResults = Limits.PageOfTypes, Filters = [new Filter("instance-type", [family + ".*"])] };
        var sizes = new List<InstanceSize>();
        do
        {
            var page = await client.CallAsync(ec2 => ec2.DescribeInstanceTypesAsync(request, cancellation), cancellation);
            sizes.AddRange(Learn(page));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return [.. sizes.OrderBy(size => size.Cpus).ThenBy(size => size.Memory)];
    }

    private List<InstanceSize> Learn(DescribeInstanceTypesResponse page)
    {
        var sizes = page.InstanceTypes.OrEmpty().Select(InstanceSize.Of).ToList();
        foreach (var size in sizes) _known[size.Name] = size;
        return sizes;
    }
}
