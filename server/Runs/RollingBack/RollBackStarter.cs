using Runbooks.Server.Http;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.RollingBack;

/// <summary>Begins roll-backs that people ask for. A run that goes is told by its inbox; one that has ended is opened again by an append on
/// the very state that was looked at, so that of two who ask only one does it, and no rerun takes over the same at once.</summary>
internal sealed class RollBackStarter(RunShell shell)
{
    private const int MostLooks = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <returns>Null: it is on its way, and committed.</returns>
    public async Task<Problem?> StartAsync(string runId, string by, string? reason)
    {
        var message = $"roll-back:{Guid.NewGuid():N}";
        for (var look = 1; look <= MostLooks; look++)
        {
            if (await shell.Store.ReadRunAsync(runId) is not { } row) return Problem.NotFound("run", runId);
            var state = (await RunLoader.ReadStateAsync(runId, shell.Store, row.Sequence))!;
            if (state.RollBackAsked?.By == by && look > 1) return null;
            if (await RefusalAsync(state) is { } refusal) return refusal;
            if (row.Projection.Terminal ? await ReopenAsync(row, state, by, reason) : await TellAsync(runId, message, by, reason)) return null;
        }

        return new Problem(StatusCodes.Status409Conflict, "roll-back.busy", $"Run {runId} was changed by others each time; ask again.");
    }

    /// <summary>Why the run cannot roll back now; null where it can.</summary>
    public async Task<Problem?> RefusalAsync(RunState state)
    {
        var id = state.Created!.RunId;
        if (state.HandedOn is { } rerun)
            return Conflict("roll-back.rerun", $"Run {rerun} is a rerun of run {id} and has taken over what it could undo: roll that one back.");
        if (state.IsRollingBack || state.RollBackAsked is not null && state.End is null)
            return Conflict("roll-back.under-way", $"Run {id} is rolling back already.");
        if (state.StartedAt is null || (state.End is not null && state.Undo.IsEmpty))
            return Conflict("roll-back.nothing", $"Run {id} has changed nothing that can be taken back.");
        if (state.End is not null && state.Created.Parent is { } parent && await shell.Store.ReadRunAsync(parent.RunId) is { Projection.Terminal: false })
            return Conflict("roll-back.parent-goes", $"Run {parent.RunId}, which started run {id}, still goes. Wait for its end, or cancel it.");
        return null;
    }

    private static Problem Conflict(string code, string detail) => new(StatusCodes.Status409Conflict, code, detail);

    /// <returns>False: it has changed meanwhile.</returns>
    private async Task<bool> ReopenAsync(RunRow row, RunState state, string by, string? reason)
    {
        if (await shell.Workflows.FindAsync(row.Projection.Workflow, row.Projection.Version) is not { } workflow) return false;
        for (var busy = Busy.None; ;)
        {
            var decision = Interpreter.Decide(workflow, state, new RunInput.RollBack(by, reason), shell.Time.GetUtcNow(), busy);
            var append = AppendBuilder.Build(workflow, state, decision, row.Epoch, [], snapshots: false);
            switch (await shell.Store.AppendAsync(append))
            {
                case AppendResult.Committed:
                    shell.Feed.Publish(row.RunId);
                    shell.Router.Wake(row.RunId);
                    return true;
                case AppendResult.LeaseBusy leased:
                    busy = new(busy.Holders.SetItems(leased.Holders.Select(h => KeyValuePair.Create(h.Key, h.Value.RootRunId))));
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>A run that ends before it takes the message takes its inbox with it: so it is waited for.</summary>
    /// <returns>False: it may have ended before; to be looked at again.</returns>
    private async Task<bool> TellAsync(string runId, string message, string by, string? reason)
    {
        var written = InboxCodec.Write(message, InboxCodec.RollBack, new InboxCodec.PersonData(by, reason), shell.Time.GetUtcNow());
        if (await shell.Store.EnqueueAsync(runId, written) != EnqueueResult.Accepted) return false;
        shell.Router.Wake(runId);
        for (var waited = TimeSpan.Zero; waited < Patience; waited += BetweenLooks)
        {
            if ((await shell.Store.ReadInboxAsync(runId)).All(m => m.Id != message))
                return await RunLoader.ReadStateAsync(runId, shell.Store) is { } now && (now.RollBackAsked is not null || now.RollBack is not null);
            await Task.Delay(BetweenLooks, shell.Time);
        }

        // It will take it: nobody executes it just now.
        return true;
    }
}
