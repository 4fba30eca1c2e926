using Runbooks.Server.Http;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Starting;

/// <summary>Starts a run that keeps what an ended one has done, and takes over what that one could undo.</summary>
internal sealed class RerunStarter(IRunStore store, WorkflowCache workflows, StartDoor door, TimeProvider time)
{
    private const int MostLooks = 3;

    public async Task<(StartOutcome? Outcome, Problem? Problem)> StartAsync(string runId, string? from, bool onlyFailedTargets, string by)
    {
        for (var look = 1; look <= MostLooks; look++)
        {
            if (await store.ReadRunAsync(runId) is not { } row) return (null, Problem.NotFound("run", runId));
            if (!row.Projection.Terminal) break;
            var state = (await RunLoader.ReadStateAsync(runId, store, row.Sequence))!;
            var created = state.Created!;
            if (await workflows.FindAsync(created.Workflow, created.Version) is not { } workflow)
                return (null, Problem.NotFound("workflow", $"{created.Workflow} version {created.Version}"));
            if (from is not null && !workflow.Definition.Body.Steps.Any(s => s.Id == from))
                return (null, Problem.Invalid("rerun.invalid", $"There is no step '{from}' in the workflow.", new ProblemError("/from", "No such step.")));
            var request = Request(state, workflow, from, onlyFailedTargets, by);
            var outcome = await door.StartAsync(request with { Handing = Handing(row, state, workflow, request.RunId!) });
            // Somebody has rolled it back or rerun it meanwhile.
            if (outcome is not StartOutcome.Changed) return (outcome, null);
        }

        return (null, new Problem(StatusCodes.Status409Conflict, "run.not-ended", $"Run {runId} has not ended; only ended runs are rerun."));
    }

    private StartRequest Request(RunState state, CompiledWorkflow workflow, string? from, bool onlyFailedTargets, string by)
    {
        var created = state.Created!;
        return new StartRequest(
            created.Workflow, created.Version, created.Inputs, new RunTrigger("rerun", created.RunId, by), created.Reason, RunId: RunStarter.NewId(time),
            RerunOf: created.RunId, Kept: Reruns.Keep(workflow, state, from, onlyFailedTargets), Lineage: created.Origin);
    }

    /// <summary>Only one of them can undo it, or it might be undone twice.</summary>
    private RunAppend? Handing(RunRow row, RunState state, CompiledWorkflow workflow, string to) => state.Undo.IsEmpty
        ? null
        : AppendBuilder.Build(workflow, state, Interpreter.HandOn(state, to, time.GetUtcNow()), row.Epoch, [], snapshots: false);
}
