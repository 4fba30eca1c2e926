using Runbooks.Server.Runs.History;

namespace Runbooks.Benchmarks.Engine;

/// <summary>What one run of five steps wrote, commit by commit: the rows that the others must write as well.</summary>
internal sealed record RecordedRun(IReadOnlyList<IReadOnlyList<NewEvent>> Commits)
{
    public static async Task<RecordedRun> TakeAsync(EngineInProcess engine)
    {
        var history = await engine.Store.ReadHistoryAsync(await engine.RunAsync(), 0, int.MaxValue);
        // All events of one commit have one time, and no two commits do.
        var commits = history.GroupBy(e => e.At).Select(commit => commit.Select(e => new NewEvent(e.Type, e.Version, e.At, e.Data)).ToList()).ToList();
        return commits.Count == 6 ? new RecordedRun(commits) : throw new InvalidOperationException($"A run of five steps made {commits.Count} commits.");
    }
}
