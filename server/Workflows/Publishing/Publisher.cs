using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers;
using Runbooks.Server.Workflows.Drafts;
using Runbooks.Workflows.Definitions;
using DefinitionProblem = Runbooks.Workflows.Definitions.Problem;
using Problem = Runbooks.Server.Http.Problem;

namespace Runbooks.Server.Workflows.Publishing;

/// <summary>Publishes a draft, with the triggers that it carries, in one transaction: neither is ever without the other.</summary>
internal sealed class Publisher(
    IDbContextFactory<RunbooksDbContext> contexts,
    DefinitionCheck check,
    DefinitionTriggers triggers,
    TriggerEditor editor,
    AuditLog audit,
    PublishedWorkflows published,
    TimeProvider time)
{
    /// <param name="holds">The caller's condition on the draft of now.</param>
    public Task<(PublishedVersion? Published, bool IsNew, Problem? Problem)> PublishAsync(
        string id, Func<WorkflowEntity, bool> holds, string who, CancellationToken cancellation) => editor.InTurnAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Workflows.SingleOrDefaultAsync(w => w.Id == id, cancellation) is not { } workflow) return Refused(Problem.NotFound("workflow", id));
        if (!holds(workflow)) return Refused(DraftsApi.Outdated(workflow, null));
        var (reading, found) = check.Read(workflow);
        var problems = await triggers.CheckAsync(reading, found, id, who, cancellation);
        if (problems.Any(problem => problem.Severity is Severity.Error)) return Refused(Invalid(problems));
        if (workflow.PublishedRevision == workflow.Revision) return (new PublishedVersion(workflow.PublishedVersion!.Value, problems, []), false, null);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var version = PublishApi.Publish(db, workflow, who, time.GetUtcNow());
        var (steps, _) = await triggers.ReadAsync(reading, id, version, who, cancellation);
        var changed = steps.Where(step => step.Changes).Select(PublishedTrigger.Of).ToList();
        audit.Stage(db, who, "workflow.publish", $"workflow:{id}", new { version, triggers = changed });
        if (await SaveAsync(db, steps, who, cancellation) is not { } after) return Refused(DraftsApi.Outdated(workflow, null));
        await transaction.CommitAsync(cancellation);
        after();
        published.Forget(id);
        return (new PublishedVersion(version, problems, changed), true, null);
    }, cancellation);

    private static (PublishedVersion?, bool, Problem?) Refused(Problem problem) => (null, false, problem);

    /// <returns>What is to be done after the commit; null where somebody saved or published at this moment: the caller must see first what
    /// would be published.</returns>
    private async Task<Action?> SaveAsync(RunbooksDbContext db, IReadOnlyList<TriggerStep> steps, string who, CancellationToken cancellation)
    {
        try
        {
            var after = await editor.StageAsync(db, steps, who, cancellation);
            await db.SaveChangesAsync(cancellation);
            return after;
        }
        catch (DbUpdateException error) when (error.Entries.Any(entry => entry.Entity is WorkflowVersionEntity or WorkflowEntity))
        {
            return null;
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
