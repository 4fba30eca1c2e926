using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute.PowerTimes;

/// <summary>What a timetable asks of a VM now: its owner opted in, and it is not as it should be.</summary>
/// <param name="AllowLoss">Also where the VM does not come back as it was.</param>
internal sealed record PowerTimesRule(PowerTimetable Times, bool AllowLoss)
{
    public const string OptIn = "powerSchedule";

    public ScheduledVm Judge(FleetVm vm, DateTimeOffset now)
    {
        var wanted = Times.IsOn(now);
        var until = Times.Until(now) is { } end ? $" until {end}" : "";
        var objection = Objection(vm, wanted);
        var why = objection ?? $"To be {Word(wanted)}{until}; {VmWork.Words(vm.Vm.PowerState)}.";
        return new ScheduledVm(vm.Id, vm.Name, objection is null, wanted, why);
    }

    private string? Objection(FleetVm vm, bool wanted)
    {
        if (!VmTags.SayYes(vm, OptIn, StringComparison.Ordinal)) return $"Has no tag {OptIn}=yes.";
        if (VmTags.SayYes(vm, IdleRule.Keep)) return $"Has the tag {IdleRule.Keep}=yes.";
        if (vm.Stale) return $"Connection '{vm.Connection}' is down: what it does now is not known.";
        return (vm.Vm.PowerState, wanted) switch
        {
            (PowerState.On, true) or (PowerState.Off, false) => $"Is {Word(wanted)}, as it should be.",
            (PowerState.Suspended, false) => "Is suspended, and was left so: its guest cannot be asked to shut down.",
            (PowerState.Unknown, _) => "Its power state is not known.",
            (PowerState.On, false) when !AllowLoss => OffLosses.Objection(vm),
            _ => null,
        };
    }

    private static string Word(bool on) => on ? "on" : "off";
}

/// <summary>A VM that a timetable was applied to.</summary>
/// <param name="Chosen">It is to be changed.</param>
/// <param name="On">It is to be on; else off.</param>
public sealed record ScheduledVm(string Id, string Name, bool Chosen, bool On, string Why);
