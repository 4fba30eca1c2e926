using System.Collections.Immutable;
using Amazon.EC2.Model;

namespace Runbooks.Activities.Platforms.Ec2.Reading;

/// <summary>Reads what VMs are made from and connected to: images, and subnets.</summary>
internal sealed class CatalogueReader(Ec2Client client, IReadOnlyList<string> images, Ec2Names names)
{
    /// <summary>Images of the account, and those that the settings name.</summary>
    public async Task<ImmutableArray<Template>> TemplatesAsync(CancellationToken cancellation)
    {
        var found = await ImagesAsync(new DescribeImagesRequest { Owners = ["self"], MaxResults = Limits.Page }, cancellation);
        // By filter: an id that is not there would make EC2 refuse the others, too.
        if (images.Count > 0) found.AddRange(await ImagesAsync(new DescribeImagesRequest { Filters = [new Filter("image-id", [.. images])] }, cancellation));
        return [.. found.Where(image => image.State?.Value == "available").DistinctBy(image => image.ImageId)
            .Select(image => new Template(names.Of(image.OwnerId, image.ImageId), image.ImageId, image.Name ?? image.ImageId, image.PlatformDetails))];
    }

    public async Task<ImmutableArray<Network>> NetworksAsync(CancellationToken cancellation) =>
        [.. (await SubnetsAsync(cancellation)).Select(subnet => new Network(names.Of(subnet.OwnerId, subnet.SubnetId), subnet.SubnetId, NameOf(subnet)))];

    public async Task<IReadOnlyList<Subnet>> SubnetsAsync(CancellationToken cancellation)
    {
        var request = new DescribeSubnetsRequest { MaxResults = Limits.Page };
        var found = new List<Subnet>();
        do
        {
            var page = await client.CallAsync(ec2 => ec2.DescribeSubnetsAsync(request, cancellation), cancellation);
            found.AddRange(page.Subnets.OrEmpty());
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    }

    public static string NameOf(Subnet subnet) =>
        subnet.Tags.OrEmpty().FirstOrDefault(tag => tag.Key == "Name")?.Value is { Length: > 0 } name ? name : subnet.SubnetId;

    private async Task<List<Image>> ImagesAsync(DescribeImagesRequest request, CancellationToken cancellation)
    {
        var found = new List<Image>();
        do
        {
            var page = await client.CallAsync(ec2 => ec2.DescribeImagesAsync(request, cancellation), cancellation);
            found.AddRange(page.Images.OrEmpty());
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    }
}
