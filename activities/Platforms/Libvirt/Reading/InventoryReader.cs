using System.Collections.Immutable;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>Reads the host and what is on it. All calls block.</summary>
internal sealed class InventoryReader(string? cluster, string? migrationAddress)
{
    // Asking for it makes a fresh libvirtd probe its emulators, for seconds.
    private volatile string? _hostUuid;

    public Inventory Read(ConnectHandle connection)
    {
        var (pools, storages) = ReadStorages(connection);
        var host = ReadHost(connection) with { Storages = [.. storages.Select(storage => storage.Name)] };
        var vms = ImmutableArray.CreateBuilder<VirtualMachine>();
        var isTight = new Lazy<bool>(() => IsCutOffTight(connection));
        var templates = ImmutableArray.CreateBuilder<Template>();
        foreach (var domain in connection.ListDomains())
        {
            using (domain)
            {
                if (VirtHandle.OrNull(() => Describe(domain)) is not { } described) continue;
                if (described.Xml.IsTemplate) templates.Add(new Template($"libvirt:{described.Uuid}", described.Uuid, described.Xml.Name, described.Xml.Os));
                else if (!described.Arrives) vms.Add(ToVm(domain, described, host.Name, pools, isTight));
            }
        }

        return new Inventory(vms.DrainToImmutable(), [host], storages)
        {
            Templates = templates.DrainToImmutable(),
            Networks = ReadNetworks(connection),
            Clusters = cluster is null ? [] : [new Cluster(cluster, Balances: false)],
        };
    }

    public Host ReadHost(ConnectHandle connection)
    {
        var info = connection.GetNodeInfo();
        var name = connection.GetHostname();
        // The test driver has no UUID of its host.
        var id = _hostUuid ??= DomainXml.HostUuid(connection.GetCapabilities()) ?? name;
        return new Host($"libvirt:{id}", id, name, cluster, HostState.Up, (int)info.Cpus, (long)info.MemoryKib * 1024)
        {
            MigrationAddress = migrationAddress,
        };
    }

    /// <summary>Null where there is no such VM.</summary>
    public VirtualMachine? ReadVm(ConnectHandle connection, string uuid)
    {
        using var domain = VirtHandle.OrNull(() => connection.Lookup(uuid));
        return domain is not null && VirtHandle.OrNull(() => Describe(domain)) is { Xml.IsTemplate: false, Arrives: false } described
            ? ToVm(domain, described, connection.GetHostname(), ReadStorages(connection).Pools, new(() => IsCutOffTight(connection)))
            : null;
    }

    /// <summary>A filter of that name which lets something through cuts nothing off.</summary>
    private static bool IsCutOffTight(ConnectHandle connection)
    {
        using var filter = VirtHandle.OrNull(() => connection.LookupFilter(CutOff.Filter));
        return filter is not null && CutOff.IsTight(filter.GetXml());
    }

    private static Described Describe(DomainHandle domain)
    {
        var power = Power.Of(domain.GetState(), domain.RuntimeId is not null);
        return new Described(domain.GetUuid(), power, DomainXml.Parse(domain.GetXml()), power.InPassing && !domain.IsPersistent());
    }

    private VirtualMachine ToVm(DomainHandle domain, Described described, string host, Pools pools, Lazy<bool> isTight)
    {
        var (uuid, power, xml) = (described.Uuid, described.Power.State, described.Xml);
        var addresses = power == PowerState.On ? ReadAddresses(domain, xml) : [];
        return new VirtualMachine(
            $"libvirt:{uuid}", uuid, xml.Name, power, host, cluster, xml.Cpus, xml.MemoryBytes, xml.Tags, addresses, xml.Os)
        {
            Storages = [.. xml.Disks.Select(pools.Of).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            GuestAnswers = xml.AgentAnswers is { } answers ? answers && power == PowerState.On : null,
            Cards = xml.Cards.Any(card => card.IsCutOff) && !isTight.Value ? [.. xml.Cards.Select(card => card with { IsCutOff = false })] : xml.Cards,
        };
    }

    /// <summary>As far as the host knows them. The guest is not asked: an agent that hangs would hold up the whole inventory.</summary>
    private static ImmutableArray<string> ReadAddresses(DomainHandle domain, DomainXml xml)
    {
        IEnumerable<string> leased = xml.OnLibvirtNetwork ? OrNone(() => domain.GetAddresses(DomainHandle.FromLeases)) : [];
        IEnumerable<string> seen = xml.OnOtherNetwork ? OrNone(() => domain.GetAddresses(DomainHandle.FromArp)) : [];
        return [.. leased.Union(seen).Order(StringComparer.Ordinal)];
    }

    private static (Pools Pools, ImmutableArray<Storage> Storages) ReadStorages(ConnectHandle connection)
    {
        var (pools, storages) = (new Pools(), ImmutableArray.CreateBuilder<Storage>());
        foreach (var pool in OrNone(connection.ListActivePools))
        {
            using (pool)
            {
                if (VirtHandle.OrNull(() => ReadStorage(pool)) is not { } storage) continue;
                storages.Add(storage);
                pools.Add(pool);
            }
        }

        return (pools, storages.DrainToImmutable());
    }

    private static ImmutableArray<Network> ReadNetworks(ConnectHandle connection)
    {
        var networks = ImmutableArray.CreateBuilder<Network>();
        foreach (var network in OrNone(connection.ListActiveNetworks))
        {
            using (network)
            {
                var uuid = network.GetUuid();
                networks.Add(new Network($"libvirt:{uuid}", uuid, network.Name)
                {
                    IsIsolated = VirtHandle.OrNull(network.GetXml) is { } definition && Cards.IsIsolated(definition),
                });
            }
        }

        return networks.DrainToImmutable();
    }

    private static Storage ReadStorage(StoragePoolHandle pool)
    {
        var (uuid, info) = (pool.GetUuid(), pool.GetInfo());
        return new Storage($"libvirt:{uuid}", uuid, pool.Name, (long)info.Capacity, (long)info.Available);
    }

    /// <summary>What a driver does not keep, or cannot tell just now, is no reason to show nothing at all.</summary>
    private static IReadOnlyList<T> OrNone<T>(Func<IReadOnlyList<T>> read)
    {
        try
        {
            return read();
        }
        catch (PlatformException error) when (error.Error != PlatformError.Unreachable)
        {
            return [];
        }
    }

    /// <param name="Arrives">It is being moved here, and still runs elsewhere.</param>
    private sealed record Described(string Uuid, Power Power, DomainXml Xml, bool Arrives);
}
