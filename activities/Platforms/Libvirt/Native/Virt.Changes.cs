using System.Runtime.InteropServices;

namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>What makes, describes, moves and removes domains.</summary>
internal static unsafe partial class Virt
{
    [LibraryImport(Library, EntryPoint = "virDomainLookupByName", StringMarshalling = StringMarshalling.Utf8)]
    public static partial DomainHandle DomainLookupByName(ConnectHandle connection, string name);

    [LibraryImport(Library, EntryPoint = "virDomainDefineXML", StringMarshalling = StringMarshalling.Utf8)]
    public static partial DomainHandle DomainDefineXml(ConnectHandle connection, string xml);

    [LibraryImport(Library, EntryPoint = "virDomainUndefineFlags")]
    public static partial int DomainUndefineFlags(DomainHandle domain, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainListAllCheckpoints")]
    public static partial int DomainListAllCheckpoints(DomainHandle domain, nint** checkpoints, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainIsPersistent")]
    public static partial int DomainIsPersistent(DomainHandle domain);

    [LibraryImport(Library, EntryPoint = "virDomainSetMetadata", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int DomainSetMetadata(DomainHandle domain, int type, string metadata, string prefix, string space, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainUpdateDeviceFlags", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int DomainUpdateDeviceFlags(DomainHandle domain, string xml, uint flags);

    [LibraryImport(Library, EntryPoint = "virNWFilterDefineXML", StringMarshalling = StringMarshalling.Utf8)]
    public static partial FilterHandle FilterDefineXml(ConnectHandle connection, string xml);

    [LibraryImport(Library, EntryPoint = "virNWFilterLookupByName", StringMarshalling = StringMarshalling.Utf8)]
    public static partial FilterHandle FilterLookupByName(ConnectHandle connection, string name);

    [LibraryImport(Library, EntryPoint = "virNWFilterGetXMLDesc")]
    public static partial byte* FilterGetXmlDesc(FilterHandle filter, uint flags);

    [LibraryImport(Library, EntryPoint = "virNWFilterFree")]
    public static partial int FilterFree(nint filter);

    [LibraryImport(Library, EntryPoint = "virDomainMigrateToURI3", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int DomainMigrateToUri3(DomainHandle domain, string destination, void* parameters, uint count, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainAbortJob")]
    public static partial int DomainAbortJob(DomainHandle domain);

    [LibraryImport(Library, EntryPoint = "virConnectListAllNetworks")]
    public static partial int ConnectListAllNetworks(ConnectHandle connection, nint** networks, uint flags);

    [LibraryImport(Library, EntryPoint = "virNetworkLookupByName", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NetworkHandle NetworkLookupByName(ConnectHandle connection, string name);

    [LibraryImport(Library, EntryPoint = "virNetworkGetName")]
    public static partial byte* NetworkGetName(NetworkHandle network);

    [LibraryImport(Library, EntryPoint = "virNetworkGetUUIDString")]
    public static partial int NetworkGetUuidString(NetworkHandle network, byte* buffer);

    [LibraryImport(Library, EntryPoint = "virNetworkFree")]
    public static partial int NetworkFree(nint network);
}
