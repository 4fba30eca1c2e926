using System.ComponentModel.DataAnnotations;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Puts virtual machines back to a snapshot. Everything that they wrote since is lost.</summary>
/// <remarks>Cannot be taken back, and is never repeated by itself: where a crash leaves it open whether it happened, the target fails as
/// <c>step.interrupted</c>. The VM is then on, off or suspended as it was in the snapshot. Fails as <c>snapshot.not-found</c> where the VM
/// has no snapshot of that name.</remarks>
[Activity("vm.revert-snapshot", Effect.Destroy, Title = "Revert to snapshots", Group = "Compute", Needs = [Capability.Snapshot],
    NoUndo = "What the VM wrote after its snapshot is gone.")]
public sealed class RevertSnapshot : TargetActivity<RevertSnapshot.Input, FleetVm>
{
    public sealed record Input : TargetsInput
    {
        /// <summary>The snapshot's name.</summary>
        [StringLength(80, MinimumLength = 1)]
        public required string Name { get; init; }
    }

    protected override PlannedChange? Plan(Input input, FleetVm target) => new(
        $"Puts {target.Name} back to snapshot '{input.Name}'; what it wrote since is lost",
        "as it is now",
        $"as in snapshot '{input.Name}'");

    protected override async Task<ActivityResult> ExecuteAsync(
        Input input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        var revert = new PlatformOperation.RevertSnapshot(work.NativeId, input.Name);
        if (!work.Began(revert)) await DemandAsync(work, input.Name, cancellation);
        await work.OperateAsync(revert, $"was not put back to snapshot '{input.Name}'", cancellation);
        return VmWork.Done($"Is back at snapshot '{input.Name}'.");
    }

    private static async Task DemandAsync(VmWork work, string name, CancellationToken cancellation)
    {
        var snapshots = await work.SnapshotsAsync(cancellation);
        if (snapshots.Any(snapshot => snapshot.Name == name)) return;
        var has = snapshots.Count == 0 ? "none" : SnapshotWords.List(snapshots.Select(snapshot => snapshot.Name));
        throw new ActivityFailure(
            "snapshot.not-found",
            $"{work.Name} has no snapshot '{name}' and is as it was. It has {has}. Next: correct the name, or leave the VM out.");
    }
}
