using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Access;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers;
using Runbooks.Server.Workflows.Drafts;

namespace Runbooks.Server.Workflows.Versions;

/// <summary>The published versions of a workflow, and what differs between them.</summary>
internal static class VersionsApi
{
    private const string Draft = "draft";

    public static async Task<Results<Ok<Page<VersionSummary>>, Problem>> ListAsync(string id, RunbooksDbContext db, CancellationToken cancellation)
    {
        if (!await db.Workflows.AnyAsync(workflow => workflow.Id == id, cancellation)) return Problem.NotFound("workflow", id);
        var versions = await db.WorkflowVersions.AsNoTracking()
            .Where(version => version.Workflow == id)
            .OrderByDescending(version => version.Version)
            .Select(version => new VersionSummary(version.Version, version.PublishedAt, version.PublishedBy))
            .ToListAsync(cancellation);
        return TypedResults.Ok(new Page<VersionSummary>(versions));
    }

    public static async Task<Results<Ok<Comparison>, Problem>> CompareAsync(
        string id, string from, string to, RunbooksDbContext db, CancellationToken cancellation)
    {
        if (await ReadAsync(db, id, from, cancellation) is not { } before) return NotFound(id, from);
        if (await ReadAsync(db, id, to, cancellation) is not { } after) return NotFound(id, to);
        return TypedResults.Ok(new Comparison(from, to, DefinitionComparison.Compare(before, after), TriggerComparison.Compare(before, after)));
    }

    public static async Task<Results<Ok<SavedDraft>, Problem>> RestoreAsync(
        string id,
        int version,
        HttpContext context,
        RunbooksDbContext db,
        DraftStore drafts,
        DefinitionCheck check,
        DefinitionTriggers triggers,
        ClaimsPrincipal user,
        CancellationToken cancellation)
    {
        var old = await db.WorkflowVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Workflow == id && v.Version == version, cancellation);
        if (old is null) return NotFound(id, $"{version}");
        var draft = new NewDraft(id, JsonElement.Parse(old.Definition), old.Yaml, user.Who());
        var saved = await drafts.SaveAsync(draft, workflow => ETags.Holds(context.Request, workflow), cancellation);
        if (saved is DraftResult.Outdated outdated) return DraftsApi.Outdated(outdated.Current, draft.Document);
        var workflow = ((DraftResult.Saved)saved).Workflow;
        context.Response.Headers.ETag = ETags.Of(workflow);
        var (reading, found) = check.Read(workflow);
        var problems = await triggers.CheckAsync(reading, found, id, user.Who(), cancellation);
        return TypedResults.Ok(new SavedDraft(id, ETags.Of(workflow), workflow.PublishedVersion, problems));
    }

    private static async Task<JsonElement?> ReadAsync(RunbooksDbContext db, string id, string version, CancellationToken cancellation)
    {
        var json = version == Draft
            ? await db.Workflows.Where(w => w.Id == id).Select(w => w.Draft).SingleOrDefaultAsync(cancellation)
            : int.TryParse(version, out var number)
                ? await db.WorkflowVersions.Where(v => v.Workflow == id && v.Version == number).Select(v => v.Definition).SingleOrDefaultAsync(cancellation)
                : null;
        return json is null ? null : JsonElement.Parse(json);
    }

    private static Problem NotFound(string id, string version) => Problem.NotFound("version", $"{version} of {id}");
}

internal sealed record VersionSummary(int Version, DateTimeOffset PublishedAt, string PublishedBy);

/// <param name="From">A version's number, or <c>draft</c>.</param>
/// <param name="Triggers">What publishing would do to the triggers that the definition carries.</param>
internal sealed record Comparison(string From, string To, IReadOnlyList<DefinitionChange> Changes, IReadOnlyList<TriggerChange> Triggers);
