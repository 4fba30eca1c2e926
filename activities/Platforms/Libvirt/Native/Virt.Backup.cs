using System.Runtime.InteropServices;

namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>Backups, the checkpoints that tell what changed since one, and reading disks.</summary>
internal static unsafe partial class Virt
{
    [LibraryImport(Library, EntryPoint = "virDomainBackupBegin", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int DomainBackupBegin(DomainHandle domain, string backup, string? checkpoint, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainGetBlockInfo", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int DomainGetBlockInfo(DomainHandle domain, string disk, out BlockInfo info, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainFSFreeze")]
    public static partial int DomainFsFreeze(DomainHandle domain, byte** mountPoints, uint count, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainFSThaw")]
    public static partial int DomainFsThaw(DomainHandle domain, byte** mountPoints, uint count, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainCheckpointLookupByName", StringMarshalling = StringMarshalling.Utf8)]
    public static partial CheckpointHandle DomainCheckpointLookupByName(DomainHandle domain, string name, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainCheckpointGetName")]
    public static partial byte* DomainCheckpointGetName(CheckpointHandle checkpoint);

    [LibraryImport(Library, EntryPoint = "virDomainCheckpointGetXMLDesc")]
    public static partial byte* DomainCheckpointGetXmlDesc(CheckpointHandle checkpoint, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainCheckpointDelete")]
    public static partial int DomainCheckpointDelete(CheckpointHandle checkpoint, uint flags);

    [LibraryImport(Library, EntryPoint = "virDomainCheckpointFree")]
    public static partial int DomainCheckpointFree(nint checkpoint);

    [LibraryImport(Library, EntryPoint = "virStorageVolDownload")]
    public static partial int StorageVolDownload(VolumeHandle volume, StreamHandle stream, ulong offset, ulong length, uint flags);

    [LibraryImport(Library, EntryPoint = "virStreamRecv")]
    public static partial int StreamRecv(StreamHandle stream, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "virNetworkGetXMLDesc")]
    public static partial byte* NetworkGetXmlDesc(NetworkHandle network, uint flags);
}

/// <summary><c>struct _virDomainBlockInfo</c>, in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BlockInfo
{
    public ulong Capacity;
    public ulong Allocation;
    public ulong Physical;
}
