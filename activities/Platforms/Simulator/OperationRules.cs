using System.Collections.Immutable;
using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>What each operation that concerns one VM alone makes of it.</summary>
internal static class OperationRules
{
    /// <summary>The VM's condition afterwards; null where there is nothing to change.</summary>
    /// <exception cref="PlatformException">The VM is in no condition for it.</exception>
    public static VmCondition? After(SimulatedTask task, VmCondition vm, DateTimeOffset at) => task.Operation switch
    {
        "power-on" => Switch(vm, PowerState.On) is { } on ? on with { AnswersAt = task.AnswersAt(at) } : null,
        "shutdown" or "power-off" => Switch(vm, PowerState.Off),
        "suspend" => vm.Power == PowerState.Suspended ? null : Running(task, vm) with { Power = PowerState.Suspended },
        "restart" or "reset" => Running(task, vm) with { AnswersAt = task.AnswersAt(at) },
        "isolate" => vm.CutOff ? null : vm with { CutOff = true },
        "release" => vm.CutOff ? vm with { CutOff = false } : null,
        "create-snapshot" => Create(task, vm, at),
        "revert-snapshot" => Revert(vm, Known(task, vm)),
        "remove-snapshot" => Remove(vm, vm.Find(task.Snapshot!)),
        _ => throw new PlatformException(PlatformError.Unsupported, $"simulated: no operation is called {task.Operation}"),
    };

    /// <summary>A platform that keeps no record of keys can repeat only what converges by itself.</summary>
    public static OperationKind KindOf(PlatformOperation operation, bool remembersKeys) => operation switch
    {
        _ when remembersKeys => OperationKind.Keyed,
        PlatformOperation.Restart or PlatformOperation.Reset => OperationKind.Once,
        PlatformOperation.CreateSnapshot or PlatformOperation.RevertSnapshot or PlatformOperation.Provision or PlatformOperation.Restore
            or PlatformOperation.PatchGuest { Check: false } => OperationKind.Once,
        _ => OperationKind.Convergent,
    };

    private static VmCondition? Switch(VmCondition vm, PowerState wanted) =>
        vm.Power == wanted ? null : vm with { Power = wanted };

    private static VmCondition Running(SimulatedTask task, VmCondition vm) =>
        vm.Power == PowerState.On
            ? vm
            : throw new PlatformException(PlatformError.Conflict, $"simulated: {task.Operation} needs a running VM (this one: {vm.Power})");

    private static VmCondition Create(SimulatedTask task, VmCondition vm, DateTimeOffset at)
    {
        if (vm.Find(task.Snapshot!) is not null)
            throw new PlatformException(PlatformError.Conflict, $"simulated: the snapshot '{task.Snapshot}' already exists");
        var snapshot = new Snapshot(task.Snapshot!, at, task.Memory && vm.Power == PowerState.On, vm.Current);
        return vm with { Snapshots = vm.Snapshots.Add(snapshot), Current = snapshot.Name };
    }

    /// <summary>With memory the VM runs on from the snapshot; without, it is off.</summary>
    private static VmCondition Revert(VmCondition vm, Snapshot to) =>
        vm with
    {
        Power = to.HasMemory ? PowerState.On : PowerState.Off,
        Current = to.Name,
        Checkpoints = null,
        PatchedAt = vm.PatchedAt > to.CreatedAt ? null : vm.PatchedAt,
    };

    private static VmCondition? Remove(VmCondition vm, Snapshot? removed)
    {
        if (removed is null) return null;
        var left = vm.Snapshots.Remove(removed)
            .Select(other => other.Parent == removed.Name ? other with { Parent = removed.Parent } : other);
        return vm with { Snapshots = [.. left], Current = vm.Current == removed.Name ? removed.Parent : vm.Current };
    }

    public static VmCondition? Tag(ImmutableSortedDictionary<string, string?> wanted, SimulatedVm vm)
    {
        var had = vm.Machine.Tags;
        var tags = had.RemoveRange(wanted.Where(tag => tag.Value is null).Select(tag => tag.Key))
            .SetItems(wanted.Where(tag => tag.Value is not null).Select(tag => KeyValuePair.Create(tag.Key, tag.Value!)));
        return tags.SequenceEqual(had) ? null : vm.Condition with { Tags = tags };
    }

    private static Snapshot Known(SimulatedTask task, VmCondition vm) =>
        vm.Find(task.Snapshot!)
        ?? throw new PlatformException(PlatformError.NotFound, $"simulated: no snapshot is called '{task.Snapshot}'");
}
