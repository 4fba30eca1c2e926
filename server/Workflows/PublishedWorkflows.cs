using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Server.Workflows;

/// <summary>Published versions, for whoever starts and executes runs.</summary>
public sealed class PublishedWorkflows(IDbContextFactory<RunbooksDbContext> contexts)
{
    private readonly ConcurrentDictionary<(string Id, int Version), WorkflowDefinition> versions = new();

    private readonly ConcurrentDictionary<string, Newest> newest = new(StringComparer.Ordinal);

    /// <param name="version">Null: the newest.</param>
    /// <returns>Null where there is no such workflow, or it has no such version.</returns>
    public async ValueTask<PublishedWorkflow?> FindAsync(string id, int? version)
    {
        if (await NewestAsync(id) is not { } latest) return null;
        var wanted = version ?? latest.Version;
        if (!versions.TryGetValue((id, wanted), out var definition))
        {
            if (await ReadAsync(id, wanted) is not { } read) return null;
            versions[(id, wanted)] = definition = read;
        }

        return new PublishedWorkflow(definition, wanted, latest.Paused);
    }

    /// <summary>The workflow was published, paused or resumed.</summary>
    public void Forget(string id) => newest.TryRemove(id, out _);

    private async ValueTask<Newest?> NewestAsync(string id)
    {
        if (newest.TryGetValue(id, out var known)) return known;
        await using var db = await contexts.CreateDbContextAsync();
        var found = await db.Workflows.AsNoTracking().Where(w => w.Id == id && w.PublishedVersion != null)
            .Select(w => new Newest(w.PublishedVersion!.Value, w.Paused)).SingleOrDefaultAsync();
        if (found is not null) newest[id] = found;
        return found;
    }

    private async Task<WorkflowDefinition?> ReadAsync(string id, int version)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var json = await db.WorkflowVersions.AsNoTracking().Where(v => v.Workflow == id && v.Version == version)
            .Select(v => v.Definition).SingleOrDefaultAsync();
        return json is null
            ? null
            : DefinitionReader.Read(json, DocumentFormat.Json).Definition
                ?? throw new InvalidOperationException($"Version {version} of '{id}' was published and cannot be read by this release.");
    }

    private sealed record Newest(int Version, bool Paused);
}

/// <param name="Paused">Nothing starts it now.</param>
public sealed record PublishedWorkflow(WorkflowDefinition Definition, int Version, bool Paused);
