using Runbooks.Activities;
using Runbooks.Activities.Catalogue;
using Runbooks.Activities.Fleet;
using Runbooks.Server.Runs.Api;
using Runbooks.Server.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.RollingBack;

/// <summary>Says what a roll-back would do before somebody asks for it.</summary>
internal sealed class RollBackPreviews(
    RunReader reader, WorkflowCache workflows, RollBackStarter starter, ActivityCatalogue catalogue, IFleet fleet, TimeProvider time)
{
    private const string Undeclared = "Its activity says nothing about how to take it back.";

    public async Task<RollBackPreview?> ReadAsync(string runId)
    {
        if (await reader.StateAsync(runId) is not { } state) return null;
        var workflow = await workflows.FindAsync(state.Created!.Workflow, state.Created.Version);
        var refusal = await starter.RefusalAsync(state);
        return new RollBackPreview(
            [.. state.Undo.Values.Reverse().Select(Preview)],
            [.. state.Steps.Values.OrderBy(step => step.StartedAt).SelectMany(step => Stays(state, step, workflow))],
            refusal is null ? null : new ErrorDetail(refusal.Code, refusal.Detail));
    }

    private UndoPreview Preview(Undoable undo)
    {
        var plan = Seen(undo.Target) is not { } now ? UndoPlan.LeavesAlone("It is not there any more.")
            : catalogue.Find(undo.Activity) is not IUndoable activity ? UndoPlan.LeavesAlone(Undeclared)
            : activity.PlanUndo(new DoneWork(undo.Before, undo.Did, undo.At), now, time.GetUtcNow());
        return new(
            undo.Path, undo.Activity, undo.Target.Id, undo.Target.Name, plan.Change?.Summary, plan.Change?.Before, plan.Change?.After,
            plan.Change is null ? plan.Why : null);
    }

    private FleetObject? Seen(Target target) => target.Kind switch
    {
        TargetKind.Host => fleet.FindHost(target.Id),
        TargetKind.NewVm => new PlannedVm(target.Name, target.Host, target.Connection, target.Connection, time.GetUtcNow()),
        _ => fleet.FindVm(target.Id),
    };

    private IEnumerable<NoUndoPreview> Stays(RunState state, StepState step, CompiledWorkflow? workflow)
    {
        if (step.TakenOver || step.Status is not (Settled.Completed or Settled.Failed)) return [];
        if (step.Child is { } child)
            return [new(step.Path, step.Activity, $"Run {child.ChildRunId}, which it started, is rolled back by itself.", [])];
        if (workflow?.StepAt(step.Path).Body is not null) return Inside(workflow.StepAt(step.Path), step.Path);
        if (catalogue.Describe(step.Activity) is not { Effect: not Effect.Read } activity) return [];
        var left = step.Begins == UnitsBegin.Targets ? Left(state, step, activity.HasUndo) : [];
        if (step.Begins == UnitsBegin.Targets ? left.Count == 0 : step.Status != Settled.Completed) return [];
        return [new(step.Path, step.Activity, Why(activity), left)];
    }

    /// <summary>What was done inside a container is folded away: it is named by its definition.</summary>
    private IEnumerable<NoUndoPreview> Inside(CompiledStep container, string path) =>
        from step in container.Body!.Steps
        let inside = Paths.Join(path, step.Definition.Id)
        from stays in step.Body is not null
            ? Inside(step, inside)
            : catalogue.Describe(step.Definition.Activity) is { Effect: not Effect.Read, HasUndo: false } activity
                ? [new NoUndoPreview(inside, activity.Name, Why(activity), [])]
                : (IEnumerable<NoUndoPreview>)[]
        select stays;

    private static string Why(ActivityDescriptor activity) =>
        activity.HasUndo ? "As it was before, it cannot be made again." : activity.NoUndo ?? Undeclared;

    /// <summary>Targets that were changed and are not among what can be undone.</summary>
    private static List<string> Left(RunState state, StepState step, bool hasUndo)
    {
        var known = state.Undo.Values.Where(u => u.Path == step.Path).Select(u => u.Target.Id)
            .Concat(state.Undone.Values.Where(u => u.Path == step.Path).Select(u => u.Target.Id)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. step.Units?.Targets.Where(t => step.Units.ById.GetValueOrDefault(t.Id)?.Status == Settled.Completed)
                .Where(t => !hasUndo || (state.HandedOn is null && !known.Contains(t.Id))).Select(t => t.Name) ?? [],
        ];
    }
}
