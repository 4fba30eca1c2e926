using System.Collections.Concurrent;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Api;

/// <summary>Reads runs for showing. The states of those looked at lately are kept, so that a long one is folded once.</summary>
internal sealed class RunReader(IRunStore store, WorkflowCache workflows, RunViewBuilder views)
{
    private const int MaxKept = 128;

    private readonly ConcurrentDictionary<string, RunState> kept = new(StringComparer.Ordinal);

    public async Task<RunDetail?> ReadAsync(string runId)
    {
        return await StateAsync(runId) is { } state ? await ShowAsync(state) : null;
    }

    public async Task<RunDetail> ShowAsync(RunState state)
    {
        var workflow = await workflows.FindAsync(state.Created!.Workflow, state.Created.Version);
        return views.Show(state, workflow);
    }

    /// <summary>A run in a list; one that has not ended with why it waits and how far it is.</summary>
    public async Task<RunSummary> SummariseAsync(RunRow row)
    {
        var summary = views.Summarise(row);
        if (row.Projection.Terminal || await StateAsync(row.RunId) is not { } state) return summary;
        return summary with { Waiting = Waits.Of(state), Targets = CountTargets(state) };
    }

    public async Task<RunState?> StateAsync(string runId)
    {
        var state = kept.GetValueOrDefault(runId) ?? RunState.Empty;
        while (true)
        {
            var events = await store.ReadHistoryAsync(runId, state.Sequence, 1_000);
            foreach (var stored in events) state = Evolution.Evolve(state, RunLoader.Read(stored));
            if (events.Count < 1_000) break;
        }

        if (state.Created is null) return null;
        if (kept.Count >= MaxKept) kept.Clear();
        kept[runId] = state;
        return state;
    }

    private static TargetCounts? CountTargets(RunState state)
    {
        var going = state.Active.Select(path => state.Steps[path]).Where(s => s is { Begins: UnitsBegin.Targets, Units: not null, Activity: not "flow.scope" }).ToList();
        if (going.Count == 0) return null;
        var total = going.Sum(s => s.Units!.Targets.Length);
        return new(total, going.Sum(s => s.Units!.Completed), going.Sum(s => s.Units!.Failed), total - going.Sum(s => s.Units!.Settled));
    }
}
