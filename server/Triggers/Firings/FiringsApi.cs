using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Access;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Plans;

namespace Runbooks.Server.Triggers.Firings;

/// <summary>What triggers fired, and firing by hand.</summary>
internal static class FiringsApi
{
    public static void MapFirings(this RouteGroupBuilder triggers)
    {
        triggers.MapPost("{id}/fire", FireAsync).Requires(Permission.Operate)
            .WithSummary("Fires the trigger now, also where it is paused or only recommends. The same Idempotency-Key again gives the first firing.");
        triggers.MapGet("{id}/firings", ListAsync).Requires(Permission.Look).WithSummary("What the trigger fired, newest first, and what became of it.");
        triggers.MapGet("{id}/firings/{firing}", GetAsync).Requires(Permission.Look).WithSummary("Gives one firing, with the plan of what it recommends.");
        triggers.MapPost("{id}/firings/{firing}/start", StartAsync).Requires(Permission.Operate)
            .WithSummary("Starts what was recommended, or tries again what failed. With planHash, only where the plan of now is the one that was seen.");
        triggers.MapPost("{id}/firings/{firing}/dismiss", DismissAsync).Requires(Permission.Operate)
            .WithSummary("Starts nothing of a firing that is recommended or pending.");
    }

    private static async Task<Results<Accepted<FiringAnswer>, Problem>> FireAsync(
        string id, FireBody? body, HttpContext http, TriggerRegistry registry, HandFiring hand, CancellationToken cancellation)
    {
        if (registry.Find(id) is not { } trigger) return Problem.NotFound("trigger", id);
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > 200) return Problem.Invalid("idempotency-key.too-long", "An Idempotency-Key has 200 characters at most.");
        var firing = await hand.FireAsync(trigger, key, body ?? new FireBody(), http.User.Who(), cancellation);
        return TypedResults.Accepted($"/api/v1/triggers/{id}/firings", FiringAnswer.Of(firing));
    }

    private static async Task<Results<Ok<Page<FiringAnswer>>, Problem>> ListAsync(
        string id, [AsParameters] FiringQuery query, TriggerRegistry registry, RunbooksDbContext db, CancellationToken cancellation)
    {
        if (registry.Find(id) is null) return Problem.NotFound("trigger", id);
        var limit = Paging.Limit(query.Limit);
        var found = db.Firings.AsNoTracking().Where(firing => firing.TriggerId == id);
        if (Paging.Cursor(query.Cursor) is { } before) found = found.Where(firing => firing.Sequence < before);
        if (Paging.Word<FiringStatus>("status", query.Status) is { } status) found = found.Where(firing => firing.Status == status);
        var rows = await found.OrderByDescending(firing => firing.Sequence).Take(limit + 1).ToListAsync(cancellation);
        return TypedResults.Ok(new Page<FiringAnswer>([.. rows.Take(limit).Select(FiringAnswer.Of)], rows.Count > limit ? $"{rows[limit - 1].Sequence}" : null));
    }

    private static async Task<Results<Ok<FiringAnswer>, Problem>> GetAsync(
        string id, string firing, RunbooksDbContext db, CancellationToken cancellation) =>
        await db.Firings.AsNoTracking().SingleOrDefaultAsync(row => row.TriggerId == id && row.Id == firing, cancellation) is { } found
            ? TypedResults.Ok(FiringAnswer.Of(found))
            : Problem.NotFound("firing", $"{id}/{firing}");

    private static async Task<Results<Ok<FiringAnswer>, Problem>> StartAsync(
        string id, string firing, FiringStart? body, HandFiring hand, RunbooksDbContext db, PlanDrift drift, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (body?.PlanHash is { } seen
            && await db.Firings.AsNoTracking().SingleOrDefaultAsync(row => row.TriggerId == id && row.Id == firing, cancellation) is { } found
            && await drift.FindAsync(found.Workflow, JsonElement.Parse(found.Inputs ?? "{}"), seen, cancellation) is { } now)
            return PlanDrift.Refusal(seen, FiringAnswer.PlanOf(found), now);
        return await AnswerAsync(id, firing, hand.StartAsync(id, firing, user.Who(), cancellation));
    }

    private static Task<Results<Ok<FiringAnswer>, Problem>> DismissAsync(
        string id, string firing, TriggerReason? body, HandFiring hand, ClaimsPrincipal user, CancellationToken cancellation) =>
        AnswerAsync(id, firing, hand.DismissAsync(id, firing, body?.Reason, user.Who(), cancellation));

    private static async Task<Results<Ok<FiringAnswer>, Problem>> AnswerAsync(string id, string firing, Task<FiringEntity?> change) =>
        await change is { } changed ? TypedResults.Ok(FiringAnswer.Of(changed)) : Problem.NotFound("firing", $"{id}/{firing}");
}

/// <param name="Status">pending, started, failed, skipped or recommended.</param>
internal sealed record FiringQuery(string? Status, string? Cursor, int? Limit);

/// <param name="PlanHash">Of the plan that was seen: where the plan of now is another, nothing is started (<c>plan.drifted</c>, with both).</param>
internal sealed record FiringStart(string? PlanHash = null);

/// <param name="Inputs">In place of the trigger's.</param>
internal sealed record FireBody(JsonElement? Inputs = null, string? Reason = null);

/// <summary>Firings by a person: committed with their audit entry, and started at once.</summary>
internal sealed class HandFiring(
    IDbContextFactory<RunbooksDbContext> contexts, FiringLedger ledger, FiringStarter starter, AuditLog audit, TimeProvider time)
{
    public async Task<FiringEntity> FireAsync(Trigger trigger, string key, FireBody body, string who, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var cause = new FiringCause($"hand/{(key.Length > 0 ? key : Guid.NewGuid().ToString("N"))}", time.GetUtcNow(), $"Fired by hand by {who}.")
        {
            By = who,
            Reason = body.Reason,
            Inputs = body.Inputs is { ValueKind: not JsonValueKind.Null } given ? given : null,
        };
        var (firing, isNew) = await ledger.StageAsync(db, trigger, cause, cancellation);
        if (isNew)
        {
            audit.Stage(db, who, "trigger.fire", $"trigger:{trigger.Id}", new { Firing = firing.Id, body.Reason });
            await db.SaveChangesAsync(cancellation);
        }

        return await StartAndReadAsync(firing.Id, cancellation);
    }

    /// <returns>Null where there is no such firing.</returns>
    public Task<FiringEntity?> StartAsync(string trigger, string id, string who, CancellationToken cancellation) =>
        ChangeAsync(trigger, id, "firing.start", null, who, firing =>
        {
            if (firing.Status is not (FiringStatus.Recommended or FiringStatus.Failed) || firing.Inputs is null) return false;
            (firing.Status, firing.By, firing.NextAttemptAt, firing.SettledAt) = (FiringStatus.Pending, who, time.GetUtcNow(), null);
            return true;
        }, cancellation);

    /// <returns>Null where there is no such firing.</returns>
    public Task<FiringEntity?> DismissAsync(string trigger, string id, string? reason, string who, CancellationToken cancellation) =>
        ChangeAsync(trigger, id, "firing.dismiss", reason, who, firing =>
        {
            if (firing.Status is not (FiringStatus.Recommended or FiringStatus.Pending)) return false;
            (firing.Status, firing.Code, firing.SettledAt, firing.NextAttemptAt) = (FiringStatus.Skipped, "trigger.dismissed", time.GetUtcNow(), null);
            firing.Why = $"{who} dismissed it{(reason is { Length: > 0 } ? $": {reason}" : ".")}";
            return true;
        }, cancellation);

    private async Task<FiringEntity?> ChangeAsync(
        string trigger, string id, string what, string? reason, string who, Func<FiringEntity, bool> change, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Firings.SingleOrDefaultAsync(firing => firing.TriggerId == trigger && firing.Id == id, cancellation) is not { } found) return null;
        // Twice is once: what it is already stays.
        if (change(found))
        {
            audit.Stage(db, who, what, $"trigger:{trigger}", new { Firing = id, Reason = reason });
            await db.SaveChangesAsync(cancellation);
            starter.Notice();
        }

        return await StartAndReadAsync(id, cancellation);
    }

    private async Task<FiringEntity> StartAndReadAsync(string id, CancellationToken cancellation)
    {
        await starter.StartAsync(id, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Firings.AsNoTracking().SingleAsync(firing => firing.Id == id, cancellation);
    }
}
