using Runbooks.Activities.Compute.PowerTimes;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>Keeps virtual machines on in working hours and off outside them: powers on or shuts down those that are not as they should be now.</summary>
/// <remarks>Run it every 15 minutes: it goes by the present time, so that a moment that was missed is made up for. Only VMs with the tag
/// <c>powerSchedule=yes</c> take part, and none with <c>keep=yes</c>, which is how an owner works late. A period belongs to the day on which it begins;
/// where <c>off</c> is not after <c>on</c>, it ends on the next day, so that 00:00 twice gives whole days. Where clocks are put forward, a time that is skipped is the moment at which they are;
/// where they are put back, a period begins at the first and ends at the second of two equal times. A VM that does not come back as it was is left on,
/// unless <c>allowLoss</c> is set. <c>considered</c> lists every VM that was looked at, and why it was changed or was not. Takes <c>none</c> where
/// all are as they should be.</remarks>
[Activity("vm.power-schedule", Effect.Disrupt, Title = "Power VMs by schedule", Group = "Compute", Outcomes = ["done", "none"], Needs = [Capability.Power])]
public sealed class PowerSchedule(TimeProvider time) : UndoableActivity<PowerSchedule.Input, FleetVm, PowerBefore>
{
    public sealed record Input
    {
        /// <summary>Which VMs are looked at; those that lack the tag <c>powerSchedule=yes</c> are listed and left alone.</summary>
        [Format(Formats.VmSelector)]
        public string Where { get; init; } = $"tags.{PowerTimesRule.OptIn} == 'yes'";

        /// <summary>The time of day from which they are on, such as 07:00.</summary>
        [Format(Formats.TimeOfDay)]
        public string On { get; init; } = "07:00";

        /// <summary>The time of day from which they are off; of the next day where it is not after <c>on</c>.</summary>
        [Format(Formats.TimeOfDay)]
        public string Off { get; init; } = "19:00";

        /// <summary>The days of the week on which they are powered on.</summary>
        public IReadOnlyList<DayOfWeek> Days { get; init; } =
            [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

        /// <summary>The time zone of these times, such as Europe/Berlin.</summary>
        [Format(Formats.TimeZone)]
        public string TimeZone { get; init; } = "UTC";

        /// <summary>Dates on which they are not powered on, such as 2026-12-25.</summary>
        public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

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

    protected override Task<TargetSelection> SelectAsync(Input input, SelectionContext context, CancellationToken cancellation)
    {
        var (rule, now) = (Rule(input), context.Time.GetUtcNow());
        var found = FleetSearch.Find(context.Fleet.Vms, input.Where, connection: null, limit: null, context.Fleet.Metrics);
        var judged = found.Objects.Select(vm => (Vm: vm, Considered: rule.Judge(vm, now))).ToList();
        var chosen = judged.Where(pair => pair.Considered.Chosen).Select(pair => pair.Vm);
        var considered = ActivityJson.Write(judged.Select(pair => pair.Considered));
        return Task.FromResult(WhereSelection.Of(chosen, found.Where, context.Fleet, emptyOutcome: "none", considered));
    }

    protected override PlannedChange? Plan(Input input, FleetVm target) =>
        Rule(input).Times.IsOn(time.GetUtcNow()) ? PowerUp.Plan(target) : Down(input).Plan(target);

    protected override async Task<ActivityResult> ExecuteAsync(
        Input input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        var work = new VmWork(target, context);
        if (PowerUp.Began(work)) return await PowerUp.ExecuteAsync(work, cancellation);
        if (PowerDown.Began(work)) return await Down(input).ExecuteAsync(work, cancellation);

        // The time may have come or gone since the VM was chosen: in an approval, a retry, or a queue.
        var now = Rule(input).Judge(target, context.Time.GetUtcNow());
        if (!now.Chosen) return new ActivityResult.Skipped(now.Why);
        return now.On ? await PowerUp.ExecuteAsync(work, cancellation) : await Down(input).ExecuteAsync(work, cancellation);
    }

    protected override PowerBefore? Note(Input input, FleetVm target) => PowerBack.Note(target, Rule(input).Times.IsOn(time.GetUtcNow()) ? PowerState.On : PowerState.Off);

    protected override UndoPlan PlanUndo(PowerBefore before, DoneWork done, FleetVm now, DateTimeOffset at) => PowerBack.Plan(before, now);

    protected override Task<ActivityResult> UndoAsync(
        PowerBefore before, DoneWork done, FleetVm now, ActivityContext context, CancellationToken cancellation) =>
        PowerBack.UndoAsync(before, new VmWork(now, context), cancellation);

    /// <exception cref="ActivityFailure">A time, the zone or the days make no sense (<c>input.invalid</c>).</exception>
    private static PowerTimesRule Rule(Input input)
    {
        if (!TimeOfDay.TryParse(input.On, out var on)) throw Invalid("on", $"'{input.On}' is not a time of day such as 07:00");
        if (!TimeOfDay.TryParse(input.Off, out var off)) throw Invalid("off", $"'{input.Off}' is not a time of day such as 19:00");
        if (input.Days.Count == 0) throw Invalid("days", "no day is given, so that the VMs would never be on");
        if (!TimeZoneNames.TryFind(input.TimeZone, out var zone))
            throw Invalid("timeZone", $"this server knows no time zone '{input.TimeZone}'; give an IANA name such as Europe/Berlin");
        return new(new PowerTimetable(on, off, [.. input.Days], [.. input.Holidays], zone), input.AllowLoss);
    }

    private static PowerDown Down(Input input) => new(input.Mode, input.Grace, input.Force, input.AllowLoss);

    private static ActivityFailure Invalid(string input, string why) => new("input.invalid", $"The input does not fit at $.{input}: {why}. Nothing was changed.");
}
