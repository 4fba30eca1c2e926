using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Access;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;
using Runbooks.Server.Http;

namespace Runbooks.Server.Workflows;

/// <summary>Keeps a workflow from being started, by whatever, until it is resumed. Runs that go on are not touched.</summary>
internal static class PauseApi
{
    public static Task<Results<Ok<WorkflowSummary>, Problem>> PauseAsync(
        string id, PauseRequest? request, PauseStore store, TimeProvider time, ClaimsPrincipal user, CancellationToken cancellation) =>
        AnswerAsync(id, store.ChangeAsync(id, user.Who(), new WorkflowPause(time.GetUtcNow(), user.Who(), request?.Reason), cancellation));

    public static Task<Results<Ok<WorkflowSummary>, Problem>> ResumeAsync(
        string id, PauseStore store, ClaimsPrincipal user, CancellationToken cancellation) =>
        AnswerAsync(id, store.ChangeAsync(id, user.Who(), null, cancellation));

    private static async Task<Results<Ok<WorkflowSummary>, Problem>> AnswerAsync(string id, Task<WorkflowEntity?> change) =>
        await change is { } workflow ? TypedResults.Ok(WorkflowSummary.Of(workflow)) : Problem.NotFound("workflow", id);
}

internal sealed record PauseRequest(string? Reason = null);

internal sealed class PauseStore(IDbContextFactory<RunbooksDbContext> contexts, AuditLog audit, PublishedWorkflows published)
{
    /// <param name="pause">Null: it goes on.</param>
    /// <returns>Null where there is no such workflow.</returns>
    public async Task<WorkflowEntity?> ChangeAsync(string id, string who, WorkflowPause? pause, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Workflows.SingleOrDefaultAsync(workflow => workflow.Id == id, cancellation) is not { } workflow) return null;
        // Who paused first, and why, stays: a second pause changes nothing.
        if ((workflow.Pause is null) == (pause is null)) return workflow;
        workflow.Pause = pause;
        audit.Stage(db, who, pause is null ? "workflow.resume" : "workflow.pause", $"workflow:{id}", pause is null ? null : new { pause.Reason });
        await db.SaveChangesAsync(cancellation);
        published.Forget(id);
        return workflow;
    }
}
