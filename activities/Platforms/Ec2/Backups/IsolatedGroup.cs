using Amazon.EC2.Model;
using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2.Backups;

/// <summary>The security group of the settings that lets nothing in and nothing out: EC2 plugs every instance into a subnet, and this is how one
/// meets nobody all the same.</summary>
internal sealed class IsolatedGroup(Ec2Client client, string? id)
{
    private const string Default = "default";

    /// <summary>Whether an instance has it and no other, and it is as it should be at this moment.</summary>
    public async Task<bool> IsTightAsync(CancellationToken cancellation) =>
        !string.IsNullOrEmpty(id) && await ReadAsync(cancellation) is { } group && IsTight(group);

    public bool IsOnly(IEnumerable<string> groups) => !string.IsNullOrEmpty(id) && groups.ToList() is [var only] && only == id;

    /// <exception cref="PlatformException"><see cref="PlatformError.Conflict"/>: it has rules; <see cref="PlatformError.Invalid"/>: there is no such group.</exception>
    public async Task<SecurityGroup> RequireAsync(CancellationToken cancellation)
    {
        var group = await ReadAsync(cancellation)
            ?? throw new PlatformException(PlatformError.Invalid, $"the connection's isolated security group '{id}' is not in this region");
        return IsTight(group) ? group : throw new PlatformException(
            PlatformError.Conflict, $"the security group {id} shall isolate restored VMs, and has rules that let something in or out. Remove them");
    }

    /// <summary>Those of the wanted ones that can be used there; the default one where none can.</summary>
    public async Task<List<string>> UsableAsync(IReadOnlyCollection<string> wanted, string vpc, CancellationToken cancellation)
    {
        var there = await AllAsync([new Filter("vpc-id", [vpc])], cancellation);
        var usable = there.Where(group => wanted.Contains(group.GroupId)).Select(group => group.GroupId).ToList();
        return usable.Count > 0 ? usable : [.. there.Where(group => group.GroupName == Default).Select(group => group.GroupId)];
    }

    private async Task<SecurityGroup?> ReadAsync(CancellationToken cancellation) =>
        // By filter: an id that is not there would be an error.
        (await AllAsync([new Filter("group-id", [id!])], cancellation)).SingleOrDefault();

    private static bool IsTight(SecurityGroup group) => group.IpPermissions.OrEmpty().Count == 0 && group.IpPermissionsEgress.OrEmpty().Count == 0;

    private async Task<List<SecurityGroup>> AllAsync(List<Filter> filters, CancellationToken cancellation)
    {
        var request = new DescribeSecurityGroupsRequest { Filters = filters, MaxResults = Limits.Page };
        var found = new List<SecurityGroup>();
        do
        {
            var page = await client.CallAsync(ec2 => ec2.DescribeSecurityGroupsAsync(request, cancellation), cancellation);
            found.AddRange(page.SecurityGroups.OrEmpty());
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    }
}
