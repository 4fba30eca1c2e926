using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Access;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers;
using Runbooks.Workflows.Definitions;
using DefinitionProblem = Runbooks.Workflows.Definitions.Problem;
using Problem = Runbooks.Server.Http.Problem;

namespace Runbooks.Server.Workflows.Drafts;

/// <summary>Saves drafts, and checks definitions without saving them.</summary>
internal static class DraftsApi
{
    public static async Task<Ok<Validation>> ValidateAsync(
        DefinitionText text, DefinitionCheck check, DefinitionTriggers triggers, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var (reading, problems) = check.Check(text);
        return TypedResults.Ok(new Validation(await triggers.CheckAsync(reading, problems, reading.Definition?.Id ?? "", user.Who(), cancellation)));
    }

    public static async Task<Results<Ok<SavedDraft>, Created<SavedDraft>, Problem>> SaveAsync(
        string id, DefinitionText text, HttpContext context, DefinitionCheck check, DefinitionTriggers triggers, DraftStore drafts, ClaimsPrincipal user,
        CancellationToken cancellation)
    {
        var (reading, found) = check.Check(text);
        if (reading.Document is not { ValueKind: JsonValueKind.Object } document) return Unreadable(found);
        if (WrongId(id, document) is { } wrong) return wrong;
        var problems = await triggers.CheckAsync(reading, found, id, user.Who(), cancellation);
        var draft = new NewDraft(id, document, text.Format is DocumentFormat.Yaml ? text.Text : null, user.Who());
        var saved = await drafts.SaveAsync(draft, workflow => ETags.Holds(context.Request, workflow), cancellation);
        if (saved is DraftResult.Outdated outdated) return Outdated(outdated.Current, document);
        var (workflow, isNew) = (DraftResult.Saved)saved;
        context.Response.Headers.ETag = ETags.Of(workflow);
        var answer = new SavedDraft(id, ETags.Of(workflow), workflow.PublishedVersion, problems);
        return isNew ? TypedResults.Created($"/api/v1/workflows/{id}", answer) : TypedResults.Ok(answer);
    }

    /// <summary>Both sides, so that the caller can show what differs and save again.</summary>
    public static Problem Outdated(WorkflowEntity? current, JsonElement? yours) => new(StatusCodes.Status409Conflict, "workflow.outdated",
        current is null
            ? "There is no such draft (any more). Nothing was saved."
            : $"{current.UpdatedBy} has changed the draft since you read it. Nothing was saved; compare, and save again on the draft of now.")
    {
        More =
        {
            ["current"] = current is null ? null : new { eTag = ETags.Of(current), definition = JsonElement.Parse(current.Draft), current.UpdatedAt, current.UpdatedBy },
            ["yours"] = yours,
        },
    };

    private static Problem Unreadable(ImmutableArray<DefinitionProblem> problems) => new(
        StatusCodes.Status422UnprocessableEntity, "workflow.unreadable",
        $"The definition cannot be read, so nothing was saved. {string.Join(' ', problems.Select(p => p.Line is null ? p.Message : $"Line {p.Line}, column {p.Column}: {p.Message}"))}")
    {
        Errors = [.. problems.Select(problem => new ProblemError(problem.Path, problem.Message))],
        More = { ["problems"] = problems },
    };

    // A definition under another name than its own would be started by one and found by the other.
    private static Problem? WrongId(string id, JsonElement document)
    {
        if (!WorkflowIds.IsUsable(id))
            return Problem.Invalid("workflow.invalid-id", $"A workflow cannot be named '{id}'. {WorkflowIds.Rule}");
        var own = document.TryGetProperty("id", out var value) ? value.ToString() : null;
        return own is null || own == id ? null : Problem.Invalid("workflow.other-id", "Nothing was saved.",
            new ProblemError("/id", $"The definition's id is '{own}', and it was sent to '{id}'."));
    }
}

/// <param name="Problems">Errors keep a definition from being published, warnings do not.</param>
internal sealed record Validation(ImmutableArray<DefinitionProblem> Problems);

internal sealed record SavedDraft(string Id, string ETag, int? PublishedVersion, ImmutableArray<DefinitionProblem> Problems);
