using System.Collections.Frozen;

namespace Runbooks.Activities.Platforms.Libvirt;

/// <summary>What libvirt's drivers can do, as far as it is tested.</summary>
internal static class DriverCapabilities
{
    private static readonly FrozenSet<Capability> Others = FrozenSet.Create(
        Capability.Power, Capability.GracefulShutdown, Capability.Reset, Capability.Suspend, Capability.Events);

    /// <summary>The test driver counts neither CPU time nor bytes.</summary>
    private static readonly FrozenSet<Capability> Test =
    [
        .. Others, Capability.Snapshot, Capability.MemorySnapshot,
        Capability.Provision, Capability.ProvisionOff, Capability.Delete, Capability.Resize, Capability.Tags,
    ];

    private static readonly FrozenSet<Capability> Qemu =
    [
        .. Test, Capability.Metrics, Capability.LiveMigration, Capability.Backup, Capability.IncrementalBackup, Capability.RestoreInPlace,
        Capability.Isolation,
    ];

    public static IReadOnlySet<Capability> Of(string driver) => driver switch
    {
        "qemu" => Qemu,
        "test" => Test,
        _ => Others,
    };
}
