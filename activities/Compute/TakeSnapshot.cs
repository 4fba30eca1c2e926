using System.ComponentModel.DataAnnotations;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Takes a snapshot of virtual machines, to go back to with <c>vm.revert-snapshot</c>.</summary>
/// <remarks>Crash-consistent: as if the power had failed at that moment. A snapshot is no backup: it lives on the same storage, and grows
/// until it is removed. Fails as <c>snapshot.exists</c> where the VM has one of that name.</remarks>
[Activity("vm.snapshot", Effect.Change, Title = "Take snapshots", Group = "Compute", Needs = [Capability.Snapshot])]
public sealed class TakeSnapshot : TargetActivity<TakeSnapshot.Input, FleetVm>
{
    public sealed record Input : TargetsInput
    {
        /// <summary>The snapshot's name, new to each VM.</summary>
        [StringLength(80, MinimumLength = 1)]
        public required string Name { get; init; }

        /// <summary>Keeps the memory as well, so that a revert goes on where the VM was. Larger, slower, and not on every platform.</summary>
        [Needs(Capability.MemorySnapshot)]
        public bool Memory { get; init; }
    }

    protected override PlannedChange? Plan(Input input, FleetVm target) => new(
        $"Takes snapshot '{input.Name}' of {target.Name}" + (input.Memory ? " with its memory" : ""),
        $"no snapshot '{input.Name}'",
        $"snapshot '{input.Name}'");

    protected override async Task<ActivityResult> ExecuteAsync(
        Input input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        var create = new PlatformOperation.CreateSnapshot(work.NativeId, input.Name, input.Memory);
        if (!work.Began(create) && (await work.SnapshotsAsync(cancellation)).FirstOrDefault(s => s.Name == input.Name) is { } existing)
            throw Exists(target, existing);
        await work.OperateAsync(create, $"got no snapshot '{input.Name}'", cancellation);
        return VmWork.Done($"Snapshot '{input.Name}' taken.");
    }

    private static ActivityFailure Exists(FleetVm vm, Snapshot existing) => new(
        "snapshot.exists",
        $"{vm.Name} has a snapshot '{existing.Name}' already{SnapshotWords.Taken(existing)}; it was kept, and none was taken. "
        + "Next: choose another name, or remove the old one (vm.remove-snapshot).");
}
