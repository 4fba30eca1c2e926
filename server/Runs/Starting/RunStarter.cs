using System.Text.Json;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Starting;

/// <summary>Starts runs. What is accepted is committed, with its slot or its place in the queue.</summary>
public sealed class RunStarter(RunShell shell)
{
    /// <summary>Ids in the order of time.</summary>
    public static string NewId(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    public async Task<StartOutcome> StartAsync(StartRequest request)
    {
        if (await shell.Workflows.FindAsync(request.Workflow, request.Version) is not { } workflow)
            return new StartOutcome.NoSuchWorkflow(
                $"There is no published workflow '{request.Workflow}'{(request.Version is { } v ? $" in version {v}" : "")}.");
        var inputs = request.Inputs;
        if (request.RerunOf is null)
        {
            var answer = InputValidation.Check(workflow.Definition, inputs);
            if (answer.Problems.Count > 0) return new StartOutcome.BadInputs([.. answer.Problems.Select(p => new InputProblem(p.Path, p.Message))]);
            inputs = answer.Values;
        }

        return await StartAsync(request, workflow, inputs);
    }

    private async Task<StartOutcome> StartAsync(StartRequest request, CompiledWorkflow workflow, JsonElement inputs)
    {
        var runId = request.RunId ?? NewId(shell.Time);
        var created = new RunCreated(
            runId, request.Workflow, workflow.Version, inputs, request.Trigger, request.Reason, request.Parent, request.RerunOf, request.Lineage ?? request.RerunOf);
        var policy = workflow.Definition.Policy;
        var slot = policy.MaxConcurrent is { } max ? new SlotAsk(request.Workflow, max) : null;
        var queued = slot is not null && policy.WhenBusy != WhenBusy.Skip ? Append(workflow, Create(request, workflow, created, false, Busy.None)) : null;
        var busy = Busy.None;
        while (true)
        {
            var decision = Create(request, workflow, created, admitted: true, busy);
            var start = new RunStart(runId, request.StartKey, shell.Owner, slot, Append(workflow, decision), queued) { Handing = request.Handing };
            switch (await shell.Store.StartAsync(start))
            {
                case StartResult.Started:
                    Begin(workflow, decision);
                    return new StartOutcome.Accepted(runId, workflow.Version, Queued: false, Existing: false);
                case StartResult.Queued:
                    if (policy.WhenBusy == WhenBusy.CancelRunning) await CancelOthersAsync(request.Workflow, runId);
                    return new StartOutcome.Accepted(runId, workflow.Version, Queued: true, Existing: false);
                case StartResult.Duplicate duplicate:
                    return new StartOutcome.Accepted(duplicate.Run.RunId, duplicate.Run.Projection.Version, Queued: false, Existing: true);
                case StartResult.Busy taken:
                    return new StartOutcome.Busy(taken.Runs);
                case StartResult.Changed:
                    return new StartOutcome.Changed();
                case StartResult.LeaseBusy leased:
                    busy = new(busy.Holders.SetItems(leased.Holders.Select(h => KeyValuePair.Create(h.Key, h.Value.RootRunId))));
                    break;
            }
        }
    }

    private Decision Create(StartRequest request, CompiledWorkflow workflow, RunCreated created, bool admitted, Busy busy) =>
        request.Kept is { } kept
            ? Interpreter.CreateRerun(workflow, created, kept, admitted, shell.Time.GetUtcNow(), busy)
            : Interpreter.Create(workflow, created, admitted, shell.Time.GetUtcNow(), busy);

    private static RunAppend Append(CompiledWorkflow workflow, Decision decision) =>
        AppendBuilder.Build(workflow, RunState.Empty, decision, epoch: 1, [], snapshots: false);

    private void Begin(CompiledWorkflow workflow, Decision decision)
    {
        shell.Feed.Publish(decision.State.Created!.RunId, decision.State.End is null ? null : decision.State);
        if (Pending.NextDue(decision.State) is { } due) shell.Due.Notice(due);
        if (Pending.HasAny(decision.State))
            shell.Router.Begin(new RunLoop(decision.State.Created.RunId, shell, new LoadedRun(workflow, decision.State, Epoch: 1)));
    }

    /// <summary>The new run waits for the actual end of the others (rule 10).</summary>
    private async Task CancelOthersAsync(string workflow, string except)
    {
        var running = await shell.Store.ListAsync(new RunQuery(
            Workflow: workflow,
            Status: [RunStatus.Running, RunStatus.Waiting, RunStatus.Paused, RunStatus.Failing, RunStatus.Queued],
            Limit: 200));
        foreach (var run in running.Items.Where(r => r.RunId != except))
        {
            var message = InboxCodec.Write(
                $"replaced-by:{except}", InboxCodec.Cancel, new InboxCodec.PersonData(null, $"Run {except} takes its place."), shell.Time.GetUtcNow());
            if (await shell.Store.EnqueueAsync(run.RunId, message) == EnqueueResult.Accepted) shell.Router.Wake(run.RunId);
        }
    }
}
