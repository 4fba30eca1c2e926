namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>A checkpoint of a domain: from then on its disks keep track of what changes. All calls block, and raise <see cref="PlatformException"/>.</summary>
internal sealed unsafe class CheckpointHandle : VirtHandle
{
    private const uint MetadataOnly = 2, WithoutDomain = 2;

    public string Name => NativeText.Borrowed(Virt.DomainCheckpointGetName(this)) ?? throw LibvirtError.Last();

    public string GetXml() => NativeText.Owned(Virt.DomainCheckpointGetXmlDesc(this, WithoutDomain));

    /// <summary>Ends its keeping track; what it knows goes to the one before it.</summary>
    public void Delete() => LibvirtError.Check(Virt.DomainCheckpointDelete(this, 0));

    /// <summary>Forgets it, and leaves the disks alone.</summary>
    public void Forget() => LibvirtError.Check(Virt.DomainCheckpointDelete(this, MetadataOnly));

    protected override bool ReleaseHandle() => Virt.DomainCheckpointFree(handle) >= 0;
}
