using System.Runtime.InteropServices;

namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>The volumes of storage pools, and the streams that fill them.</summary>
internal static unsafe partial class Virt
{
    [LibraryImport(Library, EntryPoint = "virStoragePoolLookupByName", StringMarshalling = StringMarshalling.Utf8)]
    public static partial StoragePoolHandle StoragePoolLookupByName(ConnectHandle connection, string name);

    [LibraryImport(Library, EntryPoint = "virStoragePoolLookupByVolume")]
    public static partial StoragePoolHandle StoragePoolLookupByVolume(VolumeHandle volume);

    [LibraryImport(Library, EntryPoint = "virStoragePoolGetXMLDesc")]
    public static partial byte* StoragePoolGetXmlDesc(StoragePoolHandle pool, uint flags);

    [LibraryImport(Library, EntryPoint = "virStoragePoolRefresh")]
    public static partial int StoragePoolRefresh(StoragePoolHandle pool, uint flags);

    [LibraryImport(Library, EntryPoint = "virStoragePoolListAllVolumes")]
    public static partial int StoragePoolListAllVolumes(StoragePoolHandle pool, nint** volumes, uint flags);

    [LibraryImport(Library, EntryPoint = "virStorageVolLookupByName", StringMarshalling = StringMarshalling.Utf8)]
    public static partial VolumeHandle StorageVolLookupByName(StoragePoolHandle pool, string name);

    [LibraryImport(Library, EntryPoint = "virStorageVolLookupByPath", StringMarshalling = StringMarshalling.Utf8)]
    public static partial VolumeHandle StorageVolLookupByPath(ConnectHandle connection, string path);

    [LibraryImport(Library, EntryPoint = "virStorageVolCreateXML", StringMarshalling = StringMarshalling.Utf8)]
    public static partial VolumeHandle StorageVolCreateXml(StoragePoolHandle pool, string xml, uint flags);

    [LibraryImport(Library, EntryPoint = "virStorageVolCreateXMLFrom", StringMarshalling = StringMarshalling.Utf8)]
    public static partial VolumeHandle StorageVolCreateXmlFrom(StoragePoolHandle pool, string xml, VolumeHandle source, uint flags);

    [LibraryImport(Library, EntryPoint = "virStorageVolGetXMLDesc")]
    public static partial byte* StorageVolGetXmlDesc(VolumeHandle volume, uint flags);

    [LibraryImport(Library, EntryPoint = "virStorageVolGetName")]
    public static partial byte* StorageVolGetName(VolumeHandle volume);

    [LibraryImport(Library, EntryPoint = "virStorageVolGetPath")]
    public static partial byte* StorageVolGetPath(VolumeHandle volume);

    [LibraryImport(Library, EntryPoint = "virStorageVolDelete")]
    public static partial int StorageVolDelete(VolumeHandle volume, uint flags);

    [LibraryImport(Library, EntryPoint = "virStorageVolUpload")]
    public static partial int StorageVolUpload(VolumeHandle volume, StreamHandle stream, ulong offset, ulong length, uint flags);

    [LibraryImport(Library, EntryPoint = "virStorageVolFree")]
    public static partial int StorageVolFree(nint volume);

    [LibraryImport(Library, EntryPoint = "virStreamNew")]
    public static partial StreamHandle StreamNew(ConnectHandle connection, uint flags);

    [LibraryImport(Library, EntryPoint = "virStreamSend")]
    public static partial int StreamSend(StreamHandle stream, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "virStreamFinish")]
    public static partial int StreamFinish(StreamHandle stream);

    [LibraryImport(Library, EntryPoint = "virStreamAbort")]
    public static partial int StreamAbort(StreamHandle stream);

    [LibraryImport(Library, EntryPoint = "virStreamFree")]
    public static partial int StreamFree(nint stream);
}
