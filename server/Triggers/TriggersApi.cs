using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Activities.Catalogue;
using Runbooks.Server.Access;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Triggers;

/// <summary>The triggers themselves; what they fired is in <see cref="FiringsApi"/>.</summary>
internal static class TriggersApi
{
    public static void MapTriggers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/trigger-types", ListTypes).WithTags("Triggers").Requires(Permission.Look)
            .WithSummary("Lists the types of triggers, with the schema of their own members.");
        var triggers = api.MapGroup("/triggers").WithTags("Triggers");
        triggers.MapGet("", ListAsync).Requires(Permission.Look).WithSummary("Lists the triggers, in the order of their ids.");
        triggers.MapGet("{id}", GetAsync).Requires(Permission.Look).WithSummary("Gives one trigger. Schedules tell nextFireTimes.");
        triggers.MapPost("", CreateAsync).Requires(Permission.Author).WithSummary("Makes a trigger.");
        triggers.MapPost("preview", PreviewAsync).Requires(Permission.Plan).WithSummary("Checks a trigger, and tells what it would do: a schedule its next fire times. Saves nothing.");
        triggers.MapPut("{id}", ChangeAsync).Requires(Permission.Author).WithSummary("Changes a trigger; with If-Match, only the one that was read. Secrets that are left out stay.");
        triggers.MapDelete("{id}", DeleteAsync).Requires(Permission.Author).WithSummary("Deletes a trigger and its ledger. Runs that it started stay.");
        triggers.MapPost("{id}/pause", PauseAsync).Requires(Permission.Operate).WithSummary("Keeps the trigger from firing.");
        triggers.MapPost("{id}/resume", ResumeAsync).Requires(Permission.Operate).WithSummary("Lets the trigger fire again.");
        triggers.MapFirings();
    }

    private static Page<TriggerTypeAnswer> ListTypes(TriggerTypes types) =>
        new([.. types.All.Select(type => new TriggerTypeAnswer(type.Name, ActivitySchema.OfInput(type.SettingsType), [.. type.Names.Append("now").Order(StringComparer.Ordinal)]))]);

    private static async Task<Ok<Page<TriggerAnswer>>> ListAsync(
        [AsParameters] TriggerQuery query, TriggerRegistry registry, TriggerReader reader, CancellationToken cancellation)
    {
        var limit = Paging.Limit(query.Limit);
        var found = registry.All
            .Where(trigger => query.Cursor is null || string.CompareOrdinal(trigger.Id, query.Cursor) > 0)
            .Where(trigger => (query.Type is null || trigger.Type == query.Type) && (query.Workflow is null || trigger.Workflow == query.Workflow))
            .Where(trigger => query.Enabled is null || trigger.Enabled == query.Enabled)
            .Where(trigger => query.Q is null || trigger.Name.Contains(query.Q, StringComparison.OrdinalIgnoreCase) || trigger.Id.Contains(query.Q, StringComparison.OrdinalIgnoreCase))
            .Take(limit + 1)
            .ToList();
        var shown = await reader.ShowAsync([.. found.Take(limit)], cancellation);
        return TypedResults.Ok(new Page<TriggerAnswer>(shown, found.Count > limit ? found[limit - 1].Id : null));
    }

    private static async Task<Results<Ok<TriggerAnswer>, Problem>> GetAsync(
        string id, HttpContext http, TriggerRegistry registry, TriggerReader reader, CancellationToken cancellation) =>
        registry.Find(id) is { } trigger ? TypedResults.Ok(await ShowAsync(trigger, http, reader, cancellation)) : Problem.NotFound("trigger", id);

    private static async Task<Created<TriggerAnswer>> CreateAsync(
        JsonElement body, HttpContext http, TriggerEditor editor, TriggerReader reader, CancellationToken cancellation)
    {
        var made = await editor.CreateAsync(body, http.User.Who(), cancellation);
        return TypedResults.Created($"/api/v1/triggers/{made.Id}", await ShowAsync(made, http, reader, cancellation));
    }

    private static async Task<Ok<TriggerPreview>> PreviewAsync(
        JsonElement body, TriggerCheck check, TriggerReader reader, TriggerRegistry registry, ClaimsPrincipal user, CancellationToken cancellation)
    {
        var id = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("id", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString() : null;
        var answer = await check.CheckAsync(body, id is null ? null : registry.Find(id), user.Who(), cancellation);
        var shown = answer.Trigger is { } trigger ? await reader.ShowAsync(trigger, cancellation) : null;
        return TypedResults.Ok(new TriggerPreview(answer.Errors, shown));
    }

    private static async Task<Ok<TriggerAnswer>> ChangeAsync(
        string id, JsonElement body, HttpContext http, TriggerEditor editor, TriggerReader reader, CancellationToken cancellation) =>
        TypedResults.Ok(await ShowAsync(
            await editor.ChangeAsync(id, body, revision => Tags.Hold(http.Request, revision), http.User.Who(), cancellation), http, reader, cancellation));

    private static async Task<NoContent> DeleteAsync(string id, HttpContext http, TriggerEditor editor, CancellationToken cancellation)
    {
        await editor.DeleteAsync(id, revision => Tags.Hold(http.Request, revision), http.User.Who(), cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<TriggerAnswer>> PauseAsync(
        string id, TriggerReason? body, HttpContext http, TriggerEditor editor, TriggerReader reader, CancellationToken cancellation) =>
        TypedResults.Ok(await ShowAsync(await editor.PauseAsync(id, body?.Reason, http.User.Who(), cancellation), http, reader, cancellation));

    private static async Task<Ok<TriggerAnswer>> ResumeAsync(
        string id, HttpContext http, TriggerEditor editor, TriggerReader reader, CancellationToken cancellation) =>
        TypedResults.Ok(await ShowAsync(await editor.ResumeAsync(id, http.User.Who(), cancellation), http, reader, cancellation));

    private static Task<TriggerAnswer> ShowAsync(Trigger trigger, HttpContext http, TriggerReader reader, CancellationToken cancellation)
    {
        http.Response.Headers.ETag = Tags.Of(trigger.Revision);
        return reader.ShowAsync(trigger, cancellation);
    }
}

/// <param name="Q">A part of the name or id.</param>
/// <param name="Cursor">Where the next part begins, as the part before said.</param>
internal sealed record TriggerQuery(string? Type, string? Workflow, bool? Enabled, string? Q, string? Cursor, int? Limit);

internal sealed record TriggerReason(string? Reason = null);

/// <param name="Problems">What keeps it from being saved.</param>
/// <param name="Trigger">As it would be; null where there are problems.</param>
internal sealed record TriggerPreview(IReadOnlyList<ProblemError> Problems, TriggerAnswer? Trigger);
