namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>A network filter of libvirt's. All calls block, and raise <see cref="PlatformException"/>.</summary>
internal sealed class FilterHandle : VirtHandle
{
    public unsafe string GetXml() => NativeText.Owned(Virt.FilterGetXmlDesc(this, 0));

    protected override bool ReleaseHandle() => Virt.FilterFree(handle) >= 0;
}
