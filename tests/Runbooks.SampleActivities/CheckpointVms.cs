using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Runbooks.Activities;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.SampleActivities;

/// <summary>Takes a snapshot of virtual machines before planned work, named after its ticket.</summary>
/// <remarks>Stands for the activities that a site adds: an assembly of its own that the server's configuration names.</remarks>
[Activity("site.checkpoint", Effect.Change, Title = "Checkpoint VMs", Group = "Site", Needs = [Capability.Snapshot])]
public sealed class CheckpointVms : TargetActivity<CheckpointVms.Input, FleetVm>
{
    public sealed record Input : TargetsInput
    {
        /// <summary>The change that the work belongs to.</summary>
        [StringLength(20, MinimumLength = 3)]
        public required string Ticket { get; init; }

        /// <summary>How much is at stake.</summary>
        public Risk Risk { get; init; }

        /// <summary>How long it will be wanted.</summary>
        public TimeSpan KeepFor { get; init; } = TimeSpan.FromHours(8);

        /// <summary>The number of the work's night.</summary>
        [Range(1, 7)]
        public int Night { get; init; } = 1;

        /// <summary>Keeps the memory as well.</summary>
        public bool Memory { get; init; }

        /// <summary>Who is to be asked before it is removed.</summary>
        public IReadOnlyList<string> Owners { get; init; } = [];
    }

    private static string Name(Input input) => $"{input.Ticket}-night-{input.Night}";

    protected override PlannedChange? Plan(Input input, FleetVm target) =>
        new($"Takes snapshot '{Name(input)}' of {target.Name}", "none", $"snapshot '{Name(input)}'");

    protected override async Task<ActivityResult> ExecuteAsync(
        Input input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        await context.OperateAsync(new PlatformOperation.CreateSnapshot(target.Vm.NativeId, Name(input), input.Memory), null, cancellation);
        var hours = input.KeepFor.TotalHours.ToString(CultureInfo.InvariantCulture);
        return new ActivityResult.Done(Message: $"{Name(input)}, risk {input.Risk}, kept {hours} h for {string.Join(" and ", input.Owners)}.");
    }
}
