using System.Collections.Concurrent;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;

namespace Runbooks.Server.Runs.Execution;

/// <summary>Published versions, compiled. A version never changes, so what was compiled once is kept.</summary>
/// <param name="find">Reads a published version; the newest where none is named. Null: there is none.</param>
/// <param name="traits">What the core must know of an activity; null: there is no such activity.</param>
public sealed class WorkflowCache(
    Func<string, int?, ValueTask<(WorkflowDefinition Definition, int Version)?>> find,
    Func<string, ActivityTraits?> traits)
{
    private const int MaxKept = 1_000;

    private readonly ConcurrentDictionary<(string Id, int Version), CompiledWorkflow> compiled = new();

    public async ValueTask<CompiledWorkflow?> FindAsync(string id, int? version)
    {
        if (version is { } known && compiled.TryGetValue((id, known), out var kept)) return kept;
        if (await find(id, version) is not { } found) return null;
        if (compiled.Count > MaxKept) compiled.Clear();
        return compiled.GetOrAdd((id, found.Version), _ => CompiledWorkflow.Compile(found.Definition, found.Version, traits));
    }
}
