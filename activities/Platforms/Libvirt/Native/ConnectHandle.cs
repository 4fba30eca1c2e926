namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>An open connection. All calls block, and raise <see cref="PlatformException"/>.</summary>
internal sealed unsafe class ConnectHandle : VirtHandle
{
    private const uint ActivePools = 2, ActiveNetworks = 2;

    /// <summary>Without it the call waits for each domain that migrates or is saved.</summary>
    private const uint StatsNoWait = 1u << 29;

    /// <summary>State, CPU, balloon, VCPU, interface, block.</summary>
    private const uint StatsKinds = 1 | 2 | 4 | 8 | 16 | 32;

    public static ConnectHandle Open(string uri) => LibvirtError.Check(Virt.ConnectOpen(uri));

    public string GetHostname() => NativeText.Owned(Virt.ConnectGetHostname(this));

    public string GetCapabilities() => NativeText.Owned(Virt.ConnectGetCapabilities(this));

    public NodeInfo GetNodeInfo()
    {
        LibvirtError.Check(Virt.NodeGetInfo(this, out var info));
        return info;
    }

    public DomainHandle[] ListDomains()
    {
        nint* domains;
        var count = LibvirtError.Check(Virt.ConnectListAllDomains(this, &domains, 0));
        return NativeText.Objects<DomainHandle>(domains, count);
    }

    public DomainHandle Lookup(string uuid) => Guid.TryParse(uuid, out _)
        ? LibvirtError.Check(Virt.DomainLookupByUuidString(this, uuid))
        : throw new PlatformException(PlatformError.NotFound, $"'{uuid}' is not the UUID of a domain");

    public DomainHandle LookupByName(string name) => LibvirtError.Check(Virt.DomainLookupByName(this, name));

    /// <summary>Makes a domain that is off, or changes the one with this UUID.</summary>
    public DomainHandle Define(string xml) => LibvirtError.Check(Virt.DomainDefineXml(this, xml));

    public StoragePoolHandle LookupPool(string name) => LibvirtError.Check(Virt.StoragePoolLookupByName(this, name));

    public VolumeHandle LookupVolume(string path) => LibvirtError.Check(Virt.StorageVolLookupByPath(this, path));

    public NetworkHandle LookupNetwork(string name) => LibvirtError.Check(Virt.NetworkLookupByName(this, name));

    public FilterHandle LookupFilter(string name) => LibvirtError.Check(Virt.FilterLookupByName(this, name));

    /// <summary>Makes a network filter, or changes the one of this name, also for the cards that have it.</summary>
    public FilterHandle DefineFilter(string xml) => LibvirtError.Check(Virt.FilterDefineXml(this, xml));

    public NetworkHandle[] ListActiveNetworks()
    {
        nint* networks;
        var count = LibvirtError.Check(Virt.ConnectListAllNetworks(this, &networks, ActiveNetworks));
        return NativeText.Objects<NetworkHandle>(networks, count);
    }

    public StoragePoolHandle[] ListActivePools()
    {
        nint* pools;
        var count = LibvirtError.Check(Virt.ConnectListAllStoragePools(this, &pools, ActivePools));
        return NativeText.Objects<StoragePoolHandle>(pools, count);
    }

    /// <summary>CPU time of the host since its start, in nanoseconds: kernel, user, idle, iowait.</summary>
    public NodeFields GetCpuTimes()
    {
        var count = 0;
        LibvirtError.Check(Virt.NodeGetCpuStats(this, -1, null, ref count, 0));
        var buffer = new byte[count * NodeFields.Size];
        fixed (byte* fields = buffer) LibvirtError.Check(Virt.NodeGetCpuStats(this, -1, fields, ref count, 0));
        return NodeFields.Read(buffer, count);
    }

    /// <summary>Memory of the host, in KiB: total, free, buffers, cached.</summary>
    public NodeFields GetMemory()
    {
        var count = 0;
        LibvirtError.Check(Virt.NodeGetMemoryStats(this, -1, null, ref count, 0));
        var buffer = new byte[count * NodeFields.Size];
        fixed (byte* fields = buffer) LibvirtError.Check(Virt.NodeGetMemoryStats(this, -1, fields, ref count, 0));
        return NodeFields.Read(buffer, count);
    }

    /// <summary>Counters of all domains, by UUID.</summary>
    public Dictionary<string, TypedParameters> GetAllStats()
    {
        StatsRecord** records;
        var count = LibvirtError.Check(Virt.ConnectGetAllDomainStats(this, StatsKinds, &records, StatsNoWait));
        try
        {
            var stats = new Dictionary<string, TypedParameters>(count);
            for (var i = 0; i < count; i++)
                stats[DomainHandle.UuidOf(records[i]->Domain)] = TypedParameters.Read(records[i]->Parameters, records[i]->Count);
            return stats;
        }
        finally
        {
            Virt.DomainStatsRecordListFree(records);
        }
    }

    protected override bool ReleaseHandle() => Virt.ConnectClose(handle) >= 0;
}
