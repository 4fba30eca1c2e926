using System.Collections.Immutable;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>Reads the host and what is on it. All calls block.</summary>
internal sealed class InventoryReader(string? cluster)
{
    // Asking for it makes a fresh libvirtd probe its emulators, for seconds.
    private volatile string? _hostUuid;

    public Inventory Read(ConnectHandle connection)
    {
        var host = ReadHost(connection);
        var vms = ImmutableArray.CreateBuilder<VirtualMachine>();
        foreach (var domain in connection.ListDomains())
        {
            using (domain)
            {
                if (ReadVm(domain, host.Name) is { } vm) vms.Add(vm);
            }
        }

        return new Inventory(vms.DrainToImmutable(), [host], ReadStorages(connection));
    }

    public Host ReadHost(ConnectHandle connection)
    {
        var info = connection.GetNodeInfo();
        var name = connection.GetHostname();
        // The test driver has no UUID of its host.
        var id = _hostUuid ??= DomainXml.HostUuid(connection.GetCapabilities()) ?? name;
        return new Host($"libvirt:{id}", id, name, cluster, HostState.Up, (int)info.Cpus, (long)info.MemoryKib * 1024);
    }

    /// <summary>Null where there is no such VM.</summary>
    public VirtualMachine? ReadVm(ConnectHandle connection, string uuid)
    {
        using var domain = OrNull(() => connection.Lookup(uuid));
        return domain is null ? null : ReadVm(domain, connection.GetHostname());
    }

    /// <summary>Null where it was deleted in the meantime.</summary>
    private VirtualMachine? ReadVm(DomainHandle domain, string host) => OrNull(() =>
    {
        var uuid = domain.GetUuid();
        var power = Power.Of(domain.GetState(), domain.RuntimeId is not null).State;
        var xml = DomainXml.Parse(domain.GetXml());
        var addresses = power == PowerState.On ? ReadAddresses(domain, xml) : [];
        return new VirtualMachine(
            $"libvirt:{uuid}", uuid, xml.Name, power, host, cluster, xml.Cpus, xml.MemoryBytes, xml.Tags, addresses, xml.Os);
    });

    /// <summary>As far as the host knows them. The guest is not asked: an agent that hangs would hold up the whole inventory.</summary>
    private static ImmutableArray<string> ReadAddresses(DomainHandle domain, DomainXml xml)
    {
        IEnumerable<string> leased = xml.OnLibvirtNetwork ? OrNone(() => domain.GetAddresses(DomainHandle.FromLeases)) : [];
        IEnumerable<string> seen = xml.OnOtherNetwork ? OrNone(() => domain.GetAddresses(DomainHandle.FromArp)) : [];
        return [.. leased.Union(seen).Order(StringComparer.Ordinal)];
    }

    private static ImmutableArray<Storage> ReadStorages(ConnectHandle connection)
    {
        var storages = ImmutableArray.CreateBuilder<Storage>();
        foreach (var pool in OrNone(connection.ListActivePools))
        {
            using (pool)
            {
                if (OrNull(() => ReadStorage(pool)) is { } storage) storages.Add(storage);
            }
        }

        return storages.DrainToImmutable();
    }

    private static Storage ReadStorage(StoragePoolHandle pool)
    {
        var (uuid, info) = (pool.GetUuid(), pool.GetInfo());
        return new Storage($"libvirt:{uuid}", uuid, pool.Name, (long)info.Capacity, (long)info.Available);
    }

    private static T? OrNull<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound)
        {
            return null;
        }
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
}
