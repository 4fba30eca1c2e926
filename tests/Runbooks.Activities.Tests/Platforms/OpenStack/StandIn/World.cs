namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>A region of a cloud, and what was done there.</summary>
internal sealed class World
{
    public const string Project = "0a0000000000000000000000000000aa", OtherProject = "0b0000000000000000000000000000bb", Region = "RegionOne";

    public static readonly CloudFlavor[] Flavors =
    [
        new("1", "m1.tiny", 1, 1024, 10), new("2", "m1.small", 2, 2048, 20), new("3", "m1.odd", 3, 3072, 20), new("4", "m1.odd-large-disk", 3, 3072, 80),
        new("5", "g1.odd", 3, 3072, 20, ("pci_passthrough:alias", "gpu:1")), new("6", "m1.slim-disk", 4, 4096, 5),
    ];

    public static readonly CloudImage[] Images =
    [
        new("aaaaaaaa-0000-4000-8000-000000000001", "debian-12", At) { Distribution = "debian" },
        new("aaaaaaaa-0000-4000-8000-000000000002", "kernel", At) { Format = "aki" },
        new("aaaaaaaa-0000-4000-8000-000000000003", "golden", At),
        new("aaaaaaaa-0000-4000-8000-000000000004", "broken", At) { Status = "killed" },
    ];

    private int _made;

    public World(TimeProvider clock)
    {
        Clock = clock;
        Stored = [.. Images];
        Add("web-01", addresses: "10.0.0.5");
        Add("app-01", deaf: true);
        Add("db-01", status: "SHUTOFF", power: 4);
        Add("theirs-01", project: OtherProject);
    }

    public static DateTimeOffset At { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public TimeProvider Clock { get; }

    public List<SimulatedServer> Servers { get; } = [];

    public List<CloudImage> Stored { get; }

    public List<CloudMigration> Migrations { get; } = [];

    public List<CloudHost> Hosts { get; } =
    [
        new("bbbbbbbb-0000-4000-8000-000000000001", "cccccccc-0000-4000-8000-000000000001", "compute-1"),
        new("bbbbbbbb-0000-4000-8000-000000000002", "cccccccc-0000-4000-8000-000000000002", "compute-2"),
    ];

    public List<(string Id, string Name)> Networks { get; } =
        [("dddddddd-0000-4000-8000-000000000001", "front"), ("dddddddd-0000-4000-8000-000000000002", "back"), ("dddddddd-0000-4000-8000-000000000003", "back")];

    /// <summary>What was carried out, in Nova's terms, by server.</summary>
    public List<(string Action, string Target)> Effects { get; } = [];

    /// <summary>What lists give at once, whatever is asked for.</summary>
    public int Page { get; set; } = 2;

    public (string Oldest, string Newest) Versions { get; set; } = ("2.1", "2.93");

    /// <summary>Whether hypervisors count what servers use.</summary>
    public bool Counts { get; set; } = true;

    public bool HasVolumes { get; set; } = true;

    public int BackupQuota { get; set; } = 10;

    public int VolumeQuota { get; set; } = 10;

    public List<Block> Volumes { get; } = [];

    public List<Block> VolumeSnapshots { get; } = [];

    public List<Block> Backups { get; } = [];

    public bool HasNetworks { get; set; } = true;

    public SimulatedServer this[string name] => Servers.Single(server => server.Name == name);

    public SimulatedServer Add(
        string name, string project = Project, string status = "ACTIVE", int power = 1, bool deaf = false, string? addresses = null, bool fromVolume = false) => Add(new SimulatedServer(Clock)
    {
        Id = NewId(), Name = name, Project = project, Flavor = Flavors[1], Deaf = deaf, Status = status, Power = power, FromVolume = fromVolume,
        Addresses = addresses is null ? [] : [addresses], Created = At, Launched = At,
    });

    /// <summary>A server that boots from a volume, with as many as are wanted.</summary>
    public SimulatedServer AddFromVolumes(string name, int volumes)
    {
        var server = Add(name, fromVolume: true);
        for (var at = 0; at < volumes; at++)
        {
            var volume = new Block(Clock, $"ffffffff-0000-4000-8000-{Volumes.Count + 1:x12}", "", "in-use") { Bootable = at == 0 };
            Volumes.Add(volume);
            // Nova does not list them in the order of their devices.
            server.Volumes.Insert(0, (volume.Id, true));
        }

        return server;
    }

    public SimulatedServer Add(SimulatedServer server)
    {
        Servers.Add(server);
        return server;
    }

    public string NewId() => $"eeeeeeee-0000-4000-8000-{++_made:x12}";

    /// <summary>As a call finds it that names it.</summary>
    public SimulatedServer Find(string id, User user) =>
        Servers.Find(server => server.Id == id && (user.IsAdministrator || server.Project == user.Project)) ?? throw Refusal.NoServer(id);

    public void Pass()
    {
        foreach (var server in Servers.ToList()) server.Pass();
        foreach (var blocks in new[] { Volumes, VolumeSnapshots, Backups })
        {
            foreach (var block in blocks) block.Pass();
            blocks.RemoveAll(block => block.Status == "gone");
        }
    }

    /// <summary>A page of what there is, and whether there is more.</summary>
    public (List<T> Items, bool IsMore) PageOf<T>(IReadOnlyList<T> all, Func<T, string> id, Call call)
    {
        var size = Math.Min(call.Get("limit") is { } limit ? int.Parse(limit, System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue, Page);
        var marker = call.Get("marker");
        var from = marker is null ? 0 : all.ToList().FindIndex(item => id(item) == marker) + 1;
        if (marker is not null && from == 0) throw Refusal.BadRequest($"marker [{marker}] not found");
        return ([.. all.Skip(from).Take(size)], from + size < all.Count);
    }
}
