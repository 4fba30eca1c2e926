using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Access;
using Runbooks.Server.Audit;
using Runbooks.Server.Http;
using Runbooks.Server.Runs.Api;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Runs.Approvals;

/// <summary>What waits for somebody's approval.</summary>
internal static class ApprovalsApi
{
    public static void MapApprovals(this IEndpointRouteBuilder api)
    {
        var approvals = api.MapGroup("/approvals").WithTags("Approvals");
        approvals.MapGet("/", ListAsync).WithSummary("What waits for approval, longest first.").Requires(Permission.Look);
        approvals.MapPost("/{id}", DecideAsync).WithSummary("Approves or rejects. The first decision, or the expiry, is the one that counts.").Requires(Permission.Approve);
    }

    private static async Task<Ok<Page<ApprovalView>>> ListAsync(IRunStore store) =>
        TypedResults.Ok(new Page<ApprovalView>([.. (await store.ReadApprovalsAsync()).OrderBy(a => a.Approval.RequestedAt).Select(ApprovalView.Of)]));

    private static async Task<Results<Accepted<RunAnswer>, Problem>> DecideAsync(
        string id, DecisionBody body, HttpContext http, IRunStore store, RunInbox inbox, AuditLog audit)
    {
        if (body.Decision is not ("approve" or "reject"))
            return Problem.Invalid("approval.invalid", "'decision' is approve or reject.", new ProblemError("/decision", "approve or reject"));
        if ((await store.ReadApprovalsAsync()).FirstOrDefault(a => ApprovalView.IdOf(a) == id) is not { } asked)
            return Problem.NotFound("approval", id);
        if (!MayDecide(http.User, asked.Approval.By))
            return new Problem(StatusCodes.Status403Forbidden, "approval.not-yours", $"This approval is for {string.Join(" or ", asked.Approval.By)}; nothing was decided.");
        var who = http.User.Who();
        var data = new InboxCodec.DecisionData(asked.Approval.Path, body.Decision == "approve", who, body.Reason);
        var result = await inbox.PutAsync(asked.RunId, $"decision:{Guid.NewGuid():N}", InboxCodec.Decision, data);
        if (RunInbox.Refusal(asked.RunId, result) is { } refusal) return refusal;
        await audit.RecordAsync(who, $"approval.{body.Decision}", $"run:{asked.RunId}", new { asked.Approval.Path, body.Reason });
        return TypedResults.Accepted($"/api/v1/runs/{asked.RunId}", new RunAnswer(asked.RunId));
    }

    /// <summary>Nobody named means whoever may approve. An administrator may always decide.</summary>
    private static bool MayDecide(ClaimsPrincipal user, IReadOnlyList<string> by)
    {
        if (by.Count == 0 || user.Roles().Contains(Role.Admin)) return true;
        var names = user.Roles().Select(r => $"role:{r.ToString().ToLowerInvariant()}").Append(user.Who());
        return names.Intersect(by, StringComparer.OrdinalIgnoreCase).Any();
    }
}

/// <param name="Id">The run and the step: <c>{run}.{path with dots}</c>.</param>
internal sealed record ApprovalView(
    string Id, string Run, string Workflow, string Step, string Message, IReadOnlyList<string> By, DateTimeOffset RequestedAt, DateTimeOffset? ExpiresAt)
{
    public static ApprovalView Of(ApprovalRow row) => new(
        IdOf(row), row.RunId, row.Workflow, row.Approval.Path, row.Approval.Message, row.Approval.By, row.Approval.RequestedAt, row.Approval.Expires);

    public static string IdOf(ApprovalRow row) => $"{row.RunId}.{row.Approval.Path.Replace('/', '.')}";
}

internal sealed record DecisionBody(string Decision, string? Reason = null);
