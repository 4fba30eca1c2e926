using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Access;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Workflows.Drafts;
using Runbooks.Workflows.Definitions;
using DefinitionProblem = Runbooks.Workflows.Definitions.Problem;
using Problem = Runbooks.Server.Http.Problem;

namespace Runbooks.Server.Workflows.Publishing;

/// <summary>Makes the draft a version that can be started.</summary>
internal static class PublishApi
{
    public static async Task<Results<Created<PublishedVersion>, Ok<PublishedVersion>, Problem>> PublishAsync(
        string id,
        HttpContext context,
        DefinitionCheck check,
        RunbooksDbContext db,
        AuditLog audit,
        TimeProvider time,
        PublishedWorkflows published,
        ClaimsPrincipal user,
        CancellationToken cancellation)
    {
        if (await db.Workflows.SingleOrDefaultAsync(w => w.Id == id, cancellation) is not { } workflow) return Problem.NotFound("workflow", id);
        if (!ETags.Holds(context.Request, workflow)) return DraftsApi.Outdated(workflow, null);
        var problems = check.CheckDraft(workflow);
        if (problems.Any(problem => problem.Severity is Severity.Error)) return Invalid(problems);
        if (workflow.PublishedRevision == workflow.Revision) return TypedResults.Ok(new PublishedVersion(workflow.PublishedVersion!.Value, problems));
        var version = Publish(db, workflow, user.Who(), time.GetUtcNow());
        audit.Stage(db, user.Who(), "workflow.publish", $"workflow:{id}", new { version });
        if (!await SaveAsync(db, cancellation)) return DraftsApi.Outdated(workflow, null);
        published.Forget(id);
        return TypedResults.Created($"/api/v1/workflows/{id}?version={version}", new PublishedVersion(version, problems));
    }

    /// <summary>Puts the next version into the context.</summary>
    public static int Publish(RunbooksDbContext db, WorkflowEntity workflow, string by, DateTimeOffset at)
    {
        var version = (workflow.PublishedVersion ?? 0) + 1;
        db.WorkflowVersions.Add(new WorkflowVersionEntity
        {
            Workflow = workflow.Id,
            Version = version,
            Definition = workflow.Draft,
            Yaml = workflow.DraftYaml,
            PublishedAt = at,
            PublishedBy = by,
        });
        (workflow.PublishedVersion, workflow.PublishedRevision) = (version, workflow.Revision);
        return version;
    }

    // Somebody saved or published at this moment: the caller must see first what would be published.
    private static async Task<bool> SaveAsync(RunbooksDbContext db, CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
            return true;
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.Entries.Any(entry => entry.Entity is WorkflowVersionEntity))
        {
            return false;
        }
    }

    private static Problem Invalid(ImmutableArray<DefinitionProblem> problems)
    {
        var errors = problems.Where(problem => problem.Severity is Severity.Error).ToList();
        return new(StatusCodes.Status422UnprocessableEntity, "workflow.invalid",
            $"The draft has {(errors.Count == 1 ? "an error" : $"{errors.Count} errors")} and was not published. {errors[0].Message}")
        {
            Errors = [.. errors.Select(error => new ProblemError(error.Path, error.Message))],
            More = { ["problems"] = problems },
        };
    }
}

internal sealed record PublishedVersion(int Version, ImmutableArray<DefinitionProblem> Problems);
