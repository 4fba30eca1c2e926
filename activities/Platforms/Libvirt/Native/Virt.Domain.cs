using System.Runtime.InteropServices;

namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>Domains, which operators call virtual machines, and their snapshots.</summary>
internal static unsafe partial class Virt
{
    [LibraryImport(Library, EntryPoint = "virConnectListAllDomains")]
    public static partial int ConnectListAllDomains(ConnectHandle connection, nint** domains, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainLookupByUUIDString", StringMarshalling = StringMarshalling.Utf8)]
    public static partial DomainHandle DomainLookupByUuidString(ConnectHandle connection, string uuid);

    [LibraryImport(Library, EntryPoint = "virDomainFree")]
    public static partial int DomainFree(nint domain);

    [LibraryImport(Library, EntryPoint = "virDomainGetUUIDString")]
    public static partial int DomainGetUuidString(nint domain, byte* buffer);

    [LibraryImport(Library, EntryPoint = "virDomainGetUUIDString")]
    public static partial int DomainGetUuidString(DomainHandle domain, byte* buffer);

    [LibraryImport(Library, EntryPoint = "virDomainGetID")]
    public static partial uint DomainGetId(DomainHandle domain);

    [LibraryImport(Library, EntryPoint = "virDomainGetState")]
    public static partial int DomainGetState(DomainHandle domain, out int state, out int reason, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainGetXMLDesc")]
    public static partial byte* DomainGetXmlDesc(DomainHandle domain, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainInterfaceAddresses")]
    public static partial int DomainInterfaceAddresses(DomainHandle domain, InterfaceRecord*** interfaces, uint source, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainInterfaceFree")]
    public static partial void DomainInterfaceFree(InterfaceRecord* record);

    [LibraryImport(Library, EntryPoint = "virDomainGetJobStats")]
    public static partial int DomainGetJobStats(DomainHandle domain, out int type, void** parameters, out int count, uint flags);

    [LibraryImport(Library, EntryPoint = "virTypedParamsFree")]
    public static partial void TypedParamsFree(void* parameters, int count);

    [LibraryImport(Library, EntryPoint = "virDomainCreate")]
    public static partial int DomainCreate(DomainHandle domain);

    [LibraryImport(Library, EntryPoint = "virDomainShutdown")]
    public static partial int DomainShutdown(DomainHandle domain);

    [LibraryImport(Library, EntryPoint = "virDomainDestroy")]
    public static partial int DomainDestroy(DomainHandle domain);

    [LibraryImport(Library, EntryPoint = "virDomainReboot")]
    public static partial int DomainReboot(DomainHandle domain, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainReset")]
    public static partial int DomainReset(DomainHandle domain, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainSuspend")]
    public static partial int DomainSuspend(DomainHandle domain);

    [LibraryImport(Library, EntryPoint = "virDomainResume")]
    public static partial int DomainResume(DomainHandle domain);

    [LibraryImport(Library, EntryPoint = "virDomainPMWakeup")]
    public static partial int DomainPMWakeup(DomainHandle domain, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainListAllSnapshots")]
    public static partial int DomainListAllSnapshots(DomainHandle domain, nint** snapshots, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainSnapshotLookupByName", StringMarshalling = StringMarshalling.Utf8)]
    public static partial SnapshotHandle DomainSnapshotLookupByName(DomainHandle domain, string name, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainSnapshotCreateXML", StringMarshalling = StringMarshalling.Utf8)]
    public static partial SnapshotHandle DomainSnapshotCreateXml(DomainHandle domain, string xml, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainSnapshotGetXMLDesc")]
    public static partial byte* DomainSnapshotGetXmlDesc(SnapshotHandle snapshot, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainSnapshotIsCurrent")]
    public static partial int DomainSnapshotIsCurrent(SnapshotHandle snapshot, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainRevertToSnapshot")]
    public static partial int DomainRevertToSnapshot(SnapshotHandle snapshot, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainSnapshotDelete")]
    public static partial int DomainSnapshotDelete(SnapshotHandle snapshot, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainSnapshotFree")]
    public static partial int DomainSnapshotFree(nint snapshot);
}

/// <summary><c>struct _virDomainInterface</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct InterfaceRecord
{
    public byte* Name;
    public byte* HardwareAddress;
    public uint AddressCount;
    public AddressRecord* Addresses;
}

/// <summary><c>struct _virDomainInterfaceIPAddress</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct AddressRecord
{
    public int Type;
    public byte* Address;
    public uint Prefix;
}
