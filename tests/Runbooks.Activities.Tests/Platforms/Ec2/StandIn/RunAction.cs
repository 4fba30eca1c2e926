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
        world.Effects.Add(("provision", wanted.Tags["Name"]));
        wanted.Start();
        return world.Add(wanted);
    }

    private Instance Read(Query query, string token)
    {
        var (image, type, subnet) = (query.Need("ImageId"), query.Need("InstanceType"), query.Get("SubnetId") ?? world.Subnets[0].Id);
        if (!image.StartsWith("ami-", StringComparison.Ordinal)) throw new Refusal("InvalidAMIID.Malformed", $"Invalid id: \"{image}\" (expecting \"ami-...\")");
        if (world.Images.All(known => known.Id != image)) throw new Refusal("InvalidAMIID.NotFound", $"The image id '[{image}]' does not exist");
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
            Volumes = [("/dev/xvda", "vol-" + token[^17..], true)], KnownFrom = world.Clock.GetUtcNow() + world.Newborn,
        };
    }
}
