using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Powers off virtual machines, by asking their guests first.</summary>
/// <remarks>A guest that has not shut down after <c>grace</c> is forced off only where <c>force</c> is set; else the target fails as
/// <c>guest.did-not-shut-down</c>, and its VM stays on. Where nobody has agreed to forcing in this run, it fails as <c>guest.force-not-approved</c>.
/// A VM that does not come back as it was fails as <c>vm.loses-when-off</c>, unless <c>allowLoss</c> is set.</remarks>
[Activity("vm.power-off", Effect.Disrupt, Title = "Power off VMs", Group = "Compute", Needs = [Capability.Power])]
public sealed class PowerOff : UndoableActivity<PowerOff.Input, FleetVm, PowerBefore>
{
    public sealed record Input : TargetsInput
    {
        /// <summary>Graceful asks the guest to shut down; hard pulls the plug, and loses what the guest has not written.</summary>
        public PowerMode Mode { get; init; }

        /// <summary>How long a guest may take to shut down.</summary>
        public TimeSpan Grace { get; init; } = PowerDown.DefaultGrace;

        /// <summary>Pulls the plug of a guest that has not shut down in time. May corrupt its data, so somebody has to agree to it for
        /// each run: by the step's approval, or by starting the run by hand.</summary>
        [NeedsConsent(PowerDown.WhatIsLost)]
        public bool Force { get; init; }

        /// <summary>Also where the VM does not come back as it was: on EC2 it may lose its instance store or its public address, or be replaced
        /// by its Auto Scaling group.</summary>
        public bool AllowLoss { get; init; }
    }

    protected override PlannedChange? Plan(Input input, FleetVm target) => Rule(input).Plan(target);

    protected override Task<ActivityResult> ExecuteAsync(Input input, FleetVm target, ActivityContext context, CancellationToken cancellation) =>
        Rule(input).ExecuteAsync(new VmWork(target, context), cancellation);

    protected override PowerBefore? Note(Input input, FleetVm target) => PowerBack.Note(target, PowerState.Off);

    protected override UndoPlan PlanUndo(PowerBefore before, DoneWork done, FleetVm now, DateTimeOffset at) => PowerBack.Plan(before, now);

    protected override Task<ActivityResult> UndoAsync(
        PowerBefore before, DoneWork done, FleetVm now, ActivityContext context, CancellationToken cancellation) =>
        PowerBack.UndoAsync(before, new VmWork(now, context), cancellation);

    private static PowerDown Rule(Input input) => new(input.Mode, input.Grace, input.Force, input.AllowLoss);
}
