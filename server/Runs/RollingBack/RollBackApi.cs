using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Access;
using Runbooks.Server.Audit;
using Runbooks.Server.Http;
using Runbooks.Server.Runs.Api;
using Runbooks.Server.Runs.Execution;

namespace Runbooks.Server.Runs.RollingBack;

/// <summary>Taking back what a run has changed.</summary>
internal static class RollBackApi
{
    public static void MapRollBack(this IEndpointRouteBuilder runs)
    {
        runs.MapGet("/{id}/roll-back", PreviewAsync)
            .WithSummary("What rolling the run back would change, what it cannot take back, and what is in its way.").Requires(Permission.Look);
        runs.MapPost("/{id}/roll-back", StartAsync)
            .WithSummary("Takes back what the run has changed, the last first. One that goes is cancelled before; one that was rolled back tries again what is left.")
            .Requires(Permission.Operate);
    }

    private static async Task<Results<Ok<RollBackPreview>, Problem>> PreviewAsync(string id, RollBackPreviews previews) =>
        await previews.ReadAsync(id) is { } preview ? TypedResults.Ok(preview) : Problem.NotFound("run", id);

    private static async Task<Results<Accepted<RunAnswer>, Problem>> StartAsync(
        string id, ControlBody? body, HttpContext http, RollBackStarter starter, AuditLog audit)
    {
        var who = http.User.Who();
        if (await starter.StartAsync(id, who, body?.Reason) is { } refusal) return refusal;
        await audit.RecordAsync(who, $"run.{InboxCodec.RollBack}", $"run:{id}", new { body?.Reason });
        return TypedResults.Accepted($"/api/v1/runs/{id}", new RunAnswer(id));
    }
}
