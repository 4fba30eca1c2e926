using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Execution;

/// <summary>Claims a run and makes its state from its history.</summary>
internal static class RunLoader
{
    private const int PageSize = 1_000;

    /// <summary>Null: there is no such run, or it has ended.</summary>
    /// <exception cref="UnknownEventException">A newer release wrote its history; the run is let go of untouched.</exception>
    public static async Task<(LoadedRun Run, IReadOnlyList<(string Id, RunInput Input)> Inbox)?> LoadAsync(string runId, RunShell shell)
    {
        if (await shell.Store.ReadRunAsync(runId) is not { Projection.Terminal: false } row) return null;
        // Even the claim would take the run from a newer process that can carry it on.
        if (row.Owner != shell.Owner) await CheckKnownAsync(runId, shell.Store);
        if (await shell.Store.ClaimAsync(runId, shell.Owner) is not { Row.Projection.Terminal: false } claimed) return null;
        var state = await FoldAsync(claimed, shell.Store);
        var created = state.Created!;
        var workflow = await shell.Workflows.FindAsync(created.Workflow, created.Version)
            ?? throw new InvalidOperationException($"Run {runId} needs version {created.Version} of the workflow '{created.Workflow}', which is not there.");
        return (new LoadedRun(workflow, state, claimed.Row.Epoch), Read(claimed.Inbox));
    }

    /// <summary>The state of any run, without a claim, for showing it.</summary>
    public static async Task<RunState?> ReadStateAsync(string runId, IRunStore store, long upTo = long.MaxValue)
    {
        var state = RunState.Empty;
        while (true)
        {
            var events = await store.ReadHistoryAsync(runId, state.Sequence, PageSize);
            foreach (var stored in events.TakeWhile(e => e.Sequence <= upTo)) state = Evolution.Evolve(state, Read(stored));
            if (events.Count < PageSize || events[^1].Sequence >= upTo) return state.Created is null ? null : state;
        }
    }

    public static RunEvent Read(StoredEvent stored) => EventCodec.Read(stored.Type, stored.Version, stored.At, stored.Data);

    /// <summary>Messages of types that this release does not know stay in the inbox.</summary>
    public static IReadOnlyList<(string Id, RunInput Input)> Read(IReadOnlyList<InboxMessage> inbox) =>
        [.. inbox.Select(m => (m.Id, Input: InboxCodec.Read(m))).Where(m => m.Input is not null).Select(m => (m.Id, m.Input!))];

    private static async Task CheckKnownAsync(string runId, IRunStore store)
    {
        IReadOnlyList<StoredEvent> events;
        for (var after = 0L; (events = await store.ReadHistoryAsync(runId, after, PageSize)).Count > 0; after = events[^1].Sequence)
        {
            if (events.FirstOrDefault(e => !EventCodec.Knows(e.Type, e.Version)) is { } unknown) throw new UnknownEventException(unknown.Type, unknown.Version);
            if (events.Count < PageSize) return;
        }
    }

    private static async Task<RunState> FoldAsync(ClaimedRun claimed, IRunStore store)
    {
        var state = claimed.Snapshot is { } snapshot ? StateCodec.TryRead(snapshot.Data) : RunState.Empty;
        if (state is not null && state.Sequence == (claimed.Snapshot?.Sequence ?? 0)) return Evolution.Fold(claimed.Events.Select(Read), state);
        return await ReadStateAsync(claimed.Row.RunId, store) ?? throw new InvalidOperationException($"Run {claimed.Row.RunId} has no history.");
    }
}
