using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Access;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Workflows;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Problem = Runbooks.Server.Http.Problem;

namespace Runbooks.Server.Plans;

/// <summary>Plans of workflows.</summary>
internal static class PlansApi
{
    public static void MapPlans(this IEndpointRouteBuilder api) => api
        .MapPost("/workflows/{id}/plans", MakeAsync)
        .WithTags("Runs")
        .WithSummary("What a run would change if it began now: of the newest published version, of another, or of the draft. Changes nothing.")
        .Requires(Permission.Plan);

    private static async Task<Results<Ok<PlanAnswer>, Problem>> MakeAsync(
        string id, PlanBody? body, PlanMaker maker, PlannedWorkflows found, CancellationToken cancellation)
    {
        var (workflow, problem) = await found.FindAsync(id, body?.Version, cancellation);
        if (workflow is null) return problem!;
        var inputs = InputValidation.Check(workflow.Definition, body?.Inputs ?? default);
        if (inputs.Problems.Count > 0)
        {
            return new Problem(StatusCodes.Status422UnprocessableEntity, "inputs.invalid", "The inputs do not fit the workflow; nothing was planned.")
            {
                Errors = [.. inputs.Problems.Select(p => new ProblemError("/inputs" + p.Path, p.Message))],
            };
        }

        return TypedResults.Ok(await maker.MakeAsync(workflow, inputs.Values, cancellation));
    }
}

/// <param name="Version">A published version's number, or <c>draft</c>; the newest published where left out.</param>
internal sealed record PlanBody(JsonElement? Inputs = null, JsonElement? Version = null);

/// <summary>Finds what is to be planned.</summary>
internal sealed class PlannedWorkflows(IDbContextFactory<RunbooksDbContext> contexts, WorkflowCache published, DefinitionCheck check, PlanMaker maker)
{
    public async Task<(CompiledWorkflow? Workflow, Problem? Problem)> FindAsync(string id, JsonElement? version, CancellationToken cancellation)
    {
        switch (version)
        {
            case null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }:
                return Found(await published.FindAsync(id, null), $"There is no published workflow '{id}'. Its draft is planned with \"version\": \"draft\".");
            case { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var wanted):
                return Found(await published.FindAsync(id, wanted), $"There is no published workflow '{id}' in version {wanted}.");
            case { ValueKind: JsonValueKind.String } text when text.GetString() == "draft":
                return await DraftAsync(id, cancellation);
            default:
                return (null, Problem.Invalid("plan.invalid", "'version' is a number, or \"draft\".", new ProblemError("/version", "a number, or \"draft\"")));
        }
    }

    private async Task<(CompiledWorkflow? Workflow, Problem? Problem)> DraftAsync(string id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Workflows.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellation) is not { } workflow)
            return (null, Problem.NotFound("workflow", id));
        var (reading, problems) = check.Read(workflow);
        var errors = problems.Where(problem => problem.Severity is Severity.Error).ToList();
        if (errors.Count == 0 && reading.Definition is { } draft) return (maker.Compile(draft), null);
        return (null, new Problem(StatusCodes.Status422UnprocessableEntity, "workflow.invalid",
            $"The draft has {(errors.Count == 1 ? "an error" : $"{errors.Count} errors")} and cannot be planned. {errors.FirstOrDefault()?.Message}")
        {
            Errors = [.. errors.Select(error => new ProblemError(error.Path, error.Message))],
            More = { ["problems"] = problems },
        });
    }

    private static (CompiledWorkflow? Workflow, Problem? Problem) Found(CompiledWorkflow? workflow, string otherwise) =>
        workflow is null ? (null, new Problem(StatusCodes.Status404NotFound, "workflow.not-found", otherwise)) : (workflow, null);
}
