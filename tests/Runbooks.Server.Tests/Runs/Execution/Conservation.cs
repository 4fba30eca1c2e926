using Runbooks.Server.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>Rows and histories say the same, always; and of a run that has ended nothing is left.</summary>
internal static class Conservation
{
    /// <summary>The leases that a run has are those of its units that have begun, and of those whose grant is on its way.</summary>
    public static void LeasesAreWhatTheHistorySays(StoreWorld world, string runId)
    {
        var granted = RunLoader.Read(StoreWorld.Done(world.Store.ReadInboxAsync(runId))).Select(m => m.Input).OfType<RunInput.LeaseGranted>().Select(g => g.Unit);
        var state = world.State(runId);
        var begun = state.Active.Select(p => state.Steps[p])
            .Where(s => s.Activity is "vm.change" or "flow.scope" && s.Units is not null)
            .SelectMany(s => s.Units!.Active.Where(u => s.Units.ById[u].Phase != UnitPhase.WaitingForLease).Select(u => Paths.Unit(s.Path, u)));
        var undos = state.IsRollingBack
            ? state.RollBack!.Active.Where(n => state.RollBack.Units[n].Phase != UnitPhase.WaitingForLease).Select(n => Paths.Unit(Paths.Undo(state.RollBack.Round, n), state.Undo[n].Target.Id))
            : [];
        var rows = StoreWorld.Done(world.Store.ReadLeasesAsync()).Where(l => l.RunId == runId).Select(l => l.Unit);
        Assert.Equal(begun.Concat(undos).Concat(granted).Distinct().Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    public static void IsAtRest(StoreWorld world, string runId, string what)
    {
        var state = world.Fold(runId);
        var row = StoreWorld.Done(world.Store.ReadRunAsync(runId))!;
        Assert.True(state.End is not null, $"{what}: {runId} has not ended");
        Assert.True(row.Projection with { Due = null } == AppendBuilder.Project(state) with { Due = null }, $"{what}: row and history differ");
        Assert.True(row.Projection is { Terminal: true, Active: false, Held: false, Due: null }, $"{what}: {row.Projection}");
        Assert.True(state.Active.IsEmpty && state.Timers.IsEmpty && state.Frames.IsEmpty, $"{what}: something still goes: {string.Join(", ", state.Active)}");
        Assert.DoesNotContain(StoreWorld.Done(world.Store.ReadLeasesAsync()), l => l.RunId == runId);
        Assert.Empty(StoreWorld.Done(world.Store.ReadInboxAsync(runId)));
        Assert.DoesNotContain(StoreWorld.Done(world.Store.ReadApprovalsAsync()), a => a.RunId == runId);
        var history = StoreWorld.Done(world.Store.ReadHistoryAsync(runId, 0, 10_000)).Select(RunLoader.Read).ToList();
        Assert.True(history[^1] is RunEnded && history.OfType<RunEnded>().Count() == 1, $"{what}: {history.OfType<RunEnded>().Count()} ends");
    }
}
