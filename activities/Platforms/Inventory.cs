using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Runbooks.Activities.Platforms;

[JsonConverter(typeof(JsonStringEnumConverter<PowerState>))]
public enum PowerState
{
    [JsonStringEnumMemberName("unknown")] Unknown,
    [JsonStringEnumMemberName("on")] On,
    [JsonStringEnumMemberName("off")] Off,
    [JsonStringEnumMemberName("suspended")] Suspended,
}

[JsonConverter(typeof(JsonStringEnumConverter<HostState>))]
public enum HostState
{
    [JsonStringEnumMemberName("unknown")] Unknown,
    [JsonStringEnumMemberName("up")] Up,
    [JsonStringEnumMemberName("maintenance")] Maintenance,
    [JsonStringEnumMemberName("down")] Down,
}

/// <summary>A virtual machine as its platform describes it.</summary>
/// <param name="Id">Stable across connections and migrations: <c>{platform}:{uuid}</c>.</param>
/// <param name="NativeId">What the platform's own calls take.</param>
/// <param name="Host">The name of the host that it is on; null where none is known.</param>
public sealed record VirtualMachine(
    string Id,
    string NativeId,
    string Name,
    PowerState PowerState,
    string? Host,
    string? Cluster,
    int Cpus,
    long MemoryBytes,
    ImmutableSortedDictionary<string, string> Tags,
    ImmutableArray<string> IpAddresses,
    string? Os = null,
    DateTimeOffset? CreatedAt = null)
{
    /// <summary>The storages that its disks are on, by name; empty where the platform does not say.</summary>
    public ImmutableArray<string> Storages { get; init; } = [];

    /// <summary>Whether the guest has answered since it was started, by what the platform knows of it (tools, agent, address, checks);
    /// null where the platform knows nothing of guests.</summary>
    public bool? GuestAnswers { get; init; }

    /// <summary>What it does not come back with after it was off, each to be read after "loses" (EC2: <c>its public address 192.0.2.7,
    /// which is not an Elastic IP</c>); empty where nothing. Activities power such a VM off only where that was allowed.</summary>
    public ImmutableArray<string> LostWhenOff { get; init; } = [];

    /// <summary>Whether it was cut off from all networks (<see cref="Capability.Isolation"/>).</summary>
    [JsonIgnore]
    public bool IsCutOff => Cards is { IsEmpty: false } cards && cards.All(card => card.IsCutOff);

    /// <summary>Its network cards; null where the platform does not say.</summary>
    public ImmutableArray<NetworkCard>? Cards { get; init; }
}

/// <summary>A machine that VMs run on.</summary>
public sealed record Host(
    string Id,
    string NativeId,
    string Name,
    string? Cluster,
    HostState State,
    int Cpus,
    long MemoryBytes)
{
    /// <summary>The storages that it reaches, by name; empty where the platform does not say, which counts as all.</summary>
    public ImmutableArray<string> Storages { get; init; } = [];

    /// <summary>Where other hosts send VMs to it (libvirt: the URI of its daemon as they reach it); null where it takes none from other connections.</summary>
    public string? MigrationAddress { get; init; }
}

/// <summary>A place that disks live on: a datastore or a storage pool.</summary>
public sealed record Storage(string Id, string NativeId, string Name, long CapacityBytes, long FreeBytes);

/// <summary>What VMs are made from: a template, an image, an AMI.</summary>
public sealed record Template(string Id, string NativeId, string Name, string? Os = null);

/// <summary>What VMs are connected to: a port group, a bridge, a subnet.</summary>
public sealed record Network(string Id, string NativeId, string Name)
{
    /// <summary>The platform lets nothing out of it, so that what runs there meets nobody.</summary>
    public bool IsIsolated { get; init; }
}

/// <param name="Network">The name of the network that it is plugged into; null where it is plugged into none.</param>
public sealed record NetworkCard(string Mac, string? Network)
{
    /// <summary>The platform lets nothing in or out of it, whatever it is plugged into.</summary>
    public bool IsCutOff { get; init; }
}

/// <summary>Hosts that share VMs.</summary>
/// <param name="Balances">The platform moves VMs between its hosts by itself (DRS is automatic): others stand back.</param>
public sealed record Cluster(string Name, bool Balances);

/// <summary>Everything that a connection shows, at one moment.</summary>
public sealed record Inventory(
    ImmutableArray<VirtualMachine> VirtualMachines,
    ImmutableArray<Host> Hosts,
    ImmutableArray<Storage> Storages)
{
    public ImmutableArray<Template> Templates { get; init; } = [];

    public ImmutableArray<Network> Networks { get; init; } = [];

    public ImmutableArray<Cluster> Clusters { get; init; } = [];
}

/// <param name="Name">Unique within its VM.</param>
/// <param name="CreatedAt">Null where the platform does not say: of unknown age, and never pruned.</param>
/// <param name="Parent">The snapshot that it was taken on; null for the first.</param>
public sealed record Snapshot(string Name, DateTimeOffset? CreatedAt, bool HasMemory, string? Parent);

/// <summary>Something changed on the platform; the inventory should be read again.</summary>
/// <param name="NativeId">The VM concerned; null where the platform does not say.</param>
public sealed record InventoryChange(string? NativeId, string What);

/// <summary>Load of one object over the interval since the sample before.</summary>
/// <param name="Id">The object's stable identity.</param>
/// <param name="Cpu">Share of its CPUs, 0 to 1; null where unknown.</param>
/// <param name="Memory">Share of its memory, 0 to 1.</param>
/// <param name="Disk">Bytes read and written a second.</param>
/// <param name="Network">Bytes received and sent a second.</param>
public sealed record MetricSample(string Id, DateTimeOffset At, double? Cpu, double? Memory, double? Disk, double? Network);
