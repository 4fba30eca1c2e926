namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>A region of an account, and what was done there.</summary>
internal sealed class World
{
    public const string Account = "123456789012", Region = "eu-central-1";

    public const string DefaultGroup = "sg-00000000000000001", IsolatedGroup = "sg-00000000000000003";

    public const string Vpc = "vpc-00000000000000001", OtherVpc = "vpc-00000000000000002";

    public World(TimeProvider clock)
    {
        Clock = clock;
        Add("running", "web-01", host: Hosts[0].Id, hibernates: true);
        Add("running", "app-01", deaf: true);
        Add("stopped", "db-01", zone: "eu-central-1b");
        Add("terminated", "old-01");
    }

    public TimeProvider Clock { get; }

    public List<Instance> Instances { get; } = [];

    /// <summary>Name, CPUs, MiB, and whether it has an instance store.</summary>
    public List<(string Name, int Cpus, int MiB, bool Store)> Types { get; } =
    [
        ("m7i.large", 2, 8192, false), ("m7i.xlarge", 4, 16384, false), ("m7i.2xlarge", 8, 32768, false), ("m7id.large", 2, 8192, true),
    ];

    public List<(string Id, string Name, string Owner)> Images { get; } =
    [
        ("ami-00000000000000001", "golden-1", Account), ("ami-00000000000000002", "golden-2", Account), ("ami-00000000000000003", "golden-3", Account),
        ("ami-0000000000000000a", "al2023", "137112412989"), ("ami-0000000000000000b", "not-ours", "137112412989"),
    ];

    /// <summary>Those that were made of instances.</summary>
    public List<MadeImage> Made { get; } = [];

    public int ImagesMade { get; set; }

    public List<VolumeSnapshot> Snapshots { get; } = [];

    /// <summary>What may pass in and out of each security group.</summary>
    public List<(string Id, string Name, string Vpc, int In, int Out)> Groups { get; } =
    [
        (DefaultGroup, "default", Vpc, 1, 1), ("sg-00000000000000002", "web", Vpc, 2, 1), (IsolatedGroup, "isolated", Vpc, 0, 0),
        ("sg-00000000000000009", "default", OtherVpc, 1, 1),
    ];

    public List<(string Id, string? Name, string Zone)> Subnets { get; } =
        [("subnet-00000000000000001", "front", "eu-central-1a"), ("subnet-00000000000000002", null, "eu-central-1b"), ("subnet-00000000000000003", "back", "eu-central-1b")];

    public List<(string Id, string Name, string State)> Hosts { get; } = [("h-00000000000000001", "metal-1", "available"), ("h-00000000000000002", "metal-2", "available")];

    /// <summary>What was carried out, in operators' terms, by instance.</summary>
    public List<(string Operation, string Instance)> Effects { get; } = [];

    /// <summary>How long EC2 does not know what it has just made.</summary>
    public TimeSpan Newborn { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>AWS gives what it likes at once, whatever is asked for.</summary>
    public int Page { get; set; } = 2;

    public Instance this[string name] => Instances.Single(instance => instance.Tags.GetValueOrDefault("Name") == name);

    public Instance Add(
        string state, string name, string type = "m7i.large", string? host = null, string zone = "eu-central-1a", bool hibernates = false, bool deaf = false)
    {
        var instance = new Instance(Clock, state)
        {
            Id = NewId(), Type = type, Host = host, Zone = zone, Hibernates = hibernates, Deaf = deaf,
            Launched = Clock.GetUtcNow() - TimeSpan.FromHours(2), Tags = new SortedDictionary<string, string> { ["Name"] = name },
            Volumes = [("/dev/xvda", $"vol-{Instances.Count:x17}", true)],
        };
        return Add(instance);
    }

    public Instance Add(Instance instance)
    {
        Instances.Add(instance);
        return instance;
    }

    public string NewId() => $"i-{Instances.Count + 1:x17}";

    /// <summary>As a call finds it that names it.</summary>
    public Instance Find(string id)
    {
        if (!System.Text.RegularExpressions.Regex.IsMatch(id, "^i-[0-9a-f]{17}$")) throw new Refusal("InvalidInstanceID.Malformed", $"Invalid id: \"{id}\"");
        return Instances.SingleOrDefault(instance => instance.Id == id && instance.IsKnown) ?? throw Refusal.NoInstance(id);
    }

    /// <summary>A page of what there is, and the token of the next.</summary>
    public (List<T> Items, string? Next) PageOf<T>(IReadOnlyCollection<T> all, Query query)
    {
        var size = Math.Min(query.Number("MaxResults") ?? int.MaxValue, Page);
        var from = query.Get("NextToken") is { } token ? int.Parse(token["page-".Length..], System.Globalization.CultureInfo.InvariantCulture) : 0;
        return ([.. all.Skip(from).Take(size)], from + size < all.Count ? $"page-{from + size}" : null);
    }
}
