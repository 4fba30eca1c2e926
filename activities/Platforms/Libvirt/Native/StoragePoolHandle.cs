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

    protected override bool ReleaseHandle() => Virt.StoragePoolFree(handle) >= 0;
}
