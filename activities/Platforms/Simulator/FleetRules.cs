using Runbooks.Activities.Platforms.Simulator.Backups;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>What each operation makes of the fleet. Asked at its beginning, to refuse what cannot be, and at its end, for what is true then.</summary>
internal static class FleetRules
{
    /// <summary>What the operation does; null where there is nothing to change.</summary>
    /// <exception cref="PlatformException">The fleet is in no condition for it.</exception>
    public static FleetEffect? EffectOf(SimulatedTask task, FleetState fleet, DateTimeOffset at) => task.Operation switch
    {
        "provision" => Making.Make(task, fleet, at),
        "delete" => Delete(task, fleet),
        "migrate" => Changed(Migrate(task, fleet)),
        "resize" => Changed(Resize(task, fleet)),
        "enter-maintenance" => Maintain(task, fleet, HostState.Maintenance),
        "leave-maintenance" => Maintain(task, fleet, HostState.Up),
        "back-up" => BackupRules.BackUp(task, fleet),
        "verify-backup" => BackupRules.Verify(task, fleet),
        "remove-backup" => BackupRules.Remove(task, fleet),
        "restore" => RestoreRules.Restore(task, fleet, at),
        "patch-guest" => Changed(Patch(fleet.Answering(task.Vm), at)),
        "check-guest" => Answered(fleet.Answering(task.Vm), at),
        "set-tags" => Changed(OperationRules.Tag(task.Tags!, fleet.Answering(task.Vm))),
        _ => Changed(OperationRules.After(task, fleet.Answering(task.Vm).Condition, at)),
    };

    /// <summary>What an operation tells besides what it does.</summary>
    public static GuestPatch? AnswerOf(SimulatedTask task, FleetState fleet, DateTimeOffset at) =>
        task.Operation is "patch-guest" or "check-guest" ? SimulatedPackages.Pending(fleet.Answering(task.Vm), at) : null;

    private static VmCondition? Patch(SimulatedVm vm, DateTimeOffset at)
    {
        Answered(vm, at);
        return SimulatedPackages.Pending(vm, at).Packages.IsEmpty ? null : vm.Condition with { PatchedAt = at };
    }

    private static FleetEffect? Answered(SimulatedVm vm, DateTimeOffset at) => vm.Condition.Power == PowerState.On && !(vm.Condition.AnswersAt > at)
        ? null
        : throw new PlatformException(PlatformError.Conflict, $"simulated: the guest of {vm.Machine.Name} does not answer");

    private static FleetEffect? Changed(VmCondition? condition) => condition is null ? null : new FleetEffect(condition);

    /// <summary>What is gone already is as wanted.</summary>
    private static FleetEffect? Delete(SimulatedTask task, FleetState fleet)
    {
        if (fleet.Find(task.Vm) is null) return null;
        var vm = fleet.Answering(task.Vm);
        return vm.Condition.Power == PowerState.Off
            ? new FleetEffect(Gone: true)
            : throw new PlatformException(PlatformError.Conflict, $"simulated: {vm.Machine.Name} is not off; only a VM that is off is deleted");
    }

    private static VmCondition? Migrate(SimulatedTask task, FleetState fleet)
    {
        var vm = fleet.Answering(task.Vm);
        var isStored = task.Storage is null || vm.Machine.Storages.All(storage => storage == task.Storage);
        if (vm.Machine.Host == task.Host && isStored) return null;
        if (vm.Condition.Power != PowerState.On)
        {
            throw new PlatformException(
                PlatformError.Conflict, $"simulated: migrate needs a running VM ({vm.Machine.Name}: {vm.Condition.Power})");
        }

        var host = vm.Machine.Host == task.Host ? fleet.HostNamed(task.Host!)! : Placement.Destination(fleet, vm, task.Host!);
        if (task.Storage is { } wanted && !host.Storages.Contains(wanted))
            throw new PlatformException(PlatformError.Invalid, $"simulated: {host.Name} does not reach the storage {wanted}");
        // What was tracked of changes stays behind.
        return vm.Condition with { Host = host.Name, Storage = task.Storage ?? vm.Condition.Storage, Checkpoints = null };
    }

    private static VmCondition? Resize(SimulatedTask task, FleetState fleet)
    {
        var vm = fleet.Answering(task.Vm);
        var (cpus, memory) = (task.Cpus!.Value, task.MemoryBytes!.Value);
        if (cpus == vm.Machine.Cpus && memory == vm.Machine.MemoryBytes) return null;
        Making.RequireSize(cpus, memory);
        if (vm.Condition.Power != PowerState.Off)
        {
            throw new PlatformException(
                PlatformError.Conflict, $"simulated: {vm.Machine.Name} is not off; only a VM that is off is given another size");
        }

        Placement.RequireRoom(fleet, fleet.HostNamed(vm.Machine.Host!)!, memory - vm.Machine.MemoryBytes);
        return vm.Condition with { Cpus = cpus, MemoryBytes = memory };
    }

    private static FleetEffect? Maintain(SimulatedTask task, FleetState fleet, HostState wanted)
    {
        var host = fleet.FindHost(task.Vm)
            ?? throw new PlatformException(PlatformError.NotFound, $"simulated: no host has the id {task.Vm}");
        if (host.State == HostState.Down)
            throw new PlatformException(PlatformError.Unreachable, $"simulated: the host {host.Name} does not respond");
        return host.State == wanted ? null : new FleetEffect(Host: wanted);
    }
}
