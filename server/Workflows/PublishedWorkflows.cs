using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Server.Workflows;

/// <param name="Paused">Why nothing starts it now, in a sentence; null where it may be started.</param>
public sealed record PublishedWorkflow(WorkflowDefinition Definition, int Version, string? Paused);

/// <summary>Published versions as the engine reads them. Asked at every start, so kept in memory.</summary>
public sealed class PublishedWorkflows(IDbContextFactory<RunbooksDbContext> contexts, TimeProvider time)
{
    private const int MaxKept = 1_000;

    private readonly ShortMemory<string, State?> states = new(TimeSpan.FromSeconds(5), time);
    private readonly ConcurrentDictionary<(string Id, int Version), WorkflowDefinition> versions = new();

    /// <summary>A version of a workflow, the newest where none is named; null where there is none.</summary>
    public async ValueTask<PublishedWorkflow?> FindAsync(string id, int? version = null)
    {
        if (await states.GetAsync(id, ReadStateAsync) is not { } state) return null;
        if ((version ?? state.Newest) is not { } wanted) return null;
        return await ReadVersionAsync(id, wanted) is { } definition ? new PublishedWorkflow(definition, wanted, state.Paused) : null;
    }

    /// <summary>Why nothing starts the workflow now; null where it may be started, or there is none.</summary>
    public async ValueTask<string?> WhyPausedAsync(string id) => (await states.GetAsync(id, ReadStateAsync))?.Paused;

    /// <summary>After a change to a workflow that decides what starts or whether.</summary>
    internal void Forget(string id) => states.Forget(id);

    private async Task<State?> ReadStateAsync(string id)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var workflow = await db.Workflows.AsNoTracking().SingleOrDefaultAsync(workflow => workflow.Id == id);
        return workflow is null ? null : new State(workflow.PublishedVersion, workflow.Pause is { } pause ? Sentence(id, pause) : null);
    }

    private async ValueTask<WorkflowDefinition?> ReadVersionAsync(string id, int version)
    {
        if (versions.TryGetValue((id, version), out var kept)) return kept;
        await using var db = await contexts.CreateDbContextAsync();
        var row = await db.WorkflowVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Workflow == id && v.Version == version);
        if (row is null) return null;
        if (versions.Count >= MaxKept) versions.Clear();
        return versions[(id, version)] = Read(row);
    }

    private static WorkflowDefinition Read(WorkflowVersionEntity row)
    {
        var reading = DefinitionReader.Read(row.Definition, DocumentFormat.Json);
        return reading.Definition ?? throw new InvalidOperationException(
            $"Version {row.Version} of '{row.Workflow}' cannot be read by this server: {string.Join(' ', reading.Problems.Select(p => p.Message))} "
            + "It was published by a newer one; upgrade this server, or restore an earlier version and publish that.");
    }

    private static string Sentence(string id, WorkflowPause pause) =>
        $"'{id}' was paused by {pause.By} at {pause.At:u}{(pause.Reason is { Length: > 0 } reason ? $": {reason}" : "")}. No run was started. Resume it first.";

    private sealed record State(int? Newest, string? Paused);
}
