namespace Runbooks.Activities.Platforms.Abilities;

/// <summary>Platforms and what they can do, as operators call it.</summary>
public static class AbilityWords
{
    public static string Platform(string platform) => platform switch
    {
        "vsphere" => "vSphere",
        "ec2" => "EC2",
        "openstack" => "OpenStack",
        "hyperv" or "hyper-v" => "Hyper-V",
        _ => platform,
    };

    /// <summary>What is lacking, as in <c>no live migration</c>.</summary>
    public static string Lacking(Capability capability) => capability switch
    {
        Capability.Power => "power operations",
        Capability.GracefulShutdown => "way to ask guests",
        Capability.Reset => "reset",
        Capability.Suspend => "suspending",
        Capability.Snapshot => "snapshots",
        Capability.LiveDiskSnapshot => "snapshots of running VMs without their memory",
        Capability.MemorySnapshot => "memory in snapshots",
        Capability.Metrics => "metrics",
        Capability.Events => "events",
        Capability.Provision => "making of VMs",
        Capability.ProvisionOff => "making of VMs that stay off",
        Capability.Delete => "deleting of VMs",
        Capability.Resize => "resizing",
        Capability.Tags => "writing of tags",
        Capability.LiveMigration => "live migration",
        Capability.StorageMigration => "storage migration",
        Capability.Maintenance => "maintenance of hosts",
        Capability.Backup => "backups",
        Capability.IncrementalBackup => "incremental backups",
        Capability.RestoreInPlace => "restoring in place",
        Capability.Isolation => "isolation of VMs",
        Capability.GuestPatching => "patching of guests",
        // A platform may be asked for more than there are words for yet.
        _ => capability.ToString(),
    };
}
