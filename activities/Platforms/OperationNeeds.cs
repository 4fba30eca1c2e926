namespace Runbooks.Activities.Platforms;

/// <summary>What a platform must be able to do for each operation: one table for all platforms, so that a step is refused for the same
/// reason everywhere.</summary>
public static class OperationNeeds
{
    /// <param name="power">The VM's power state, where it is known: a snapshot needs more of a platform while the VM is on.</param>
    public static IReadOnlyList<Capability> Of(PlatformOperation operation, PowerState? power = null) => operation switch
    {
        PlatformOperation.PowerOn or PlatformOperation.PowerOff => [Capability.Power],
        PlatformOperation.Reset => [Capability.Power, Capability.Reset],
        PlatformOperation.Shutdown or PlatformOperation.Restart => [Capability.Power, Capability.GracefulShutdown],
        PlatformOperation.Suspend => [Capability.Power, Capability.Suspend],
        PlatformOperation.CreateSnapshot { Memory: true } => [Capability.Snapshot, Capability.MemorySnapshot],
        PlatformOperation.CreateSnapshot when power is not (null or PowerState.Off) => [Capability.Snapshot, Capability.LiveDiskSnapshot],
        PlatformOperation.CreateSnapshot or PlatformOperation.RevertSnapshot or PlatformOperation.RemoveSnapshot => [Capability.Snapshot],
        PlatformOperation.Provision { Order.PowerOn: false } => [Capability.Provision, Capability.ProvisionOff],
        PlatformOperation.Provision => [Capability.Provision],
        PlatformOperation.Delete => [Capability.Delete],
        PlatformOperation.Isolate or PlatformOperation.Release => [Capability.Isolation],
        PlatformOperation.PatchGuest => [Capability.GuestPatching],
        PlatformOperation.Resize => [Capability.Resize],
        PlatformOperation.SetTags => [Capability.Tags],
        PlatformOperation.Migrate { Storage: not null } => [Capability.LiveMigration, Capability.StorageMigration],
        PlatformOperation.Migrate => [Capability.LiveMigration],
        PlatformOperation.EnterMaintenance or PlatformOperation.LeaveMaintenance => [Capability.Maintenance],
        PlatformOperation.Restore { Order.Into: not null } => [Capability.Backup, Capability.RestoreInPlace],
        PlatformOperation.BackUp or PlatformOperation.VerifyBackup or PlatformOperation.Restore or PlatformOperation.RemoveBackup => [Capability.Backup],
        _ => throw new NotSupportedException($"Nobody said what the operation '{operation.Name}' needs."),
    };

    /// <exception cref="PlatformException"><see cref="PlatformError.Unsupported"/>, naming what is lacking.</exception>
    public static void Require(this IReadOnlySet<Capability> capabilities, string platform, PlatformOperation operation, PowerState? power = null)
    {
        foreach (var needed in Of(operation, power)) capabilities.Require(platform, needed);
    }

    /// <exception cref="PlatformException"><see cref="PlatformError.Unsupported"/>.</exception>
    public static void Require(this IReadOnlySet<Capability> capabilities, string platform, Capability needed)
    {
        if (!capabilities.Contains(needed)) throw new PlatformException(PlatformError.Unsupported, $"{platform} lacks {needed}");
    }
}
