using System.Text.Json.Serialization;

namespace Runbooks.Activities.Platforms;

/// <summary>What a platform can do. The validator and the designer refuse a step that needs what its connection lacks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Capability>))]
public enum Capability
{
    [JsonStringEnumMemberName("power")] Power,
    [JsonStringEnumMemberName("graceful-shutdown")] GracefulShutdown,

    /// <summary>A VM can be restarted without asking its guest.</summary>
    [JsonStringEnumMemberName("reset")] Reset,
    [JsonStringEnumMemberName("suspend")] Suspend,
    [JsonStringEnumMemberName("snapshot")] Snapshot,

    /// <summary>A snapshot of a VM that is on may leave out its memory. Without this, the VM has to be off for that.</summary>
    [JsonStringEnumMemberName("live-disk-snapshot")] LiveDiskSnapshot,
    [JsonStringEnumMemberName("memory-snapshot")] MemorySnapshot,
    [JsonStringEnumMemberName("metrics")] Metrics,
    [JsonStringEnumMemberName("events")] Events,

    /// <summary>VMs can be made from templates or images.</summary>
    [JsonStringEnumMemberName("provision")] Provision,

    /// <summary>A VM can be made without being started. Without this, one that is made runs.</summary>
    [JsonStringEnumMemberName("provision-off")] ProvisionOff,
    [JsonStringEnumMemberName("delete")] Delete,
    [JsonStringEnumMemberName("resize")] Resize,

    /// <summary>Tags can be written, not only read.</summary>
    [JsonStringEnumMemberName("tags")] Tags,
    [JsonStringEnumMemberName("live-migration")] LiveMigration,

    /// <summary>Disks move to another storage while the VM runs.</summary>
    [JsonStringEnumMemberName("storage-migration")] StorageMigration,
    [JsonStringEnumMemberName("maintenance")] Maintenance,

    /// <summary>VMs can be copied out, checked, and restored as new VMs.</summary>
    [JsonStringEnumMemberName("backup")] Backup,

    /// <summary>A backup may hold only what changed since another one. Without this, each is made in full.</summary>
    [JsonStringEnumMemberName("incremental-backup")] IncrementalBackup,

    /// <summary>A VM that is off can be given the disks of a backup.</summary>
    [JsonStringEnumMemberName("restore-in-place")] RestoreInPlace,

    /// <summary>A VM can be cut off from all networks, while it is on or off, and be let back to them as it was.</summary>
    [JsonStringEnumMemberName("isolation")] Isolation,

    /// <summary>The platform patches guests by its own means.</summary>
    [JsonStringEnumMemberName("guest-patching")] GuestPatching,
}
