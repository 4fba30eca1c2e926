using System.Runtime.InteropServices;

namespace Runbooks.Activities.Platforms.Libvirt.Native;

/// <summary>A domain. All calls block, and raise <see cref="PlatformException"/>.</summary>
internal sealed unsafe class DomainHandle : VirtHandle
{
    /// <summary>VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE and …_ARP.</summary>
    public const uint FromLeases = 0, FromArp = 2;

    /// <summary>VIR_DOMAIN_AFFECT_LIVE and …_CONFIG: as it is now, and as it will be started.</summary>
    public const uint AffectLive = 1, AffectConfig = 2;

    private const uint XmlSecure = 1, XmlInactive = 2;

    /// <summary>VIR_DOMAIN_JOB_STATS_COMPLETED and …_KEEP_COMPLETED; VIR_DOMAIN_BACKUP_BEGIN_REUSE_EXTERNAL.</summary>
    private const uint CompletedJob = 1, KeepCompletedJob = 2, IntoExisting = 1;

    /// <summary>VIR_DOMAIN_METADATA_ELEMENT.</summary>
    private const int MetadataElement = 2;

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

    /// <summary>As it will be at its next start, with its passwords, so that it can be defined anew.</summary>
    public string GetDefinition() => NativeText.Owned(Virt.DomainGetXmlDesc(this, XmlSecure | XmlInactive));

    /// <summary>Whether it stays when it is off.</summary>
    public bool IsPersistent() => LibvirtError.Check(Virt.DomainIsPersistent(this)) == 1;

    /// <summary>The job that works on the domain. Waits, up to 30 s, for a job that cannot be looked into.</summary>
    public DomainJob GetJob() => GetJob(0);

    /// <summary>The last job that ended, as long as its libvirtd lives.</summary>
    public DomainJob GetEndedJob() => GetJob(CompletedJob | KeepCompletedJob);

    /// <summary>Changes a device that the domain has.</summary>
    public void UpdateDevice(string xml, uint affect) => LibvirtError.Check(Virt.DomainUpdateDeviceFlags(this, xml, affect));

    public void AbortJob() => LibvirtError.Check(Virt.DomainAbortJob(this));

    /// <summary>Moves it to another libvirtd, which this one talks to. Ends when it runs there.</summary>
    public void Migrate(string destination, uint flags) =>
        LibvirtError.Check(Virt.DomainMigrateToUri3(this, destination, null, 0, flags));

    /// <summary>Replaces the one element of this namespace.</summary>
    public void SetMetadata(string element, string prefix, string space, uint flags) =>
        LibvirtError.Check(Virt.DomainSetMetadata(this, MetadataElement, element, prefix, space, flags));

    /// <summary>Begins a job that goes on by itself, into volumes that are there already.</summary>
    /// <param name="checkpoint">Made at the same moment; null for none.</param>
    public void BeginBackup(string backup, string? checkpoint) => LibvirtError.Check(Virt.DomainBackupBegin(this, backup, checkpoint, IntoExisting));

    /// <summary>The size of a disk, in bytes.</summary>
    public long GetCapacity(string disk)
    {
        LibvirtError.Check(Virt.DomainGetBlockInfo(this, disk, out var info, 0));
        return (long)info.Capacity;
    }

    /// <summary>Asks the guest's agent to write everything out and to hold its file systems.</summary>
    public void Freeze() => LibvirtError.Check(Virt.DomainFsFreeze(this, null, 0, 0));

    public void Thaw() => LibvirtError.Check(Virt.DomainFsThaw(this, null, 0, 0));

    public CheckpointHandle[] ListCheckpoints()
    {
        nint* checkpoints;
        var count = LibvirtError.Check(Virt.DomainListAllCheckpoints(this, &checkpoints, 0));
        return NativeText.Objects<CheckpointHandle>(checkpoints, count);
    }

    public CheckpointHandle LookupCheckpoint(string name) => LibvirtError.Check(Virt.DomainCheckpointLookupByName(this, name, 0));

    /// <summary>False also where the driver has none.</summary>
    public bool HasCheckpoints() => Virt.DomainListAllCheckpoints(this, null, 0) > 0;

    public void Undefine(uint flags) => LibvirtError.Check(Virt.DomainUndefineFlags(this, flags));

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

    private DomainJob GetJob(uint flags)
    {
        void* parameters = null;
        LibvirtError.Check(Virt.DomainGetJobStats(this, out var type, &parameters, out var count, flags));
        var stats = TypedParameters.Read((byte*)parameters, count);
        var error = TypedParameters.ReadText((byte*)parameters, count, "errmsg");
        Virt.TypedParamsFree(parameters, count);
        var group = stats["data_total"] is > 0 ? "data" : "disk";
        return new DomainJob(type, (int)(stats["operation"] ?? 0), stats[group + "_total"], stats[group + "_remaining"], error);
    }
}

/// <summary>virDomainState and the reason that belongs to it.</summary>
internal readonly record struct DomainState(int State, int Reason);

/// <summary>What works on a domain.</summary>
/// <param name="Type">virDomainJobType; 0 is none.</param>
/// <param name="Operation">virDomainJobOperation; 0 where it is not told.</param>
/// <param name="Problem">Why it failed, as far as that is told.</param>
internal readonly record struct DomainJob(int Type, int Operation, double? DataTotal, double? DataRemaining, string? Problem = null)
{
    private const int MigrationOut = 5, Backup = 9;

    public bool Runs => Type is 1 or 2;

    public bool IsMigration => Runs && Operation == MigrationOut;

    public bool IsBackup => Operation == Backup;

    public bool Succeeded => Type == 3;

    public bool WasCancelled => Type == 5;

    /// <summary>How far it is, 0 to 1, as far as its data tell: a guest that writes makes more of it.</summary>
    public double Share => DataTotal is > 0 and { } total && DataRemaining is { } left ? Math.Clamp(1 - (left / total), 0, 1) : 0;
}
