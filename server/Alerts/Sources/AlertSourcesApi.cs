using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Access;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Data;
using Runbooks.Server.Http;

namespace Runbooks.Server.Alerts.Sources;

internal static class AlertSourcesApi
{
    public static void MapAlertSources(this IEndpointRouteBuilder api)
    {
        var sources = api.MapGroup("/alert-sources").WithTags("Alerts");
        sources.MapGet("", ListAsync).Requires(Permission.Look).WithSummary("Lists the alert sources, without their secrets, with what came from each.");
        sources.MapGet("{name}", GetAsync).Requires(Permission.Look).WithSummary("Gives one alert source.");
        sources.MapGet("{name}/unread", ListUnreadAsync).Requires(Permission.Author)
            .WithSummary("Bodies of a source that could not be read, or not all of it, as they came, newest first.");
        sources.MapPost("", CreateAsync).Requires(Permission.Author).WithSummary("Makes an alert source. It sends to /hooks/{name}.");
        sources.MapPut("{name}", ChangeAsync).Requires(Permission.Author).WithSummary("Changes an alert source; what is left out stays.");
        sources.MapDelete("{name}", DeleteAsync).Requires(Permission.Author).WithSummary("Deletes an alert source: what it sends is refused. Its alerts stay.");
    }

    private static async Task<Ok<Page<AlertSourceAnswer>>> ListAsync(
        AlertSourceRegistry registry, AlertStore store, RunbooksDbContext db, CancellationToken cancellation)
    {
        var status = await db.AlertSourceStatus.AsNoTracking().ToDictionaryAsync(status => status.Source, cancellation);
        return TypedResults.Ok(new Page<AlertSourceAnswer>(
            [.. registry.All.Select(source => AlertSourceAnswer.Of(source, status.GetValueOrDefault(source.Name), store.RefusalsOf(source.Name)))]));
    }

    private static async Task<Results<Ok<AlertSourceAnswer>, Problem>> GetAsync(
        string name, AlertSourceRegistry registry, AlertStore store, RunbooksDbContext db, CancellationToken cancellation) =>
        registry.Find(name) is { } source ? TypedResults.Ok(await AnswerAsync(source, store, db, cancellation)) : Problem.NotFound("alert-source", name);

    private static async Task<Created<AlertSourceAnswer>> CreateAsync(
        AlertSourceRequest request, AlertSourceEditor editor, AlertStore store, RunbooksDbContext db, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var made = await editor.CreateAsync(request, user.Who(), cancellation);
        return TypedResults.Created($"/api/v1/alert-sources/{made.Name}", await AnswerAsync(made, store, db, cancellation));
    }

    private static async Task<Ok<AlertSourceAnswer>> ChangeAsync(
        string name, AlertSourceRequest request, AlertSourceEditor editor, AlertStore store, RunbooksDbContext db, ClaimsPrincipal user, CancellationToken cancellation) =>
        TypedResults.Ok(await AnswerAsync(await editor.ChangeAsync(name, request, user.Who(), cancellation), store, db, cancellation));

    private static async Task<NoContent> DeleteAsync(string name, AlertSourceEditor editor, ClaimsPrincipal user, CancellationToken cancellation)
    {
        await editor.DeleteAsync(name, user.Who(), cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Page<UnreadBodyAnswer>>, Problem>> ListUnreadAsync(
        string name, AlertSourceRegistry registry, RunbooksDbContext db, string? cursor, int? limit, CancellationToken cancellation)
    {
        if (registry.Find(name) is null) return Problem.NotFound("alert-source", name);
        var (most, before) = (Paging.Limit(limit), Paging.Cursor(cursor) ?? long.MaxValue);
        var rows = await db.UnreadBodies.AsNoTracking()
            .Where(body => body.Source == name && body.Sequence < before)
            .OrderByDescending(body => body.Sequence)
            .Take(most + 1)
            .ToListAsync(cancellation);
        var next = rows.Count > most ? $"{rows[most - 1].Sequence}" : null;
        return TypedResults.Ok(new Page<UnreadBodyAnswer>([.. rows.Take(most).Select(UnreadBodyAnswer.Of)], next));
    }

    private static async Task<AlertSourceAnswer> AnswerAsync(AlertSource source, AlertStore store, RunbooksDbContext db, CancellationToken cancellation) =>
        AlertSourceAnswer.Of(
            source, await db.AlertSourceStatus.AsNoTracking().SingleOrDefaultAsync(status => status.Source == source.Name, cancellation), store.RefusalsOf(source.Name));
}

/// <param name="Size">Of what was sent, in bytes.</param>
/// <param name="Text">The beginning of it as text; what is no UTF-8 is replaced.</param>
/// <param name="Base64">The beginning of it as it came.</param>
internal sealed record UnreadBodyAnswer(long Sequence, DateTimeOffset At, string? MediaType, long Size, string Problem, string Text, string Base64)
{
    public static UnreadBodyAnswer Of(UnreadBodyEntity body) => new(
        body.Sequence, body.At, body.MediaType, body.Size, body.Problem, Encoding.UTF8.GetString(body.Body), Convert.ToBase64String(body.Body));
}
