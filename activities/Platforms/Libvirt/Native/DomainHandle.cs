using System.Runtime.InteropServices;

namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>A domain. All calls block, and raise <see cref="PlatformException"/>.</summary>
internal sealed unsafe class DomainHandle : VirtHandle
{
    /// <summary>VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE and …_ARP.</summary>
    public const uint FromLeases = 0, FromArp = 2;

    public string GetUuid()
    {
        var buffer = stackalloc byte[NativeText.UuidBuffer];
        LibvirtError.Check(Virt.DomainGetUuidString(this, buffer));
        return NativeText.Borrowed(buffer)!;
    }

    public static string UuidOf(nint domain)
    {
        var buffer = stackalloc byte[NativeText.UuidBuffer];
        LibvirtError.Check(Virt.DomainGetUuidString(domain, buffer));
        return NativeText.Borrowed(buffer)!;
    }

    public DomainState GetState()
    {
        LibvirtError.Check(Virt.DomainGetState(this, out var state, out var reason, 0));
        return new DomainState(state, reason);
    }

    /// <summary>Another number after each start; null while the domain is off. As it was when the handle was made.</summary>
    public uint? RuntimeId => Virt.DomainGetId(this) is var id && id == uint.MaxValue ? null : id;

    public string GetXml() => NativeText.Owned(Virt.DomainGetXmlDesc(this, 0));

    /// <summary>The type of the job that works on the domain; 0 is none. Waits, up to 30 s, for a job that cannot be looked into.</summary>
    public int GetJobType()
    {
        void* parameters = null;
        LibvirtError.Check(Virt.DomainGetJobStats(this, out var type, &parameters, out var count, 0));
        Virt.TypedParamsFree(parameters, count);
        return type;
    }

    public List<string> GetAddresses(uint source)
    {
        InterfaceRecord** interfaces;
        var count = LibvirtError.Check(Virt.DomainInterfaceAddresses(this, &interfaces, source, 0));
        var addresses = new List<string>();
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < interfaces[i]->AddressCount; j++)
                addresses.Add(NativeText.Borrowed(interfaces[i]->Addresses[j].Address)!);
            Virt.DomainInterfaceFree(interfaces[i]);
        }

        NativeMemory.Free(interfaces);
        return addresses;
    }

    public SnapshotHandle[] ListSnapshots()
    {
        nint* snapshots;
        var count = LibvirtError.Check(Virt.DomainListAllSnapshots(this, &snapshots, 0));
        return NativeText.Objects<SnapshotHandle>(snapshots, count);
    }

    public SnapshotHandle LookupSnapshot(string name) => LibvirtError.Check(Virt.DomainSnapshotLookupByName(this, name, 0));

    public void CreateSnapshot(string xml) => LibvirtError.Check(Virt.DomainSnapshotCreateXml(this, xml, 0)).Dispose();

    public void Create() => LibvirtError.Check(Virt.DomainCreate(this));

    /// <summary>Asks the guest agent where one is connected, else presses the ACPI power button.</summary>
    public void Shutdown() => LibvirtError.Check(Virt.DomainShutdown(this));

    public void Destroy() => LibvirtError.Check(Virt.DomainDestroy(this));

    public void Reboot() => LibvirtError.Check(Virt.DomainReboot(this, 0));

    public void Reset() => LibvirtError.Check(Virt.DomainReset(this, 0));

    public void Suspend() => LibvirtError.Check(Virt.DomainSuspend(this));

    public void Resume() => LibvirtError.Check(Virt.DomainResume(this));

    public void Wake() => LibvirtError.Check(Virt.DomainPMWakeup(this, 0));

    protected override bool ReleaseHandle() => Virt.DomainFree(handle) >= 0;
}

/// <summary>virDomainState and the reason that belongs to it.</summary>
internal readonly record struct DomainState(int State, int Reason);
