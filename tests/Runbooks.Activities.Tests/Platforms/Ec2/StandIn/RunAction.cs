namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>RunInstances: one client token, one instance.</summary>
internal sealed class RunAction(World world, Faults faults)
{
    public IEnumerable<object?> Run(Query query)
    {
        if (query.Get("ClientToken") is not { Length: > 0 and <= 64 } token) throw new Refusal("InvalidParameterValue", "Invalid client token");
        var made = world.Instances.SingleOrDefault(instance => instance.Token == token);
        if (made is not null && made.TokenOf != query.Fingerprint())
        {
            throw new Refusal(
                "IdempotentParameterMismatch", "The request uses the same client token as a previous, but non-identical request.");
        }

        var wanted = Read(query, token);
        query.RefuseUnread();
        return InstanceXml.Reservation(made ?? Make(wanted));
    }

    private Instance Make(Instance wanted)
    {
        if (faults.NoCapacity) throw new Refusal("InsufficientInstanceCapacity", "We currently do not have sufficient capacity.", 500);
        world.Effects.Add((world.Made.Exists(image => image.Id == wanted.Image) ? "restore" : "provision", wanted.Tags["Name"]));
        wanted.Start();
        return world.Add(wanted);
    }

    private Instance Read(Query query, string token)
    {
        var (image, type) = (query.Need("ImageId"), query.Need("InstanceType"));
        var (subnet, groups) = Plug(query);
        if (!image.StartsWith("ami-", StringComparison.Ordinal)) throw new Refusal("InvalidAMIID.Malformed", $"Invalid id: \"{image}\" (expecting \"ami-...\")");
        var made = world.Made.Find(known => known.Id == image);
        if (made is { State: not "available" }) throw new Refusal("InvalidAMIID.Unavailable", $"The image id '[{image}]' is not available yet");
        if (made is null && world.Images.All(known => known.Id != image)) throw new Refusal("InvalidAMIID.NotFound", $"The image id '[{image}]' does not exist");
        if (world.Types.All(known => known.Name != type)) throw new Refusal("InvalidParameterValue", $"Invalid value '{type}' for InstanceType.");
        if (world.Subnets.All(known => known.Id != subnet)) throw new Refusal("InvalidSubnetID.NotFound", $"The subnet ID '{subnet}' does not exist");
        if (query.Need("MinCount") != "1" || query.Need("MaxCount") != "1") throw new Refusal("InvalidParameterValue", "one at a time, here");
        var tags = query.Items("TagSpecification").ToDictionary(item => query.Need(item + ".ResourceType"), item => query.Tags(item + ".Tag"));
        if (query.Get("Placement.Tenancy") is { } tenancy && tenancy != "host") throw new Refusal("InvalidParameterValue", tenancy);
        return new Instance(world.Clock, "pending")
        {
            Id = world.NewId(), Type = type, Image = image, Subnet = subnet, Token = token, TokenOf = query.Fingerprint(),
            UserData = query.Get("UserData"), Host = query.Get("Placement.HostId"), Zone = world.Subnets.Single(known => known.Id == subnet).Zone,
            Tags = new SortedDictionary<string, string>(tags["instance"].ToDictionary(tag => tag.Key, tag => tag.Value ?? "")),
            Groups = groups, Volumes = Volumes(query, token, made), KnownFrom = world.Clock.GetUtcNow() + world.Newborn,
        };
    }

    /// <summary>A subnet, or a card that names one; not both.</summary>
    private (string Subnet, List<string> Groups) Plug(Query query)
    {
        var cards = query.Items("NetworkInterface").ToList();
        if (cards.Count == 0) return (query.Get("SubnetId") ?? world.Subnets[0].Id, [World.DefaultGroup]);
        if (query.Get("SubnetId") is not null)
            throw new Refusal("InvalidParameterCombination", "Network interfaces and an instance-level subnet ID may not be specified on the same request");
        if (cards is not [var card] || query.Need(card + ".DeviceIndex") != "0") throw new Refusal("InvalidParameterValue", "one card, here");
        query.Flag(card + ".DeleteOnTermination");
        query.Flag(card + ".AssociatePublicIpAddress");
        var groups = query.List(card + ".SecurityGroupId");
        if (groups.Find(id => world.Groups.TrueForAll(group => group.Id != id)) is { } unknown)
            throw new Refusal("InvalidGroup.NotFound", $"The security group '{unknown}' does not exist");
        if (groups.Exists(id => world.Groups.Single(group => group.Id == id).Vpc != World.Vpc))
            throw new Refusal("InvalidParameter", "Security group and subnet belong to different networks.");
        return (query.Need(card + ".SubnetId"), groups);
    }

    /// <summary>Those of the image, each deleted with the instance where the order says so.</summary>
    private static List<(string Device, string Volume, bool Deleted)> Volumes(Query query, string token, MadeImage? made)
    {
        var said = query.Items("BlockDeviceMapping").ToDictionary(item => query.Need(item + ".DeviceName"), item => query.Flag(item + ".Ebs.DeleteOnTermination"));
        var devices = made is null ? ["/dev/xvda"] : made.Volumes.ConvertAll(volume => volume.Device);
        if (said.Keys.Except(devices).FirstOrDefault() is { } unknown)
            throw new Refusal("InvalidBlockDeviceMapping", $"The device '{unknown}' is not in the image, and has no size");
        return [.. devices.Select((device, at) => (device, $"vol-{at}{token[^16..]}", said.GetValueOrDefault(device, made is null)))];
    }
}
