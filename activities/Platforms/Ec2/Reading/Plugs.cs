using Amazon.EC2.Model;
using Runbooks.Activities.Platforms.Ec2.Backups;

namespace Runbooks.Activities.Platforms.Ec2.Reading;

/// <summary>What instances are plugged into: subnets by name, or nothing, where the isolated security group lets nothing through.</summary>
internal sealed class Plugs(CatalogueReader catalogue, IsolatedGroup isolated)
{
    private volatile Dictionary<string, string> _names = [];

    /// <summary>By instance.</summary>
    public async Task<ILookup<string, NetworkCard>> OfAsync(IReadOnlyCollection<Instance> instances, CancellationToken cancellation)
    {
        var plugged = instances.SelectMany(instance => instance.NetworkInterfaces.OrEmpty(), (instance, card) => (instance.InstanceId, Card: card)).ToList();
        var held = plugged.Where(one => isolated.IsOnly(GroupsOf(one.Card))).Select(one => one.Card.NetworkInterfaceId).ToHashSet();
        // Its rules are looked at each time: that nothing passes is to be true now.
        if (held.Count > 0 && !await isolated.IsTightAsync(cancellation)) held.Clear();
        if (plugged.Any(one => !_names.ContainsKey(one.Card.SubnetId)) || instances.Count > 1) await LearnAsync(cancellation);
        return plugged.ToLookup(
            one => one.InstanceId,
            one => new NetworkCard(one.Card.MacAddress, held.Contains(one.Card.NetworkInterfaceId) ? null : _names.GetValueOrDefault(one.Card.SubnetId, one.Card.SubnetId)));
    }

    /// <summary>Names are read with every inventory, and for an instance alone where its subnet is not known yet.</summary>
    private async Task LearnAsync(CancellationToken cancellation) =>
        _names = (await catalogue.SubnetsAsync(cancellation)).ToDictionary(subnet => subnet.SubnetId, CatalogueReader.NameOf);

    private static IEnumerable<string> GroupsOf(InstanceNetworkInterface card) => card.Groups.OrEmpty().Select(group => group.GroupId);
}
