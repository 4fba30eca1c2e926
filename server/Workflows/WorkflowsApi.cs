using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Workflows.Definitions;
using Problem = Runbooks.Server.Http.Problem;

namespace Runbooks.Server.Workflows;

/// <summary>The list of workflows, and one of them.</summary>
internal static class WorkflowsApi
{
    public static async Task<Ok<Page<WorkflowSummary>>> ListAsync(
        string? q, string? cursor, int? limit, RunbooksDbContext db, CancellationToken cancellation)
    {
        var most = Paging.Limit(limit);
        var found = db.Workflows.AsNoTracking();
        if (cursor is not null) found = found.Where(workflow => workflow.Id.CompareTo(cursor) > 0);
        if (q is { Length: > 0 })
            found = found.Where(workflow => EF.Functions.Like(workflow.Id, $"%{q}%") || EF.Functions.Like(workflow.Name!, $"%{q}%"));
        var page = await found.OrderBy(workflow => workflow.Id).Take(most + 1).ToListAsync(cancellation);
        var next = page.Count > most ? page[most - 1].Id : null;
        return TypedResults.Ok(new Page<WorkflowSummary>([.. page.Take(most).Select(WorkflowSummary.Of)], next));
    }

    public static async Task<Results<Ok<Workflow>, ContentHttpResult, Problem>> ReadAsync(
        string id, int? version, HttpContext context, RunbooksDbContext db, CancellationToken cancellation)
    {
        if (await db.Workflows.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, cancellation) is not { } workflow)
            return Problem.NotFound("workflow", id);
        var shown = version ?? workflow.PublishedVersion;
        var published = await db.WorkflowVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Workflow == id && v.Version == shown, cancellation);
        if (version is not null && published is null) return Problem.NotFound("version", $"{id}, version {version}");
        context.Response.Headers.Vary = "Accept";
        context.Response.Headers.ETag = version is null ? ETags.Of(workflow) : $"\"v{version}\"";
        if (!DefinitionText.IsWanted(context.Request)) return TypedResults.Ok(Workflow.Of(workflow, published));
        // As with the ETag, what is read without a version is the draft: what a later save is compared with.
        var (json, yaml) = version is null ? (workflow.Draft, workflow.DraftYaml) : (published!.Definition, published.Yaml);
        return TypedResults.Text(yaml ?? DefinitionWriter.ToYaml(JsonElement.Parse(json)), $"{DefinitionText.Yaml}; charset=utf-8");
    }
}
