using System.IO.Enumeration;

namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>What there is besides instances: images, subnets, hosts and types.</summary>
internal sealed class CatalogueActions(World world)
{
    public IEnumerable<object?> Images(Query query)
    {
        var (owners, filters) = (query.List("Owner"), query.Filters("image-id", "name"));
        if (filters.TryGetValue("name", out var names))
        {
            foreach (var made in MadeImages(owners, names)) yield return made;
            yield break;
        }

        var found = world.Images
            .Where(image => owners.Count == 0 || (owners.Contains("self") && image.Owner == World.Account))
            .Where(image => !filters.TryGetValue("image-id", out var ids) || ids.Contains(image.Id)).ToList();
        var (page, next) = world.PageOf(found, query);
        yield return Xml.List("imagesSet", page.Select(image => new object?[]
        {
            Xml.Of("imageId", image.Id), Xml.Of("imageState", "available"), Xml.Of("imageOwnerId", image.Owner), Xml.Of("name", image.Name),
            Xml.Of("platformDetails", "Linux/UNIX"),
        }));
        yield return Xml.Of("nextToken", next);
    }

    private IEnumerable<object?> MadeImages(List<string> owners, List<string> names)
    {
        if (!owners.Contains("self")) throw new Refusal("InvalidParameterValue", "images of everybody by name");
        yield return Xml.List("imagesSet", world.Made.Where(image => image.IsKnown && names.Contains(image.Name)).Select(image => new object?[]
        {
            Xml.Of("imageId", image.Id), Xml.Of("imageState", image.State), Xml.Of("imageOwnerId", World.Account), Xml.Of("name", image.Name),
            Xml.Of("creationDate", image.Created), Xml.Tags(image.Tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Value ?? ""))),
            image.Failed ? Xml.In("stateReason", Xml.Of("code", "Server.InternalError"), Xml.Of("message", "Server.InternalError: it could not be made")) : null,
            Xml.List("blockDeviceMapping", image.Volumes.Select(volume => new object?[]
            {
                Xml.Of("deviceName", volume.Device), Xml.In("ebs", Xml.Of("snapshotId", volume.Snapshot), Xml.Of("volumeSize", volume.GiB)),
            })),
        }));
    }

    public IEnumerable<object?> Groups(Query query)
    {
        var filters = query.Filters("group-id", "vpc-id");
        var found = world.Groups
            .Where(group => !filters.TryGetValue("group-id", out var ids) || ids.Contains(group.Id))
            .Where(group => !filters.TryGetValue("vpc-id", out var vpcs) || vpcs.Contains(group.Vpc)).ToList();
        var (page, next) = world.PageOf(found, query);
        yield return Xml.List("securityGroupInfo", page.Select(group => new object?[]
        {
            Xml.Of("groupId", group.Id), Xml.Of("groupName", group.Name), Xml.Of("vpcId", group.Vpc), Rules("ipPermissions", group.In), Rules("ipPermissionsEgress", group.Out),
        }));
        yield return Xml.Of("nextToken", next);
    }

    private static System.Xml.Linq.XElement? Rules(string name, int count) =>
        Xml.List(name, Enumerable.Repeat(new object?[] { Xml.Of("ipProtocol", "-1") }, count));

    public IEnumerable<object?> Subnets(Query query)
    {
        var (page, next) = world.PageOf(world.Subnets, query);
        yield return Xml.List("subnetSet", page.Select(subnet => new object?[]
        {
            Xml.Of("subnetId", subnet.Id), Xml.Of("ownerId", World.Account), Xml.Of("availabilityZone", subnet.Zone), Xml.Of("vpcId", World.Vpc),
            subnet.Name is null ? null : Xml.Tags([new("Name", subnet.Name)]),
        }));
        yield return Xml.Of("nextToken", next);
    }

    public IEnumerable<object?> Hosts(Query query)
    {
        var ids = query.List("HostId");
        var (page, next) = world.PageOf(world.Hosts.Where(host => ids.Count == 0 || ids.Contains(host.Id)).ToList(), query);
        yield return Xml.List("hostSet", page.Select(host => new object?[]
        {
            Xml.Of("hostId", host.Id), Xml.Of("ownerId", World.Account), Xml.Of("availabilityZone", "eu-central-1a"), Xml.Of("state", host.State),
            Xml.In("hostProperties", Xml.Of("totalVCpus", 96), Xml.Of("instanceFamily", "m7i")),
            Xml.In("availableCapacity", Xml.Of("availableVCpus", 94), Xml.List("availableInstanceCapacity", [[
                Xml.Of("instanceType", "m7i.large"), Xml.Of("availableCapacity", 47), Xml.Of("totalCapacity", 48)]])),
            Xml.Tags([new("Name", host.Name)]),
        }));
        yield return Xml.Of("nextToken", next);
    }

    public IEnumerable<object?> Types(Query query)
    {
        var (names, filters) = (query.List("InstanceType"), query.Filters("instance-type"));
        foreach (var unknown in names.Except(world.Types.Select(type => type.Name)))
            throw new Refusal("InvalidInstanceType", $"The following supplied instance types do not exist: [{unknown}]");
        var found = world.Types
            .Where(type => names.Count == 0 || names.Contains(type.Name))
            .Where(type => !filters.TryGetValue("instance-type", out var patterns)
                || patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, type.Name))).ToList();
        var (page, next) = names.Count > 0 ? (found, null) : world.PageOf(found, query);
        yield return Xml.List("instanceTypeSet", page.Select(type => new object?[]
        {
            Xml.Of("instanceType", type.Name), Xml.In("vCpuInfo", Xml.Of("defaultVCpus", type.Cpus)),
            Xml.In("memoryInfo", Xml.Of("sizeInMiB", type.MiB)), Xml.Of("instanceStorageSupported", type.Store),
        }));
        yield return Xml.Of("nextToken", next);
    }
}
