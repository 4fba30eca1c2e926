namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>A volume of a storage pool: a disk. All calls block, and raise <see cref="PlatformException"/>.</summary>
internal sealed unsafe class VolumeHandle : VirtHandle
{
    public string Name => NativeText.Borrowed(Virt.StorageVolGetName(this)) ?? throw LibvirtError.Last();

    public string GetPath() => NativeText.Owned(Virt.StorageVolGetPath(this));

    public string GetXml() => NativeText.Owned(Virt.StorageVolGetXmlDesc(this, 0));

    public StoragePoolHandle GetPool() => LibvirtError.Check(Virt.StoragePoolLookupByVolume(this));

    public void Delete() => LibvirtError.Check(Virt.StorageVolDelete(this, 0));

    /// <summary>Fills the volume from its beginning.</summary>
    public void Upload(ConnectHandle connection, ReadOnlySpan<byte> contents)
    {
        using var stream = LibvirtError.Check(Virt.StreamNew(connection, 0));
        LibvirtError.Check(Virt.StorageVolUpload(this, stream, 0, (ulong)contents.Length, 0));
        stream.SendAll(contents);
    }

    /// <summary>Reads all of its file, piece by piece.</summary>
    public void Download(ConnectHandle connection, StreamHandle.Take take)
    {
        using var stream = LibvirtError.Check(Virt.StreamNew(connection, 0));
        LibvirtError.Check(Virt.StorageVolDownload(this, stream, 0, 0, 0));
        stream.ReceiveAll(take);
    }

    protected override bool ReleaseHandle() => Virt.StorageVolFree(handle) >= 0;
}
