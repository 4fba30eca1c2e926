using Runbooks.Activities;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution;

/// <summary>A target that a unit takes, waits for, or gives up.</summary>
/// <param name="Unit">As <see cref="Paths.Unit"/> gives it.</param>
/// <param name="IsPlace">As <see cref="HeldTarget"/> has it.</param>
public sealed record LeaseChange(LeaseChangeKind Kind, string TargetId, string TargetName, string Unit, bool IsPlace = false);

public enum LeaseChangeKind
{
    Take,
    Wait,
    Release,
}

/// <summary>Which leases events take and give up (rule 14): a pure function of the event and the state before it.</summary>
public static class Leases
{
    /// <summary>Units that change their target hold it; so does a scope with a hold.</summary>
    public static bool AreHeldBy(CompiledStep step) =>
        step.Definition.Activity == "flow.scope" || step.Traits is { OverTargets: true, Effect: not Effect.Read };

    /// <summary>All that the event takes and gives up: of units, and of single operations.</summary>
    public static IEnumerable<LeaseChange> Of(CompiledWorkflow workflow, RunState before, RunEvent recorded)
    {
        var ofUnit = OfUnit(workflow, before, recorded);
        return recorded switch
        {
            OperationIntended { Holds: { } holds } e => holds.Select(held => Change(LeaseChangeKind.Take, held, e.Path, e.Unit)),
            OperationSettled e => Releases(before, e.Path, e.Unit, operation => operation.Name == e.Operation),
            UnitSettled e => [.. Releases(before, e.Path, e.Unit, _ => true), .. Listed(ofUnit)],
            UndoSettled e => [.. Releases(before, e.Undo, e.Unit, _ => true), .. Listed(ofUnit)],
            StepSettled e => Releases(before, e.Path, "", _ => true),
            _ => Listed(ofUnit),
        };
    }

    private static IEnumerable<LeaseChange> Listed(LeaseChange? change) => change is null ? [] : [change];

    /// <summary>What operations that have not settled hold, which is given up with whatever ends them.</summary>
    private static IEnumerable<LeaseChange> Releases(RunState before, string path, string unit, Func<OperationState, bool> which)
    {
        if (before.UnitAt(path, unit)?.Operations is not { IsEmpty: false } operations) return [];
        return from operation in operations.Values
            where !operation.Settled && operation.Holds is not null && which(operation)
            from held in operation.Holds!
            select Change(LeaseChangeKind.Release, held, path, unit);
    }

    private static LeaseChange Change(LeaseChangeKind kind, HeldTarget held, string path, string unit) =>
        new(kind, held.Id, held.Name, Paths.Unit(path, unit), held.IsPlace);

    /// <summary>What is undone was changed, so its target is held as then.</summary>
    private static LeaseChange? OfUndo(RunState before, RunEvent recorded, string path, int number)
    {
        var target = before.Undo[number].Target;
        var begun = before.UnitAt(path, target.Id) is not null;
        LeaseChangeKind? kind = recorded switch
        {
            UndoStarted when !begun => LeaseChangeKind.Take,
            UnitWaiting => LeaseChangeKind.Wait,
            UndoSettled when begun => LeaseChangeKind.Release,
            _ => null,
        };
        return kind is null ? null : new LeaseChange(kind.Value, target.Id, target.Name, Paths.Unit(path, target.Id));
    }

    private static LeaseChange? OfUnit(CompiledWorkflow workflow, RunState before, RunEvent recorded)
    {
        var (path, unit) = recorded switch
        {
            UnitStarted e => (e.Path, e.Unit),
            UnitWaiting e => (e.Path, e.Unit),
            UnitSettled e => (e.Path, e.Unit),
            UndoStarted e => (e.Undo, e.Unit),
            UndoSettled e => (e.Undo, e.Unit),
            _ => ("", ""),
        };
        if (Paths.UndoOf(path) is { } undo) return OfUndo(before, recorded, path, undo);
        if (unit.Length == 0 || !AreHeldBy(workflow.StepAt(path))) return null;
        var units = before.Steps[path].Units!;
        var begun = units.ById.GetValueOrDefault(unit);
        LeaseChangeKind? kind = recorded switch
        {
            UnitStarted when begun is null => LeaseChangeKind.Take,
            UnitWaiting => LeaseChangeKind.Wait,
            UnitSettled when begun is not null => LeaseChangeKind.Release,
            _ => null,
        };
        // Targets begin in their order, so the one that takes or waits for the first time is the next.
        var name = begun is null && units.Next < units.Targets.Length ? units.Targets[units.Next].Name : unit;
        return kind is null ? null : new LeaseChange(kind.Value, unit, name, Paths.Unit(path, unit));
    }
}
