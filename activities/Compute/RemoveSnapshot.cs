using System.ComponentModel.DataAnnotations;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Removes a snapshot of virtual machines. The VMs stay as they are, and so do their other snapshots.</summary>
/// <remarks>Cannot be taken back. A VM that has no snapshot of that name is skipped.</remarks>
[Activity("vm.remove-snapshot", Effect.Destroy, Title = "Remove snapshots", Group = "Compute", Needs = [Capability.Snapshot],
    NoUndo = "A snapshot that is removed is gone.")]
public sealed class RemoveSnapshot : TargetActivity<RemoveSnapshot.Input, FleetVm>
{
    public sealed record Input : TargetsInput
    {
        /// <summary>The snapshot's name.</summary>
        [StringLength(80, MinimumLength = 1)]
        public required string Name { get; init; }
    }

    protected override PlannedChange? Plan(Input input, FleetVm target) => new(
        $"Removes snapshot '{input.Name}' of {target.Name}",
        $"snapshot '{input.Name}', where there is one",
        $"no snapshot '{input.Name}'");

    protected override async Task<ActivityResult> ExecuteAsync(
        Input input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        var remove = new PlatformOperation.RemoveSnapshot(work.NativeId, input.Name);
        if (!work.Began(remove) && (await work.SnapshotsAsync(cancellation)).All(snapshot => snapshot.Name != input.Name))
            return new ActivityResult.Skipped($"Has no snapshot '{input.Name}'.");
        await work.OperateAsync(remove, $"still has snapshot '{input.Name}'", cancellation);
        return VmWork.Done($"Snapshot '{input.Name}' removed.");
    }
}
