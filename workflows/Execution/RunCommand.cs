using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution;

/// <summary>Work that a run waits for, to be carried out once the events that ask for it are committed. Equal commands are one.</summary>
public abstract record RunCommand(string Path)
{
    /// <summary>Choose the targets of a step.</summary>
    public sealed record SelectTargets(string Path) : RunCommand(Path);

    /// <summary>Execute one attempt of a unit, or carry it on after a restart.</summary>
    /// <param name="Since">When this attempt began; an attempt's time limit counts from it.</param>
    public sealed record RunUnit(string Path, string Unit, int Attempt, DateTimeOffset Since) : RunCommand(Path);

    /// <summary>Start the run of a <c>flow.run-workflow</c> step.</summary>
    public sealed record StartChild(string Path) : RunCommand(Path);
}

/// <summary>What a state waits for from outside: a pure function of it, the same after every restart.</summary>
public static class Pending
{
    public static IEnumerable<RunCommand> Of(RunState state)
    {
        if (state.End is not null) yield break;
        // By position: an enumerator of a sorted set costs more than the one or two that are in it nearly always.
        for (var at = 0; at < state.Active.Count; at++)
        {
            var path = state.Active[at];
            var step = state.Steps[path];
            if (NeedsTargets(step)) yield return new RunCommand.SelectTargets(path);
            if (NeedsChild(step)) yield return new RunCommand.StartChild(path);
            if (UnitsOf(step) is not { } units) continue;
            for (var next = 0; next < units.Active.Count; next++)
                if (units.ById[units.Active[next]] is { Phase: UnitPhase.Running } unit) yield return new RunCommand.RunUnit(path, unit.Id, unit.Attempt, unit.Since);
        }

        if (state.RollBack is not { } rollBack) yield break;
        foreach (var number in rollBack.Active)
            if (rollBack.Units[number] is { Phase: UnitPhase.Running } undo)
                yield return new RunCommand.RunUnit(Paths.Undo(rollBack.Round, number), undo.Id, undo.Attempt, undo.Since);
    }

    /// <summary>Whether there is anything; asked several times at each commit, so it makes no commands.</summary>
    public static bool HasAny(RunState state)
    {
        if (state.End is not null) return false;
        for (var at = 0; at < state.Active.Count; at++)
        {
            var step = state.Steps[state.Active[at]];
            if (NeedsTargets(step) || NeedsChild(step)) return true;
            if (UnitsOf(step) is not { } units) continue;
            for (var next = 0; next < units.Active.Count; next++)
                if (units.ById[units.Active[next]].Phase == UnitPhase.Running) return true;
        }

        if (state.RollBack is not { } rollBack) return false;
        foreach (var number in rollBack.Active)
            if (rollBack.Units[number].Phase == UnitPhase.Running) return true;
        return false;
    }

    /// <summary>Whether the cancel of the run or of a scope around the step asks the platform to stop what is in flight.</summary>
    public static bool IsCancelled(RunState state, string path)
    {
        // A run that was cancelled may roll back: that is another matter.
        if (state.IsRollingBack) return state.RollBack!.Stopped;
        if (state.Cancel is not null) return true;
        // A container of iterations has no scope of its own: its step carries the mark.
        for (var at = path; ; at = at[..Math.Max(0, at.LastIndexOf('/'))])
        {
            if (state.Frames.GetValueOrDefault(at)?.Ending is { AsksToStop: true } || state.Steps.GetValueOrDefault(at)?.Ending is { AsksToStop: true }) return true;
            if (at.Length == 0) return false;
        }
    }

    /// <summary>When the run must be woken; null: only by a message.</summary>
    public static DateTimeOffset? NextDue(RunState state)
    {
        if (state.End is not null) return null;
        return state.Paused
            ? state.Timers.FirstOrDefault(t => t.Kind == TimerKind.Deadline)?.Due
            : state.Timers.IsEmpty ? null : state.Timers.Min!.Due;
    }

    private static bool NeedsTargets(StepState step) => step is { Begins: UnitsBegin.Targets, Units: null };

    private static bool NeedsChild(StepState step) => step is { Activity: "flow.run-workflow", Child: null };

    /// <summary>Those of a scope are its holds, which nobody executes.</summary>
    private static UnitSet? UnitsOf(StepState step) => step.Activity == "flow.scope" ? null : step.Units;
}
