using System.Globalization;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Api;

/// <summary>Why a step or unit waits, and for whom.</summary>
internal static class Waits
{
    /// <summary>Why a run waits: the first reason of its steps. Null while any of them goes.</summary>
    public static WaitDetail? Of(RunState state) => state.IsRollingBack ? OfRollBack(state) : RunStatus.Of(state) is RunStatus.Waiting or RunStatus.Paused
        ? state.Active.Select(path => Of(state, state.Steps[path])).FirstOrDefault(wait => wait is not null)
        : null;

    private static WaitDetail? OfRollBack(RunState state)
    {
        var waits = state.RollBack!.Active.Select(number => Of(state.RollBack.Units[number])).ToList();
        if (waits.Count == 0) return state.Paused ? new("resume", "The run is paused.", null) : null;
        return waits.Contains(null) ? null : waits[0];
    }

    public static WaitDetail? Of(RunState state, StepState step)
    {
        if (step.Approval is { } approval)
        {
            var by = approval.By.IsDefaultOrEmpty ? "anyone who may approve" : string.Join(" or ", approval.By);
            return new("approval", $"Waits for the approval of {by}: {approval.Message}", approval.Expires);
        }

        if (step.Units is { } units) return OfUnits(state, units);
        return step.Activity switch
        {
            "flow.delay" => new("delay", "Waits until its time has passed.", step.Due),
            "flow.wait-for-signal" => new("signal", $"Waits for the signal '{NameIn(step)}'.", step.Due),
            "flow.run-workflow" when step.Child is { } child => new("run", $"Waits for run {child.ChildRunId}.", null),
            _ => null,
        };
    }

    public static WaitDetail? Of(UnitState unit) => unit.Phase switch
    {
        UnitPhase.WaitingForLease => new("target", $"It is held by run {unit.HeldBy}.", null),
        UnitPhase.Held => new("automation", unit.Message ?? "Automation is stopped.", null),
        UnitPhase.Retrying => new("retry", $"Attempt {unit.Attempt} follows. The one before: {unit.Error?.Message}", unit.Due),
        UnitPhase.Deferred => new("time", unit.Message ?? "Goes on later.", unit.Due),
        _ => null,
    };

    /// <summary>A step waits when all its units do.</summary>
    private static WaitDetail? OfUnits(RunState state, UnitSet units)
    {
        if (units.Active.IsEmpty)
            return state.Paused ? new("resume", "The run is paused.", null) : null;
        var waits = units.Active.Select(id => Of(units.ById[id])).ToList();
        if (waits.Contains(null)) return null;
        return waits.Count == 1
            ? waits[0]
            : new(waits[0]!.For, string.Create(CultureInfo.InvariantCulture, $"{waits.Count} targets wait; the first: {waits[0]!.Message}"), waits.Min(w => w!.Until));
    }

    private static string NameIn(StepState step) => step.Input.TryGetProperty("name", out var name) ? name.ToString() : "";
}
