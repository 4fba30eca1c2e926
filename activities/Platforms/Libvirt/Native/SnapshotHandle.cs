namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>A snapshot of a domain. All calls block, and raise <see cref="PlatformException"/>.</summary>
internal sealed unsafe class SnapshotHandle : VirtHandle
{
    /// <summary>VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY.</summary>
    private const uint MetadataOnly = 2;

    public string GetXml() => NativeText.Owned(Virt.DomainSnapshotGetXmlDesc(this, 0));

    public bool IsCurrent() => LibvirtError.Check(Virt.DomainSnapshotIsCurrent(this, 0)) == 1;

    public void Revert() => LibvirtError.Check(Virt.DomainRevertToSnapshot(this, 0));

    /// <summary>Removes this one; its children are kept and get its parent.</summary>
    public void Delete() => LibvirtError.Check(Virt.DomainSnapshotDelete(this, 0));

    /// <summary>Forgets it, and leaves the disks alone.</summary>
    public void Forget() => LibvirtError.Check(Virt.DomainSnapshotDelete(this, MetadataOnly));

    protected override bool ReleaseHandle() => Virt.DomainSnapshotFree(handle) >= 0;
}
