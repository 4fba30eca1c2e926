namespace Runbooks.Activities.Platforms.Simulator.Backups;

/// <summary>What backing up, checking and removing copies makes of the fleet.</summary>
internal static class BackupRules
{
    /// <summary>The repository that every simulated platform has, on none of its storages.</summary>
    public const string OwnRepository = "backup";

    private const long GiB = 1L << 30;

    /// <summary>A copy of that id that is there already is the result, and nothing changes.</summary>
    public static FleetEffect BackUp(SimulatedTask task, FleetState fleet)
    {
        var (vm, order) = (fleet.Answering(task.Vm), task.Backup!);
        if (fleet.FindBackup(order.Id) is { } there)
        {
            return there.Vm == task.Vm
                ? new FleetEffect(Result: ActivityJson.Write(there.Made))
                : throw new PlatformException(PlatformError.Conflict, $"simulated: the copy '{order.Id}' is of another VM");
        }

        var storage = StorageOf(order.Repository, fleet);
        if (order.OnlyCopy && storage is not null && vm.Machine.Storages.Contains(storage))
        {
            throw new PlatformException(
                PlatformError.Invalid, $"simulated: {vm.Machine.Name} is on the storage {storage}; its only copy must be somewhere else");
        }

        var consistency = ConsistencyOf(vm, task.Begun);
        if (consistency < order.AtLeast)
            throw new PlatformException(PlatformError.Conflict, $"simulated: the guest of {vm.Machine.Name} cannot be asked to write out its data");
        var parent = ParentOf(order, vm, fleet);
        var made = new BackedUp(
            parent is null ? BackupKind.Full : BackupKind.Incremental, Size(vm, order, parent), consistency, task.Begun, $"sim:{order.Id}", storage);
        var copy = new SimulatedBackup(order.Id, task.Vm, order.Repository, parent?.Id, made, vm.Blueprint with { Machine = vm.Machine });
        var condition = vm.Condition with { Checkpoints = [.. vm.Condition.Checkpoints ?? [], order.Id] };
        return new FleetEffect(condition, Backup: copy, Result: ActivityJson.Write(made));
    }

    public static FleetEffect Verify(SimulatedTask task, FleetState fleet)
    {
        for (var copy = Known(task.Copy!, fleet); ; copy = fleet.FindBackup(copy.Parent!)!)
        {
            if (copy.IsDamaged) return Checked(false, $"simulated: checksum mismatch in '{copy.Id}'");
            if (copy.Parent is null) return Checked(true, null);
            if (fleet.FindBackup(copy.Parent) is null) return Checked(false, $"simulated: '{copy.Id}' stands on '{copy.Parent}', which is gone");
        }
    }

    /// <summary>What is gone already is as wanted.</summary>
    public static FleetEffect? Remove(SimulatedTask task, FleetState fleet)
    {
        if (fleet.FindBackup(task.Copy!.Id) is null) return null;
        return fleet.Backups.FirstOrDefault(other => other.Parent == task.Copy.Id) is { } child
            ? throw new PlatformException(PlatformError.Conflict, $"simulated: '{child.Id}' stands on '{task.Copy.Id}'")
            : new FleetEffect(BackupGone: task.Copy.Id);
    }

    /// <exception cref="PlatformException">There is no such copy.</exception>
    public static SimulatedBackup Known(BackupCopy copy, FleetState fleet) => fleet.FindBackup(copy.Id) is { } known && known.Repository == copy.Repository
        ? known
        : throw new PlatformException(PlatformError.NotFound, $"simulated: the repository '{copy.Repository ?? OwnRepository}' has no copy '{copy.Id}'");

    private static FleetEffect Checked(bool sound, string? problem) => new(Result: ActivityJson.Write(new BackupChecked(sound, problem)));

    /// <summary>Null where it is on none of the fleet's.</summary>
    private static string? StorageOf(string? repository, FleetState fleet) => repository switch
    {
        null or OwnRepository => null,
        _ when fleet.Storages.Any(storage => storage.Name == repository) => repository,
        _ => throw new PlatformException(
            PlatformError.NotFound, $"simulated: there is no repository '{repository}'; there are '{OwnRepository}' and the storages"),
    };

    /// <summary>The parent, where the VM still tracks what changed since; else the copy is a full one.</summary>
    private static SimulatedBackup? ParentOf(BackupOrder order, SimulatedVm vm, FleetState fleet) =>
        order is { Kind: BackupKind.Incremental, Parent: { } wanted }
        && (vm.Condition.Checkpoints ?? []).Contains(wanted.Id)
        && fleet.FindBackup(wanted.Id) is { IsDamaged: false } parent && parent.Repository == order.Repository
            ? parent
            : null;

    /// <summary>A guest that answers holds its file systems for a moment; that of Windows its applications as well (VSS).</summary>
    private static Consistency ConsistencyOf(SimulatedVm vm, DateTimeOffset at)
    {
        if (vm.Shown(at).GuestAnswers != true) return Consistency.Crash;
        return vm.Machine.Os?.StartsWith("Windows", StringComparison.Ordinal) == true ? Consistency.Application : Consistency.Filesystem;
    }

    private static long Size(SimulatedVm vm, BackupOrder order, SimulatedBackup? parent)
    {
        var full = (20 * GiB) + (vm.Machine.MemoryBytes * 2);
        return parent is null ? full : (long)(full * (0.01 + (0.04 * Chaos.Fraction(Chaos.Hash(order.Id)))));
    }
}
