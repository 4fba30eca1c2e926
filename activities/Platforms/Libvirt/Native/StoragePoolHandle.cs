namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>A storage pool. All calls block, and raise <see cref="PlatformException"/>.</summary>
internal sealed unsafe class StoragePoolHandle : VirtHandle
{
    public string Name => NativeText.Borrowed(Virt.StoragePoolGetName(this)) ?? throw LibvirtError.Last();

    public string GetUuid()
    {
        var buffer = stackalloc byte[NativeText.UuidBuffer];
        LibvirtError.Check(Virt.StoragePoolGetUuidString(this, buffer));
        return NativeText.Borrowed(buffer)!;
    }

    public PoolInfo GetInfo()
    {
        LibvirtError.Check(Virt.StoragePoolGetInfo(this, out var info));
        return info;
    }

    public string GetXml() => NativeText.Owned(Virt.StoragePoolGetXmlDesc(this, 0));

    /// <summary>Looks for volumes that others made or removed.</summary>
    public void Refresh() => LibvirtError.Check(Virt.StoragePoolRefresh(this, 0));

    /// <summary>The same, where nothing is at work in the pool: then what libvirt knows has to do.</summary>
    public void RefreshIfPossible()
    {
        try
        {
            Refresh();
        }
        catch (PlatformException error) when (error.Error != PlatformError.Unreachable)
        {
        }
    }

    public VolumeHandle[] ListVolumes()
    {
        nint* volumes;
        var count = LibvirtError.Check(Virt.StoragePoolListAllVolumes(this, &volumes, 0));
        return NativeText.Objects<VolumeHandle>(volumes, count);
    }

    public VolumeHandle Lookup(string volume) => LibvirtError.Check(Virt.StorageVolLookupByName(this, volume));

    public VolumeHandle Create(string xml) => LibvirtError.Check(Virt.StorageVolCreateXml(this, xml, 0));

    /// <summary>Makes a volume with the contents of another, which takes as long as copying takes.</summary>
    public VolumeHandle CreateFrom(string xml, VolumeHandle source) => LibvirtError.Check(Virt.StorageVolCreateXmlFrom(this, xml, source, 0));

    protected override bool ReleaseHandle() => Virt.StoragePoolFree(handle) >= 0;
}
