using System.Collections.Immutable;
using System.Globalization;
using Runbooks.Activities.Platforms.Simulator.Backups;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>What the n-th VM of a fleet is. The cycle of roles (13) and that of environments (10) share no factor, so that every pair
/// comes up.</summary>
internal static class VmPlan
{
    private const long GiB = 1L << 30;
    private const string StandardOs = "Ubuntu 24.04";

    private static readonly Role[] Roles =
    [
        new("web", "shop", 2, 4, StandardOs, LoadShape.Office),
        new("app", "shop", 4, 8, StandardOs, LoadShape.Office),
        new("db", "shop", 8, 32, "Rocky Linux 9", LoadShape.Busy),
        new("cache", "shop", 2, 8, "Debian 12", LoadShape.Office),
        new("erp", "erp", 8, 32, "Windows Server 2022", LoadShape.Office),
        new("batch", "erp", 4, 16, "Rocky Linux 9", LoadShape.Batch),
        new("billing", "erp", 4, 8, "Windows Server 2019", LoadShape.MonthEnd),
        new("build", "ci", 8, 16, StandardOs, LoadShape.Busy),
        new("wiki", "intranet", 2, 4, "Debian 12", LoadShape.Office),
        new("mail", "intranet", 4, 8, "Debian 12", LoadShape.Office),
        new("dc", "directory", 2, 8, "Windows Server 2022", LoadShape.Idle),
        new("report", "bi", 4, 16, "CentOS 7", LoadShape.Batch),
        new("desktop", "vdi", 2, 8, "Windows 11", LoadShape.Office),
    ];

    private static readonly Dictionary<string, string> Owners = new()
    {
        ["shop"] = "lena.fischer@example.com",
        ["erp"] = "wei.zhang@example.com",
        ["ci"] = "sam.taylor@example.com",
        ["intranet"] = "maria.rossi@example.com",
        ["directory"] = "it-operations@example.com",
        ["bi"] = "amira.haddad@example.com",
        ["vdi"] = "it-operations@example.com",
    };

    /// <param name="identity">Of the fleet; the VM's own numbers follow from it and the index alone.</param>
    /// <param name="placement">The host's name for a VM with this shape of load.</param>
    public static VmBlueprint Of(int index, ulong identity, string cluster, Func<LoadShape, string> placement)
    {
        var role = Roles[index % Roles.Length];
        var seed = Chaos.Hash(identity, (ulong)index);
        var environment = (index % 10) switch { < 5 => "prod", < 8 => "test", _ => "dev" };
        var shape = Shape(index, identity, role, environment);
        var id = Chaos.Uuid(identity, Chaos.Hash("vm", index)).ToString();
        var tags = Tags(index, identity, role, environment);
        var machine = new VirtualMachine(
            $"{SimulatorFactory.Name}:{id}",
            id,
            string.Create(CultureInfo.InvariantCulture, $"{role.Name}-{(index / Roles.Length) + 1:00}"),
            Power(seed, environment, tags),
            placement(shape),
            cluster,
            role.Cpus,
            role.MemoryGiB * GiB,
            tags,
            [Address(index)],
            role.Os,
            new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours((int)(Part(seed, 1) * 4 * 365 * 24)))
        {
            Cards = [new NetworkCard(RestoreRules.Mac(seed), environment == "prod" ? "production" : "test")],
        };
        return new VmBlueprint(machine, Load(seed, shape, environment));
    }

    /// <summary>Half of the test and development VMs do nothing; the others work as their role does.</summary>
    private static LoadShape Shape(int index, ulong identity, Role role, string environment) =>
        environment != "prod" && (index + (index / 10) + (int)(identity & 1)) % 2 == 0 ? LoadShape.Idle : role.Shape;

    private static LoadProfile Load(ulong seed, LoadShape shape, string environment)
    {
        var rest = shape switch { LoadShape.Idle or LoadShape.MonthEnd => 0.006, LoadShape.Batch => 0.02, _ => 0.05 } * (1 + Part(seed, 2));
        var peak = shape switch
        {
            LoadShape.Idle => rest,
            LoadShape.Batch => 0.7 + (0.2 * Part(seed, 3)),
            LoadShape.Busy => 0.65 + (0.15 * Part(seed, 3)),
            _ => (environment == "prod" ? 0.5 : 0.35) + (0.25 * Part(seed, 3)),
        };
        return new LoadProfile(shape, seed, rest, peak, Math.Round((Part(seed, 4) * 3) - 1.5, 2), 0.2 + (0.4 * Part(seed, 5)));
    }

    /// <summary>A fifth of what is not production is off already, but no test VM that might be powered off for being idle: there is
    /// always something to find.</summary>
    private static PowerState Power(ulong seed, string environment, ImmutableSortedDictionary<string, string> tags) => environment switch
    {
        "prod" => PowerState.On,
        "test" when tags.ContainsKey("idleOff") => PowerState.On,
        _ => Part(seed, 6) switch { > 0.2 => PowerState.On, > 0.03 => PowerState.Off, _ => PowerState.Suspended },
    };

    /// <summary>Consent to be powered off when idle is given with and without being idle; what must be left alone says so.</summary>
    private static ImmutableSortedDictionary<string, string> Tags(int index, ulong identity, Role role, string environment)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>();
        (tags["env"], tags["app"], tags["owner"]) = (environment, role.App, Owners[role.App]);
        if (environment != "prod" && (index / 10 + (int)((identity >> 1) % 3)) % 3 != 0) tags["idleOff"] = "yes";
        if (environment == "prod" && role.Name is ("dc" or "mail")) tags["protected"] = "yes";
        if (role.Name == "db")
        {
            tags["data"] = "stateful";
            tags["group"] = string.Create(CultureInfo.InvariantCulture, $"db-{environment}-{(index / 130) + 1}");
        }

        return tags.ToImmutable();
    }

    private static string Address(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"10.{20 + (index / 62_500)}.{index / 250 % 250}.{(index % 250) + 1}");

    private static double Part(ulong seed, ulong part) => Chaos.Fraction(Chaos.Hash(seed, part));

    private sealed record Role(string Name, string App, int Cpus, int MemoryGiB, string Os, LoadShape Shape);
}
