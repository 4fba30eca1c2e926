using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Activities;
using Runbooks.Server.Access;
using Runbooks.Server.Http;
using Runbooks.Server.Plans;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.Starting;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Api;

/// <summary>Starting runs.</summary>
internal static class StartsApi
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public static void MapStarts(this IEndpointRouteBuilder api) => api
        .MapPost("/workflows/{id}/runs", StartAsync)
        .WithTags("Runs")
        .WithSummary("Starts a run of the newest published version. With ?wait=30s it answers when the run has ended, or the time is over.")
        .Requires(Permission.Operate);

    private static async Task<Results<Accepted<RunDetail>, Ok<RunDetail>, Problem>> StartAsync(
        string id, StartBody? body, string? wait, HttpContext http, StartDoor door, RunReader reader, IRunStore store, RunFeed feed, PlanDrift drift,
        TimeProvider time)
    {
        var patience = ReadWait(wait);
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > 200) return Problem.Invalid("idempotency-key.too-long", "An Idempotency-Key has 200 characters at most.");
        if (body?.PlanHash is { } seen && await drift.FindAsync(id, body.Inputs, seen, http.RequestAborted) is { } drifted) return PlanDrift.Refusal(seen, null, drifted);
        var runId = RunStarter.NewId(time);
        using var own = patience is null ? null : new RunWait(runId, feed);
        var outcome = await door.StartAsync(new StartRequest(
            id,
            null,
            body?.Inputs is { ValueKind: not JsonValueKind.Null } inputs ? inputs : JsonElement.Parse("{}"),
            new RunTrigger("api", null, http.User.Who()),
            body?.Reason,
            key.Length > 0 ? $"api/{id}/{key}" : null,
            runId));
        if (outcome is not StartOutcome.Accepted accepted) return Refused(id, outcome);
        var run = await WaitAsync() is { } ended ? await reader.ShowAsync(ended) : (await reader.ReadAsync(accepted.RunId))!;
        http.Response.Headers.Location = $"/api/v1/runs/{accepted.RunId}";
        return patience is not null && run.EndedAt is not null ? TypedResults.Ok(run) : TypedResults.Accepted($"/api/v1/runs/{accepted.RunId}", run);

        async Task<RunState?> WaitAsync()
        {
            if (patience is not { } most) return null;
            if (!accepted.Existing) return await own!.ForEndAsync(most, lookFirst: false, store, time, http.RequestAborted);
            using var earlier = new RunWait(accepted.RunId, feed);
            return await earlier.ForEndAsync(most, lookFirst: true, store, time, http.RequestAborted);
        }
    }

    public static Problem Refused(string workflow, StartOutcome outcome) => outcome switch
    {
        StartOutcome.NoSuchWorkflow none => new Problem(StatusCodes.Status404NotFound, "workflow.not-found", none.Message),
        StartOutcome.Paused paused => new Problem(StatusCodes.Status409Conflict, "workflow.paused", paused.Message),
        StartOutcome.BadInputs bad => new Problem(
            StatusCodes.Status422UnprocessableEntity, "inputs.invalid", "The inputs do not fit the workflow; no run was started.")
        {
            Errors = [.. bad.Problems.Select(p => new ProblemError("/inputs" + p.Path, p.Message))],
        },
        StartOutcome.Busy busy => new Problem(
            StatusCodes.Status409Conflict, "workflow.busy", $"'{workflow}' has as many runs as it may have at once; no run was started. Running: {string.Join(", ", busy.Runs)}.")
        {
            More = { ["runs"] = busy.Runs },
        },
        _ => throw new InvalidOperationException($"No answer for {outcome.GetType().Name}."),
    };

    private static TimeSpan? ReadWait(string? text)
    {
        if (text is null) return null;
        if (!Duration.TryParse(text, out var wait)) throw new RequestException(Problems.InQuery("wait", $"'{text}' is not a duration; write 30s or PT30S."));
        return wait < LongestWait ? wait : LongestWait;
    }
}

/// <param name="PlanHash">Of the plan that the caller has seen: where the plan of now is another, nothing is started (<c>plan.drifted</c>).</param>
internal sealed record StartBody(JsonElement? Inputs = null, string? Reason = null, string? PlanHash = null);
