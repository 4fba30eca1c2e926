using System.Collections.Immutable;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Fleet;

/// <summary>A host or VM as last seen through a connection.</summary>
/// <param name="Stale">Its connection is down: it may have changed since; changing steps refuse it.</param>
public abstract record FleetObject(string Connection, string Platform, DateTimeOffset LastSeenAt, bool Stale, Load? Load)
{
    /// <summary>The platform's stable identity.</summary>
    public abstract string Id { get; }

    public abstract string Name { get; }

    public abstract string? Cluster { get; }
}

public sealed record FleetVm(VirtualMachine Vm, string Connection, string Platform, DateTimeOffset LastSeenAt, bool Stale, Load? Load)
    : FleetObject(Connection, Platform, LastSeenAt, Stale, Load)
{
    public override string Id => Vm.Id;

    public override string Name => Vm.Name;

    public override string? Cluster => Vm.Cluster;

    /// <summary>Its snapshots as they were last read; null where they were not: they are no part of what platforms list.</summary>
    public SnapshotSight? Snapshots { get; init; }

    /// <summary>When it was first seen on its present host, having been on another; null where it has not moved as far as is known.</summary>
    public DateTimeOffset? MovedAt { get; init; }
}

/// <param name="OldestAt">Null where there is none, or the platform does not say how old one of them is.</param>
public sealed record SnapshotSight(int Count, DateTimeOffset? OldestAt, DateTimeOffset ReadAt);

/// <param name="Vms">How many VMs are on it.</param>
public sealed record FleetHost(Host Host, int Vms, string Connection, string Platform, DateTimeOffset LastSeenAt, bool Stale, Load? Load)
    : FleetObject(Connection, Platform, LastSeenAt, Stale, Load)
{
    /// <summary>How many VMs the other hosts of its cluster that are up have on average; null where there are none.</summary>
    public double? PeerVms { get; init; }

    public override string Id => Host.Id;

    public override string Name => Host.Name;

    public override string? Cluster => Host.Cluster;
}

/// <summary>A VM that is to be made, under a name that is reserved for it.</summary>
/// <param name="Host">The host that was chosen for it; null where the platform chooses.</param>
public sealed record PlannedVm(string Name, string? Host, string Connection, string Platform, DateTimeOffset LastSeenAt)
    : FleetObject(Connection, Platform, LastSeenAt, Stale: false, Load: null)
{
    public override string Id => IdOf(Connection, Name);

    public override string Name { get; } = Name;

    public override string? Cluster => null;

    public static string IdOf(string connection, string name) => $"new:{connection}/{name}";
}

/// <summary>A VM by its backups on one connection; it may be gone itself.</summary>
public sealed record BackedUpVm(string Vm, string Name, string Connection, string Platform, DateTimeOffset LastSeenAt)
    : FleetObject(Connection, Platform, LastSeenAt, Stale: false, Load: null)
{
    public override string Id => IdOf(Connection, Vm);

    public override string Name { get; } = Name;

    public override string? Cluster => null;

    public static string IdOf(string connection, string vm) => $"{Prefix(connection)}{vm}";

    public static BackedUpVm Of(Target target, string platform, DateTimeOffset now) =>
        new(target.Id[Prefix(target.Connection).Length..], target.Name, target.Connection, platform, now);

    private static string Prefix(string connection) => $"backups:{connection}/";
}

/// <summary>What a connection showed besides its objects.</summary>
/// <param name="Stale">It is down: all that it shows is as it was when last seen.</param>
public sealed record FleetConnection(
    string Id, string Platform, bool Stale, ImmutableArray<Template> Templates, ImmutableArray<Cluster> Clusters);

/// <summary>A storage as last seen through a connection.</summary>
public sealed record FleetStorage(Storage Storage, string Connection, string Platform, DateTimeOffset LastSeenAt, bool Stale)
    : FleetObject(Connection, Platform, LastSeenAt, Stale, null)
{
    public override string Id => Storage.Id;

    public override string Name => Storage.Name;

    public override string? Cluster => null;
}

/// <summary>The last sampled load; shares 0 to 1, rates in bytes a second.</summary>
public sealed record Load(double? Cpu, double? Memory, double? Disk, double? Network, DateTimeOffset At);
