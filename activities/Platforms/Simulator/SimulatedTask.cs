using System.Collections.Immutable;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>An operation that the fleet was asked for. Its id is the task handle.</summary>
/// <param name="Operation">The kind of operation, without the name of a snapshot or a host.</param>
/// <param name="Vm">What it changes: the native id of a VM or host, or the name of a VM that is to be made.</param>
/// <param name="Due">When it ends; null where that depends on somebody else, as the shutdown of a deaf guest does.</param>
/// <param name="Error">How it will end badly, where that is decided already.</param>
/// <param name="Boot">How long a guest that it starts takes to answer; the longest time there is: for ever.</param>
/// <param name="Host">Where it moves the VM to.</param>
/// <param name="Storage">Where it moves the VM's disks to.</param>
internal sealed record SimulatedTask(
    string Id,
    string Key,
    string Operation,
    string Vm,
    DateTimeOffset Begun,
    DateTimeOffset? Due = null,
    string? Snapshot = null,
    bool Memory = false,
    PlatformError? Error = null,
    string? Message = null,
    TimeSpan? Boot = null,
    VmOrder? Order = null,
    string? Host = null,
    string? Storage = null,
    int? Cpus = null,
    long? MemoryBytes = null,
    ImmutableSortedDictionary<string, string?>? Tags = null,
    BackupOrder? Backup = null,
    BackupCopy? Copy = null,
    RestoreOrder? Restore = null)
{
    /// <summary>How long a guest takes to answer after it was started.</summary>
    public static readonly TimeSpan GuestStart = TimeSpan.FromSeconds(8);

    /// <summary>The time that each kind of operation takes.</summary>
    public static TimeSpan Duration(string operation) => operation switch
    {
        "back-up" or "restore" => TimeSpan.FromSeconds(8),
        "provision" => TimeSpan.FromSeconds(6),
        "migrate" => TimeSpan.FromSeconds(4),
        "power-on" => TimeSpan.FromSeconds(3),
        "shutdown" => TimeSpan.FromSeconds(2),
        "patch-guest" => TimeSpan.FromSeconds(10),
        "suspend" => TimeSpan.FromSeconds(1.5),
        "create-snapshot" or "revert-snapshot" or "remove-snapshot" => TimeSpan.FromSeconds(1),
        "delete" or "enter-maintenance" => TimeSpan.FromSeconds(1),
        _ => TimeSpan.FromSeconds(0.5),
    };

    public static string Kind(PlatformOperation operation) => operation switch
    {
        PlatformOperation.RemoveSnapshot => "remove-snapshot",
        PlatformOperation.Migrate => "migrate",
        PlatformOperation.VerifyBackup => "verify-backup",
        PlatformOperation.RemoveBackup => "remove-backup",
        _ => operation.Name,
    };

    /// <summary>When the guest answers that the operation starts at this moment.</summary>
    public DateTimeOffset AnswersAt(DateTimeOffset started) =>
        Boot == TimeSpan.MaxValue ? DateTimeOffset.MaxValue : started + (Boot ?? TimeSpan.Zero);

    /// <summary>With what the operation asks for.</summary>
    public SimulatedTask For(PlatformOperation operation) => operation switch
    {
        PlatformOperation.CreateSnapshot create => this with { Snapshot = create.SnapshotName, Memory = create.Memory },
        PlatformOperation.RevertSnapshot revert => this with { Snapshot = revert.SnapshotName },
        PlatformOperation.RemoveSnapshot remove => this with { Snapshot = remove.SnapshotName },
        PlatformOperation.Provision provision => this with { Order = provision.Order },
        PlatformOperation.BackUp backUp => this with { Backup = backUp.Order },
        PlatformOperation.VerifyBackup verify => this with { Copy = verify.Copy },
        PlatformOperation.RemoveBackup remove => this with { Copy = remove.Copy },
        PlatformOperation.Restore restore => this with { Restore = restore.Order },
        PlatformOperation.Resize resize => this with { Cpus = resize.Cpus, MemoryBytes = resize.MemoryBytes },
        PlatformOperation.SetTags set => this with { Tags = set.Tags },
        PlatformOperation.Migrate { Address: not null } => throw new PlatformException(
            PlatformError.Unsupported, "simulated: no VM leaves for a host of another connection"),
        PlatformOperation.Migrate migrate => this with { Host = migrate.Host, Storage = migrate.Storage },
        _ => this,
    };
}

/// <summary>Something that an operation really changed: the platform's own record of it.</summary>
/// <param name="Vm">The native id of the VM or host; of a VM that was made, its name.</param>
public sealed record SimulatedEffect(string Key, string Operation, string Vm, DateTimeOffset At, string? Snapshot = null);
