using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Access;
using Runbooks.Server.Audit;
using Runbooks.Server.Http;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.Starting;

namespace Runbooks.Server.Runs.Api;

/// <summary>Steering runs. Each call is committed to the run's inbox before it is answered.</summary>
internal static class RunControlApi
{
    public static void MapRunControl(this RouteGroupBuilder runs)
    {
        Map("cancel", InboxCodec.Cancel, "Cancels the run. It has ended only when what is in flight has.");
        Map("pause", InboxCodec.Pause, "Starts no step, target or retry until the run is resumed. Deadlines keep running.");
        Map("resume", InboxCodec.Resume, "Lets a paused run go on.");
        runs.MapPost("/{id}/signals/{name}", SignalAsync).WithSummary("Sends a signal; it is kept until a step waits for it.").Requires(Permission.Operate);
        runs.MapPost("/{id}/rerun", RerunAsync).WithSummary("Starts a new run that keeps what this one has done.").Requires(Permission.Operate);

        void Map(string name, string type, string summary) => runs
            .MapPost($"/{{id}}/{name}", (string id, ControlBody? body, HttpContext http, RunInbox inbox) => ControlAsync(id, name, type, body, http, inbox))
            .WithSummary(summary)
            .Requires(Permission.Operate);
    }

    private static async Task<Results<Accepted<RunAnswer>, Problem>> ControlAsync(
        string id, string name, string type, ControlBody? body, HttpContext http, RunInbox inbox)
    {
        var who = http.User.Who();
        var result = await inbox.PutAsync(id, Guid.NewGuid().ToString("N"), type, new InboxCodec.PersonData(who, body?.Reason));
        if (RunInbox.Refusal(id, result) is { } refusal) return refusal;
        await http.RequestServices.GetRequiredService<AuditLog>().RecordAsync(who, $"run.{name}", $"run:{id}", new { body?.Reason });
        return TypedResults.Accepted($"/api/v1/runs/{id}", new RunAnswer(id));
    }

    private static async Task<Results<Accepted<RunAnswer>, Problem>> SignalAsync(
        string id, string name, JsonElement? body, HttpContext http, RunInbox inbox)
    {
        if (name.Length > 200) return Problem.Invalid("signal.invalid", "A signal's name has 200 characters at most.");
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        var messageId = key.Length > 0 ? $"signal:{name}:{key}" : $"signal:{Guid.NewGuid():N}";
        // A signal need not carry anything: an empty body arrives as an element that is none.
        var payload = body is { ValueKind: not JsonValueKind.Undefined } ? body : null;
        var result = await inbox.PutAsync(id, messageId, InboxCodec.Signal, new InboxCodec.SignalData(name, payload));
        return RunInbox.Refusal(id, result) is { } refusal ? refusal : TypedResults.Accepted($"/api/v1/runs/{id}", new RunAnswer(id));
    }

    private static async Task<Results<Accepted<RunDetail>, Problem>> RerunAsync(
        string id, RerunBody? body, HttpContext http, RerunStarter reruns, RunReader reader)
    {
        var targets = body?.Targets ?? "all";
        if (targets is not ("failed" or "all")) return Problem.Invalid("rerun.invalid", "'targets' is failed or all.", new ProblemError("/targets", "failed or all"));
        var (outcome, problem) = await reruns.StartAsync(id, body?.From, targets == "failed", http.User.Who());
        if (problem is not null) return problem;
        if (outcome is not StartOutcome.Accepted accepted) return StartsApi.Refused(id, outcome!);
        var run = (await reader.ReadAsync(accepted.RunId))!;
        return TypedResults.Accepted($"/api/v1/runs/{accepted.RunId}", run);
    }
}

internal sealed record ControlBody(string? Reason = null);

/// <param name="From">The step to begin with; without it, the steps that did not complete.</param>
/// <param name="Targets">failed: targets that are done stay done; all: every target again.</param>
internal sealed record RerunBody(string? From = null, string? Targets = null);

internal sealed record RunAnswer(string Id);
