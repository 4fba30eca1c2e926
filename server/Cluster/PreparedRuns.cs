using System.Collections.Concurrent;
using Runbooks.Server.Runs.Execution;

namespace Runbooks.Server.Cluster;

/// <summary>Runs that this process has just made and committed, on their way to their grain: they need not be read again.</summary>
internal sealed class PreparedRuns
{
    private readonly ConcurrentDictionary<string, LoadedRun> runs = new(StringComparer.Ordinal);

    public void Add(string runId, LoadedRun run) => runs[runId] = run;

    public LoadedRun? Take(string runId) => runs.TryRemove(runId, out var run) ? run : null;
}
