using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Access;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Secrets;

namespace Runbooks.Server.Triggers.Events;

/// <summary>Who is told of changes of runs and steps.</summary>
internal static class EventSubscriptionsApi
{
    public static void MapEventSubscriptions(this IEndpointRouteBuilder api)
    {
        var subscriptions = api.MapGroup("/event-subscriptions").WithTags("Triggers").Requires(Permission.Administer);
        subscriptions.MapGet("", ListAsync).WithSummary("Lists the subscriptions to changes of runs and steps, and how their delivery goes.");
        subscriptions.MapPut("{id}", SaveAsync).WithSummary("Makes or changes a subscription. Events are sent as CloudEvents 1.0, at least once, in the order of each run.");
        subscriptions.MapDelete("{id}", DeleteAsync).WithSummary("Deletes a subscription, and what could not be delivered to it.");
        subscriptions.MapGet("{id}/dead-letters", ListLettersAsync).WithSummary("Events that could not be delivered, newest first.");
        subscriptions.MapPost("{id}/dead-letters/{letter}/send", SendLetterAsync).WithSummary("Sends such an event again, and forgets it when it is taken.");
    }

    private static async Task<Ok<Page<SubscriptionAnswer>>> ListAsync(RunbooksDbContext db, CancellationToken cancellation)
    {
        var all = await db.EventSubscriptions.AsNoTracking().OrderBy(one => one.Id).ToListAsync(cancellation);
        var dead = await db.DeadLetters.GroupBy(letter => letter.SubscriptionId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(one => one.Key, one => one.Count, cancellation);
        return TypedResults.Ok(new Page<SubscriptionAnswer>([.. all.Select(one => SubscriptionAnswer.Of(one, dead.GetValueOrDefault(one.Id)))]));
    }

    private static async Task<Results<Ok<SubscriptionAnswer>, Created<SubscriptionAnswer>, Problem>> SaveAsync(
        string id, SubscriptionBody body, ClaimsPrincipal user, RunbooksDbContext db, SecretStore secrets, AuditLog audit, DeliveryNotice notice, TimeProvider time, CancellationToken cancellation)
    {
        if (SubscriptionCheck.Check(id, body) is { Count: > 0 } errors)
            return Problem.Invalid("event-subscription.invalid", "The subscription cannot be saved like this; nothing was changed.", [.. errors]);
        var known = await db.EventSubscriptions.SingleOrDefaultAsync(one => one.Id == id, cancellation);
        var now = time.GetUtcNow();
        var saved = known ?? new EventSubscriptionEntity { Id = id, Name = "", Url = "", Types = [], Enabled = false, Since = now, Place = now };
        // What happened while it was off is not told.
        if (!saved.Enabled && body.Enabled) (saved.Since, saved.Place) = (now, now);
        (saved.Name, saved.Url, saved.Types, saved.Workflow, saved.Enabled) = (body.Name ?? id, body.Url, [.. body.Types ?? ["run.*", "step.*"]], body.Workflow, body.Enabled);
        (saved.Attempts, saved.FailingSince, saved.NextAttemptAt, saved.LastError) = (0, null, null, null);
        if (known is null) db.EventSubscriptions.Add(saved);
        if (body.Token is { Length: > 0 } token) await secrets.StageAsync(db, SecretScope.OfSubscription(id), EventSender.TokenName, token, cancellation);
        else if (body.Token is not null && await db.Secrets.FindAsync([SecretScope.OfSubscription(id), EventSender.TokenName], cancellation) is { } old) db.Secrets.Remove(old);
        audit.Stage(db, user.Who(), known is null ? "event-subscription.make" : "event-subscription.change", $"event-subscription:{id}", new { saved.Url, saved.Types, saved.Workflow, saved.Enabled });
        await db.SaveChangesAsync(cancellation);
        notice.Tell();
        var answer = SubscriptionAnswer.Of(saved, await db.DeadLetters.CountAsync(letter => letter.SubscriptionId == id, cancellation));
        return known is null ? TypedResults.Created($"/api/v1/event-subscriptions/{id}", answer) : TypedResults.Ok(answer);
    }

    private static async Task<Results<NoContent, Problem>> DeleteAsync(string id, ClaimsPrincipal user, RunbooksDbContext db, AuditLog audit, CancellationToken cancellation)
    {
        if (await db.EventSubscriptions.SingleOrDefaultAsync(one => one.Id == id, cancellation) is not { } known) return NotFound(id);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.EventCursors.Where(cursor => cursor.SubscriptionId == id).ExecuteDeleteAsync(cancellation);
        await db.DeadLetters.Where(letter => letter.SubscriptionId == id).ExecuteDeleteAsync(cancellation);
        await db.Secrets.Where(secret => secret.Scope == SecretScope.OfSubscription(id)).ExecuteDeleteAsync(cancellation);
        db.EventSubscriptions.Remove(known);
        audit.Stage(db, user.Who(), "event-subscription.delete", $"event-subscription:{id}");
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Page<DeadLetter>>, Problem>> ListLettersAsync(string id, string? cursor, int? limit, RunbooksDbContext db, CancellationToken cancellation)
    {
        if (!await db.EventSubscriptions.AnyAsync(one => one.Id == id, cancellation)) return NotFound(id);
        var most = Paging.Limit(limit);
        var found = db.DeadLetters.AsNoTracking().Where(letter => letter.SubscriptionId == id);
        if (Paging.Cursor(cursor) is { } before) found = found.Where(letter => letter.Sequence < before);
        var rows = await found.OrderByDescending(letter => letter.Sequence).Take(most + 1).ToListAsync(cancellation);
        return TypedResults.Ok(new Page<DeadLetter>([.. rows.Take(most).Select(DeadLetter.Of)], rows.Count > most ? $"{rows[most - 1].Sequence}" : null));
    }

    private static async Task<Results<NoContent, Problem>> SendLetterAsync(
        string id, long letter, RunbooksDbContext db, EventSender sender, TimeProvider time, CancellationToken cancellation)
    {
        var row = await db.DeadLetters.SingleOrDefaultAsync(one => one.SubscriptionId == id && one.Sequence == letter, cancellation);
        if (row is null || await db.EventSubscriptions.SingleOrDefaultAsync(one => one.Id == id, cancellation) is not { } subscription) return NotFound($"{id}/{letter}");
        var sent = await sender.SendAsync(subscription, row.Event, cancellation);
        if (sent.Error is null) db.DeadLetters.Remove(row);
        else (row.Attempts, row.Error, row.At) = (row.Attempts + 1, sent.Error, time.GetUtcNow());
        await db.SaveChangesAsync(cancellation);
        return sent.Error is null ? TypedResults.NoContent() : new Problem(StatusCodes.Status502BadGateway, "event-subscription.undelivered", $"It was not taken. {sent.Error}");
    }

    private static Problem NotFound(string id) =>
        new(StatusCodes.Status404NotFound, "event-subscription.not-found", $"There is no subscription or event '{id}'.");
}

/// <param name="Types">Names of events as the history has them, or their beginning with a star; run.* and step.* unless given.</param>
/// <param name="Workflow">Only of its runs.</param>
/// <param name="Token">Sent as a bearer token. Write-only; left out, it stays; empty, it goes.</param>
internal sealed record SubscriptionBody(
    string Url, string? Name = null, IReadOnlyList<string>? Types = null, string? Workflow = null, bool Enabled = true, string? Token = null);

/// <param name="LastError">Why the event that is next was not taken; it is sent again at <paramref name="NextAttemptAt"/>.</param>
internal sealed record SubscriptionAnswer(
    string Id, string Name, string Url, IReadOnlyList<string> Types, string? Workflow, bool Enabled, DateTimeOffset Since, DateTimeOffset? DeliveredAt,
    int Attempts, DateTimeOffset? FailingSince, DateTimeOffset? NextAttemptAt, string? LastError, int DeadLetters)
{
    public static SubscriptionAnswer Of(EventSubscriptionEntity one, int dead) => new(
        one.Id, one.Name, one.Url, one.Types, one.Workflow, one.Enabled, one.Since, one.DeliveredAt, one.Attempts, one.FailingSince, one.NextAttemptAt, one.LastError, dead);
}

internal sealed record DeadLetter(string Id, JsonElement Event, string Error, int Attempts, DateTimeOffset At)
{
    public static DeadLetter Of(DeadLetterEntity letter) => new($"{letter.Sequence}", JsonElement.Parse(letter.Event), letter.Error, letter.Attempts, letter.At);
}
