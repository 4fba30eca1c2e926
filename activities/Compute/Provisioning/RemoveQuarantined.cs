using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute.Provisioning;

/// <summary>Deletes virtual machines whose making was undone and whose quarantine is over, with their disks.</summary>
/// <remarks>Only VMs with the tag <c>runbooks-quarantined-until</c> whose day is past, that are off, and that nobody has marked with
/// <c>runbooks-handed-over=yes</c>; all of that is looked at again for each VM at the moment of acting. To keep one, power it on or remove the tag. Cannot be
/// taken back. Takes <c>none</c> where there is no such VM. Run it every day.</remarks>
[Activity("vm.remove-quarantined", Effect.Destroy, Title = "Remove quarantined VMs", Group = "Compute", Outcomes = ["done", "none"],
    Needs = [Capability.Delete], NoUndo = "A VM that is deleted is gone with its disks.")]
public sealed class RemoveQuarantined(TimeProvider time) : TargetActivity<RemoveQuarantined.Input, FleetVm>
{
    public sealed record Input
    {
        /// <summary>Only VMs of this connection.</summary>
        [Format(Formats.Connection)]
        public string? Connection { get; init; }
    }

    protected override Task<TargetSelection> SelectAsync(Input input, SelectionContext context, CancellationToken cancellation)
    {
        var now = context.Time.GetUtcNow();
        var chosen = context.Fleet.Vms.Where(vm => (input.Connection is null || vm.Connection == input.Connection) && IsToGo(vm, now));
        return Task.FromResult(WhereSelection.Of(chosen, where: null, context.Fleet, emptyOutcome: "none"));
    }

    protected override PlannedChange? Plan(Input input, FleetVm target) => IsToGo(target, time.GetUtcNow())
        ? new($"Deletes {target.Name} with its disks; its quarantine is over", "off, in quarantine", "gone")
        : null;

    protected override async Task<ActivityResult> ExecuteAsync(
        Input input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        var delete = new PlatformOperation.Delete(work.NativeId);
        if (!work.Began(delete) && !IsToGo(target, context.Time.GetUtcNow())) return new ActivityResult.Skipped("It is in quarantine no more; it was left alone.");
        await work.OperateAsync(delete, "was not deleted", cancellation);
        return VmWork.Done("Deleted.");
    }

    private static bool IsToGo(FleetVm vm, DateTimeOffset now) => vm is { Stale: false, Vm.PowerState: PowerState.Off } && Quarantine.IsOver(vm, now);
}
