using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Access;
using Runbooks.Server.Data;
using Runbooks.Server.Triggers;
using Runbooks.Server.Workflows.Versions;
using DefinitionProblem = Runbooks.Workflows.Definitions.Problem;
using Problem = Runbooks.Server.Http.Problem;

namespace Runbooks.Server.Workflows.Publishing;

/// <summary>Makes the draft a version that can be started.</summary>
internal static class PublishApi
{
    public static async Task<Results<Created<PublishedVersion>, Ok<PublishedVersion>, Problem>> PublishAsync(
        string id, HttpContext context, Publisher publisher, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var (published, isNew, problem) = await publisher.PublishAsync(id, workflow => ETags.Holds(context.Request, workflow), user.Who(), cancellation);
        if (published is null) return problem!;
        return isNew ? TypedResults.Created($"/api/v1/workflows/{id}?version={published.Version}", published) : TypedResults.Ok(published);
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
}

/// <param name="Triggers">What it did to the triggers that the definition carries.</param>
internal sealed record PublishedVersion(int Version, ImmutableArray<DefinitionProblem> Problems, IReadOnlyList<PublishedTrigger> Triggers);

/// <param name="Id">The trigger's.</param>
internal sealed record PublishedTrigger(string Id, string Name, string Type, ChangeKind Kind)
{
    public static PublishedTrigger Of(TriggerStep step) => new(
        (step.After ?? step.Before)!.Id,
        (step.After ?? step.Before)!.Name,
        (step.After ?? step.Before)!.Type,
        step.Before is null ? ChangeKind.Added : step.After is null ? ChangeKind.Removed : ChangeKind.Changed);
}
