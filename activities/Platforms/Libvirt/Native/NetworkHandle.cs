namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>A virtual network of libvirt's. All calls block, and raise <see cref="PlatformException"/>.</summary>
internal sealed unsafe class NetworkHandle : VirtHandle
{
    public string Name => NativeText.Borrowed(Virt.NetworkGetName(this)) ?? throw LibvirtError.Last();

    public string GetUuid()
    {
        var buffer = stackalloc byte[NativeText.UuidBuffer];
        LibvirtError.Check(Virt.NetworkGetUuidString(this, buffer));
        return NativeText.Borrowed(buffer)!;
    }

    public string GetXml() => NativeText.Owned(Virt.NetworkGetXmlDesc(this, 0));

    protected override bool ReleaseHandle() => Virt.NetworkFree(handle) >= 0;
}
