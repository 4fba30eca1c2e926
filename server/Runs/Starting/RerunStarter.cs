using Runbooks.Server.Http;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Server.Runs.Starting;

/// <summary>Starts a run that keeps what an ended one has done.</summary>
internal sealed class RerunStarter(IRunStore store, WorkflowCache workflows, StartDoor door)
{
    public async Task<(StartOutcome? Outcome, Problem? Problem)> StartAsync(string runId, string? from, bool onlyFailedTargets, string by)
    {
        if (await store.ReadRunAsync(runId) is not { } row) return (null, Problem.NotFound("run", runId));
        if (!row.Projection.Terminal)
            return (null, new Problem(StatusCodes.Status409Conflict, "run.not-ended", $"Run {runId} has not ended; only ended runs are rerun."));
        var state = (await RunLoader.ReadStateAsync(runId, store))!;
        var created = state.Created!;
        if (await workflows.FindAsync(created.Workflow, created.Version) is not { } workflow)
            return (null, Problem.NotFound("workflow", $"{created.Workflow} version {created.Version}"));
        if (from is not null && !workflow.Definition.Body.Steps.Any(s => s.Id == from))
            return (null, Problem.Invalid("rerun.invalid", $"There is no step '{from}' in the workflow.", new ProblemError("/from", "No such step.")));
        var kept = Reruns.Keep(workflow, state, from, onlyFailedTargets);
        var outcome = await door.StartAsync(new StartRequest(
            created.Workflow, created.Version, created.Inputs, new RunTrigger("rerun", runId, by), created.Reason, RerunOf: runId, Kept: kept, Lineage: created.Origin));
        return (outcome, null);
    }
}
