using System.Runtime.InteropServices;

namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>The host, its storage pools, and the load of everything on it.</summary>
internal static unsafe partial class Virt
{
    [LibraryImport(Library, EntryPoint = "virConnectGetHostname")]
    public static partial byte* ConnectGetHostname(ConnectHandle connection);

    [LibraryImport(Library, EntryPoint = "virConnectGetCapabilities")]
    public static partial byte* ConnectGetCapabilities(ConnectHandle connection);

    [LibraryImport(Library, EntryPoint = "virNodeGetInfo")]
    public static partial int NodeGetInfo(ConnectHandle connection, out NodeInfo info);

    [LibraryImport(Library, EntryPoint = "virNodeGetCPUStats")]
    public static partial int NodeGetCpuStats(ConnectHandle connection, int cpu, void* fields, ref int count, uint flags);

    [LibraryImport(Library, EntryPoint = "virNodeGetMemoryStats")]
    public static partial int NodeGetMemoryStats(ConnectHandle connection, int cell, void* fields, ref int count, uint flags);

    [LibraryImport(Library, EntryPoint = "virConnectGetAllDomainStats")]
    public static partial int ConnectGetAllDomainStats(ConnectHandle connection, uint stats, StatsRecord*** records, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainStatsRecordListFree")]
    public static partial void DomainStatsRecordListFree(StatsRecord** records);

    [LibraryImport(Library, EntryPoint = "virConnectListAllStoragePools")]
    public static partial int ConnectListAllStoragePools(ConnectHandle connection, nint** pools, uint flags);

    [LibraryImport(Library, EntryPoint = "virStoragePoolGetName")]
    public static partial byte* StoragePoolGetName(StoragePoolHandle pool);

    [LibraryImport(Library, EntryPoint = "virStoragePoolGetUUIDString")]
    public static partial int StoragePoolGetUuidString(StoragePoolHandle pool, byte* buffer);

    [LibraryImport(Library, EntryPoint = "virStoragePoolGetInfo")]
    public static partial int StoragePoolGetInfo(StoragePoolHandle pool, out PoolInfo info);

    [LibraryImport(Library, EntryPoint = "virStoragePoolFree")]
    public static partial int StoragePoolFree(nint pool);
}

/// <summary><c>struct _virNodeInfo</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NodeInfo
{
    public fixed byte Model[32];
    public nuint MemoryKib;
    public uint Cpus;
    public uint Mhz;
    public uint Nodes;
    public uint Sockets;
    public uint Cores;
    public uint Threads;
}

/// <summary><c>struct _virStoragePoolInfo</c>, in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PoolInfo
{
    public int State;
    public ulong Capacity;
    public ulong Allocation;
    public ulong Available;
}

/// <summary><c>struct _virDomainStatsRecord</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StatsRecord
{
    public nint Domain;
    public byte* Parameters;
    public int Count;
}
