using System.ComponentModel.DataAnnotations;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Takes a snapshot of virtual machines, to go back to with <c>vm.revert-snapshot</c>.</summary>
/// <remarks>Crash-consistent: as if the power had failed at that moment. A snapshot is no backup: it lives on the same storage, and grows
/// until it is removed. Fails as <c>snapshot.exists</c> where the VM has one of that name.</remarks>
[Activity("vm.snapshot", Effect.Change, Title = "Take snapshots", Group = "Compute", Needs = [Capability.Snapshot])]
public sealed class TakeSnapshot : UndoableActivity<TakeSnapshot.Input, FleetVm, TakeSnapshot.Taken>
{
    /// <summary>What its undo removes.</summary>
    public sealed record Taken(string Name);

    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

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

    protected override Taken Note(Input input, FleetVm target) => new(input.Name);

    protected override UndoPlan PlanUndo(Taken before, DoneWork done, FleetVm now, DateTimeOffset at) =>
        UndoPlan.Would($"Removes snapshot '{before.Name}' of {now.Name}", $"snapshot '{before.Name}'", $"no snapshot '{before.Name}'");

    protected override async Task<ActivityResult> UndoAsync(
        Taken before, DoneWork done, FleetVm now, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(now, context);
        var remove = new PlatformOperation.RemoveSnapshot(work.NativeId, before.Name);
        if (!work.Began(remove) && WhyNot(await work.SnapshotsAsync(cancellation), before, done) is { } why) return new ActivityResult.Skipped(why);
        await work.OperateAsync(remove, $"still has snapshot '{before.Name}'", cancellation);
        return VmWork.Done($"Snapshot '{before.Name}' removed.");
    }

    /// <summary>One of the name that was taken after the step is somebody else's.</summary>
    private static string? WhyNot(IReadOnlyList<Snapshot> snapshots, Taken before, DoneWork done) =>
        snapshots.FirstOrDefault(snapshot => snapshot.Name == before.Name) switch
        {
            null => $"Its snapshot '{before.Name}' is gone already.",
            { CreatedAt: { } at } when at > done.At + ClocksDiffer => $"Its snapshot '{before.Name}' was taken again since; it was kept.",
            _ => null,
        };

    private static ActivityFailure Exists(FleetVm vm, Snapshot existing) => new(
        "snapshot.exists",
        $"{vm.Name} has a snapshot '{existing.Name}' already{SnapshotWords.Taken(existing)}; it was kept, and none was taken. "
        + "Next: choose another name, or remove the old one (vm.remove-snapshot).");
}
