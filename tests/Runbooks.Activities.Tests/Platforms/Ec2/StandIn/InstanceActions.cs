namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>What is asked of instances that there are.</summary>
internal sealed class InstanceActions(World world, Faults faults)
{
    public IEnumerable<object?> Describe(Query query)
    {
        var ids = query.List("InstanceId");
        if (ids.Count > 0 && query.Get("MaxResults") is not null)
            throw new Refusal("InvalidParameterCombination", "The parameter instancesSet cannot be used with the parameter maxResults");
        var filters = query.Filters("instance-state-name", "client-token", "tag:Name");
        IEnumerable<Instance> found = ids.Count > 0 ? ids.Select(world.Find) : world.Instances.Where(instance => instance.IsKnown);
        if (filters.TryGetValue("instance-state-name", out var states)) found = found.Where(instance => states.Contains(instance.Shown));
        if (filters.TryGetValue("client-token", out var tokens)) found = found.Where(instance => instance.Token is not null && tokens.Contains(instance.Token));
        if (filters.TryGetValue("tag:Name", out var names)) found = found.Where(instance => names.Contains(instance.Tags.GetValueOrDefault("Name") ?? ""));
        var (page, next) = ids.Count > 0 ? (found.ToList(), null) : world.PageOf(found.ToList(), query);
        yield return Xml.List("reservationSet", page.Select(instance => InstanceXml.Reservation(instance).ToArray()));
        yield return Xml.Of("nextToken", next);
    }

    public IEnumerable<object?> DescribeStatus(Query query)
    {
        var ids = query.List("InstanceId");
        var found = (ids.Count > 0 ? ids.Select(world.Find) : world.Instances.Where(instance => instance.IsKnown)).Where(instance => instance.Shown == "running").ToList();
        var (page, next) = world.PageOf(found, query);
        yield return Xml.List("instanceStatusSet", page.Select(instance => new object?[]
        {
            Xml.Of("instanceId", instance.Id), Xml.In("instanceStatus", Xml.Of("status", instance.Deaf ? "impaired" : world.Clock.GetUtcNow() - instance.Launched < TimeSpan.FromSeconds(40) ? "initializing" : "ok")),
        }));
        yield return Xml.Of("nextToken", next);
    }

    public IEnumerable<object?> Start(Query query) => Each(query, instance =>
    {
        if (instance.State is "running" or "pending") return;
        if (instance.State != "stopped") throw Refusal.State(instance.Id, "started");
        if (faults.NoCapacity) throw new Refusal("InsufficientInstanceCapacity", "Insufficient capacity.", 500);
        Did("power-on", instance);
        instance.Start();
    });

    public IEnumerable<object?> Stop(Query query)
    {
        var (force, hibernate, skip) = (query.Flag("Force"), query.Flag("Hibernate"), query.Flag("SkipOsShutdown"));
        if (skip && hibernate) throw new Refusal("InvalidParameterCombination", "SkipOsShutdown cannot be used with Hibernate");
        return Each(query, instance =>
        {
            if (instance.RootDevice != "ebs") throw new Refusal("UnsupportedOperation", $"The instance '{instance.Id}' does not have an 'ebs' root device type and cannot be stopped.");
            if (instance.State == "stopped" || (instance.State == "stopping" && (!force || instance.Forced))) return;
            if (instance.State is not ("running" or "stopping")) throw Refusal.State(instance.Id, "stopped");
            if (hibernate && !instance.Hibernates) throw new Refusal("UnsupportedHibernationConfiguration", "Hibernation is not configured on this instance");
            Did(hibernate ? "suspend" : force && skip ? "power-off" : "shutdown", instance);
            instance.Stop(force, hibernate);
        });
    }

    public IEnumerable<object?> Reboot(Query query)
    {
        Each(query, instance =>
        {
            if (instance.State != "running") throw Refusal.State(instance.Id, "rebooted");
            Did("restart", instance);
        });
        return [Xml.Of("return", true)];
    }

    public IEnumerable<object?> Terminate(Query query) => Each(query, instance =>
    {
        if (instance.State is "shutting-down" or "terminated") return;
        if (instance.Protected)
        {
            throw new Refusal(
                "OperationNotPermitted",
                $"The instance '{instance.Id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.");
        }

        Did("delete", instance);
        instance.Terminate();
    });

    public IEnumerable<object?> Modify(Query query)
    {
        var instance = world.Find(query.Need("InstanceId"));
        if (query.List("GroupId") is { Count: > 0 } groups) return Regroup(instance, groups);
        var type = query.Need("InstanceType.Value");
        if (world.Types.All(known => known.Name != type)) throw new Refusal("InvalidInstanceAttributeValue", $"The instance type '{type}' is not valid");
        if (instance.State != "stopped") throw Refusal.State(instance.Id, "modified");
        Did("resize", instance);
        instance.Type = type;
        return [Xml.Of("return", true)];
    }

    private object?[] Regroup(Instance instance, List<string> groups)
    {
        if (groups.Find(id => !world.Groups.Exists(group => group.Id == id && group.Vpc == World.Vpc)) is { } unknown)
            throw new Refusal("InvalidGroup.NotFound", $"The security group '{unknown}' does not exist in VPC '{World.Vpc}'");
        instance.Groups = groups;
        return [Xml.Of("return", true)];
    }

    public IEnumerable<object?> CreateTags(Query query) => Tag(query, (instance, tag) => instance.Tags[tag.Key] = tag.Value ?? "");

    /// <summary>One that is not there is no error; one that is given with a value is removed only where it has that.</summary>
    public IEnumerable<object?> DeleteTags(Query query) => Tag(query, (instance, tag) =>
    {
        if (tag.Value is null || instance.Tags.GetValueOrDefault(tag.Key) == tag.Value) instance.Tags.Remove(tag.Key);
    });

    private object?[] Tag(Query query, Action<Instance, KeyValuePair<string, string?>> apply)
    {
        var (instances, tags) = (query.List("ResourceId").Select(world.Find).ToList(), query.Tags("Tag"));
        if (tags.Keys.Any(key => key.StartsWith("aws:", StringComparison.Ordinal)))
            throw new Refusal("InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
        foreach (var instance in instances)
        {
            foreach (var tag in tags) apply(instance, tag);
            Did("set-tags", instance);
        }

        return [Xml.Of("return", true)];
    }

    private object?[] Each(Query query, Action<Instance> act)
    {
        var instances = query.List("InstanceId").Select(world.Find).ToList();
        if (instances.Count == 0) throw new Refusal("MissingParameter", "The request must contain the parameter InstanceId");
        var before = instances.ConvertAll(instance => instance.State);
        instances.ForEach(act);
        return [Xml.List("instancesSet", instances.Zip(before, (instance, was) => new object?[]
        {
            Xml.Of("instanceId", instance.Id), InstanceXml.State("currentState", instance.State), InstanceXml.State("previousState", was),
        }))];
    }

    private void Did(string operation, Instance instance) => world.Effects.Add((operation, instance.Id));
}
