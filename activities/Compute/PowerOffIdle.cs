using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Powers off virtual machines that have been idle, after a notice where one is asked for.</summary>
/// <remarks>Only VMs with the tag <c>idleOff=yes</c> are ever powered off, and none with <c>keep=yes</c>. A VM is idle when the 95th percentile
/// of its CPU over the lookback is below the limit; one with too few samples is unknown, and unknown is never idle. One that does not come back as it was (EC2: it loses its instance store
/// or address, or its Auto Scaling group replaces it) is never chosen. The rule is checked again
/// for each VM at the moment of acting, also after the notice. <c>considered</c> lists every VM that was looked at, with what was
/// measured and why it was chosen or was not. Takes <c>none</c> where no VM is idle.</remarks>
[Activity("vm.power-off-idle", Effect.Disrupt, Title = "Power off idle VMs", Group = "Compute", Outcomes = ["done", "none"],
    Needs = [Capability.Power, Capability.Metrics])]
public sealed class PowerOffIdle : UndoableActivity<PowerOffIdle.Input, FleetVm, PowerBefore>
{
    public sealed record Input
    {
        /// <summary>Which VMs are looked at; those that lack the tag <c>idleOff=yes</c> are listed and left alone.</summary>
        [Format(Formats.VmSelector)]
        public string Where { get; init; } = $"tags.{IdleRule.OptIn} == 'yes'";

        /// <summary>The 95th percentile of CPU that counts as idle, as a share of the VM's CPUs.</summary>
        [Range(0.0, 1.0)]
        public double CpuBelow { get; init; } = 0.2;

        /// <summary>How long the VM must have been idle, ending now.</summary>
        [Range(typeof(TimeSpan), "00:00:01", "366.00:00:00", ErrorMessage = "must be between 1 s and 366 d")]
        public TimeSpan Lookback { get; init; } = TimeSpan.FromDays(14);

        /// <summary>The share of the lookback that samples must cover; with fewer the VM is unknown.</summary>
        [Range(0.8, 1.0)]
        public double MinimumSamples { get; init; } = 0.8;

        /// <summary>How long before the power-off the notice is given, in the step's log. Setting the tag <c>keep=yes</c> meanwhile keeps
        /// the VM on.</summary>
        public TimeSpan Notice { get; init; }

        /// <summary>Graceful asks the guest to shut down; hard pulls the plug, and loses what the guest has not written.</summary>
        public PowerMode Mode { get; init; }

        /// <summary>How long a guest may take to shut down.</summary>
        public TimeSpan Grace { get; init; } = PowerDown.DefaultGrace;

        /// <summary>Pulls the plug of a guest that has not shut down in time. May corrupt its data, so somebody has to agree to it for
        /// each run: by the step's approval, or by starting the run by hand.</summary>
        [NeedsConsent(PowerDown.WhatIsLost)]
        public bool Force { get; init; }
    }

    protected override Task<TargetSelection> SelectAsync(Input input, SelectionContext context, CancellationToken cancellation)
    {
        var found = FleetSearch.Find(context.Fleet.Vms, input.Where, connection: null, limit: null, context.Fleet.Metrics);
        var rule = Rule(input);
        var judged = found.Objects.Select(vm => (Vm: vm, Considered: rule.Judge(vm, context.Fleet.Metrics))).ToList();
        var chosen = judged.Where(pair => pair.Considered.Chosen).Select(pair => pair.Vm);
        var considered = ActivityJson.Write(judged.Select(pair => pair.Considered));
        return Task.FromResult(WhereSelection.Of(chosen, found.Where, context.Fleet, emptyOutcome: "none", considered));
    }

    protected override PlannedChange? Plan(Input input, FleetVm target) => Down(input).Plan(target);

    protected override async Task<ActivityResult> ExecuteAsync(
        Input input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        if (PowerDown.Began(work)) return await Down(input).ExecuteAsync(work, cancellation);

        var now = Rule(input).Judge(target, context.Fleet.Metrics);
        if (!now.Chosen) return new ActivityResult.Skipped(now.Why);
        return Noticing(input, now, context) ?? await Down(input).ExecuteAsync(work, cancellation);
    }

    protected override PowerBefore? Note(Input input, FleetVm target) => PowerBack.Note(target, PowerState.Off);

    protected override UndoPlan PlanUndo(PowerBefore before, DoneWork done, FleetVm now, DateTimeOffset at) => PowerBack.Plan(before, now);

    protected override Task<ActivityResult> UndoAsync(
        PowerBefore before, DoneWork done, FleetVm now, ActivityContext context, CancellationToken cancellation) =>
        PowerBack.UndoAsync(before, new VmWork(now, context), cancellation);

    /// <returns>The wait for the end of the notice; null where it is over or none is asked for.</returns>
    private static ActivityResult.Deferred? Noticing(Input input, ConsideredVm vm, ActivityContext context)
    {
        if (input.Notice <= TimeSpan.Zero) return null;
        var now = context.Time.GetUtcNow();
        var notice = context.DeferredState?.Deserialize<Notice>(ActivityJson.Options);
        if (notice?.Until <= now) return null;
        if (notice is null)
        {
            notice = new Notice(now + input.Notice);
            context.Log($"{vm.Name} will be powered off at {notice.At}. {vm.Why} To keep it on, set its tag {IdleRule.Keep}=yes.");
        }

        return new ActivityResult.Deferred(notice.Until, ActivityJson.Write(notice), $"Notice given; off at {notice.At}.");
    }

    private static IdleRule Rule(Input input) => new(input.CpuBelow, input.Lookback, input.MinimumSamples);

    private static PowerDown Down(Input input) => new(input.Mode, input.Grace, input.Force, AllowLoss: false);

    /// <summary>That the notice was given, and until when it runs.</summary>
    private sealed record Notice(DateTimeOffset Until)
    {
        [JsonIgnore]
        public string At => string.Create(CultureInfo.InvariantCulture, $"{Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
    }
}
