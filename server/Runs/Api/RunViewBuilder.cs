using Runbooks.Activities;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.Units;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Api;

/// <summary>Shows a run's state in the API's words.</summary>
internal sealed class RunViewBuilder(RunFailures failures, RunProgress progress)
{
    public RunSummary Summarise(RunRow row) => new(
        row.RunId,
        row.Projection.Workflow,
        row.Projection.Version,
        StatusOf(row.RunId, row.Projection.Status),
        row.Projection.HandledFailures,
        row.Projection.Reason,
        row.Projection.CreatedAt,
        row.Projection.StartedAt,
        row.Projection.EndedAt,
        new RunTrigger(row.Projection.TriggerKind, row.Projection.TriggerName, row.Projection.StartedBy),
        row.Projection.ParentRunId);

    /// <param name="workflow">Null: the version is not there any more; then only steps that were reached are shown.</param>
    public RunDetail Show(RunState state, CompiledWorkflow? workflow)
    {
        var created = state.Created!;
        var steps = new SortedDictionary<string, StepDetail>(StringComparer.Ordinal);
        foreach (var step in workflow?.Definition.Body.Steps ?? [])
            if (!state.Steps.ContainsKey(step.Id)) steps[step.Id] = Pending(step);
        foreach (var (path, step) in state.Steps) steps[path] = Show(state, step, workflow);
        return new RunDetail(
            created.RunId,
            created.Workflow,
            created.Version,
            StatusOf(created.RunId, RunStatus.Of(state)),
            state.End is { HandledFailures: true },
            created.Reason,
            state.CreatedAt,
            state.StartedAt,
            state.EndedAt,
            created.Trigger,
            created.Parent?.RunId,
            created.RerunOf,
            created.Inputs,
            state.End?.Outputs,
            ErrorOf(state.End?.Error ?? state.Frames.GetValueOrDefault("")?.Ending?.Error),
            state.End is null ? failures.StuckBecause(created.RunId) : null,
            steps)
        {
            Undoable = state.Undo.Count,
            HandedOn = state.HandedOn,
            RollBack = UndoViews.Of(state, progress),
        };
    }

    private string StatusOf(string runId, string status) =>
        RunStatus.IsTerminal(status) || !failures.IsStuck(runId) ? status : "stuck";

    private static StepDetail Pending(StepDefinition step) =>
        new(step.Activity, "pending", null, 0, null, null, null, null, null, null, false, null, null, null);

    private StepDetail Show(RunState state, StepState step, CompiledWorkflow? workflow)
    {
        var waiting = step.IsSettled ? null : Waits.Of(state, step);
        return new StepDetail(
            step.Activity.Length > 0 ? step.Activity : workflow?.StepAt(step.Path).Definition.Activity ?? "",
            step.Status is { } settled ? Outcomes.NameOf(settled) : waiting is null ? "running" : "waiting",
            step.Outcome,
            AttemptsOf(step),
            step.StartedAt,
            step.EndedAt,
            step.StartedAt is null ? null : step.Input,
            step.Output,
            ErrorOf(step.Error),
            waiting,
            step.TakenOver,
            step.Iterations is { } i ? new IterationDetail(i.Started, i.Started - i.Active, i.Failed) : null,
            step.Child?.ChildRunId,
            step.Units is { } units && step.Begins == UnitsBegin.Targets ? [.. units.Targets.Select(t => Show(state, step, t))] : null);
    }

    private static int AttemptsOf(StepState step)
    {
        if (step.Units is not { } units) return step.StartedAt is null ? 0 : 1;
        if (units.ById.Count == 1 && units.ById.TryGetValue("", out var only)) return only.Attempt;
        var most = 0;
        foreach (var (_, unit) in units.ById) most = Math.Max(most, unit.Attempt);
        return most;
    }

    private TargetDetail Show(RunState state, StepState step, Target target)
    {
        var unit = step.Units!.ById.GetValueOrDefault(target.Id);
        var waiting = unit is null ? null : Waits.Of(unit);
        var status = unit is null ? "pending" : unit.Status is { } settled ? Outcomes.NameOf(settled) : waiting is null ? "running" : "waiting";
        var now = status == "running" ? progress.Find(state.Created!.RunId, step.Path, target.Id) : null;
        return new TargetDetail(
            target.Id,
            target.Name,
            target.Connection,
            status,
            unit?.Status is null ? now?.Message ?? waiting?.Message : unit.Message,
            unit?.Attempt ?? 0,
            ErrorOf(unit?.Error),
            now?.Fraction,
            waiting);
    }

    private static ErrorDetail? ErrorOf(RunError? error) => error is null ? null : new(error.Code, error.Message);
}
