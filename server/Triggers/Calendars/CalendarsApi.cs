using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;
using Runbooks.Server.Access;
using Runbooks.Server.Http;

namespace Runbooks.Server.Triggers.Calendars;

/// <summary>The named calendars of schedules.</summary>
internal static partial class CalendarsApi
{
    public static void MapCalendars(this IEndpointRouteBuilder api)
    {
        var calendars = api.MapGroup("/calendars").WithTags("Triggers");
        calendars.MapGet("", List).Requires(Permission.Look).WithSummary("Lists the calendars.");
        calendars.MapGet("{id}", Get).Requires(Permission.Look).WithSummary("Gives one calendar, and the triggers that use it.");
        calendars.MapPut("{id}", SaveAsync).Requires(Permission.Author).WithSummary("Makes or changes a calendar; with If-Match, only the one that was read.");
        calendars.MapPost("{id}/import", ImportAsync).Requires(Permission.Author).TakesICalendar()
            .WithSummary("Adds the events of an iCalendar file as closed days and spans. Events that recur are written out five years ahead.");
        calendars.MapDelete("{id}", DeleteAsync).Requires(Permission.Author).WithSummary("Deletes a calendar that no trigger uses.");
    }

    /// <summary>Tells the description of the API only: whoever may not import is told that, whatever is sent.</summary>
    private static RouteHandlerBuilder TakesICalendar(this RouteHandlerBuilder route) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        var text = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["text/calendar"] = text } };
        return Task.CompletedTask;
    });

    private static Page<CalendarAnswer> List(CalendarStore store) => new([.. store.All.Select(entity => CalendarAnswer.Of(entity, store))]);

    private static Results<Ok<CalendarAnswer>, Problem> Get(string id, HttpContext http, CalendarStore store)
    {
        if (store.FindEntity(id) is not { } entity) return Problem.NotFound("calendar", id);
        http.Response.Headers.ETag = Tags.Of(entity.Revision);
        return TypedResults.Ok(CalendarAnswer.Of(entity, store));
    }

    private static async Task<Results<Ok<CalendarAnswer>, Created<CalendarAnswer>, Problem>> SaveAsync(
        string id, JsonElement body, HttpContext http, CalendarStore store, CancellationToken cancellation)
    {
        if (!IdPattern().IsMatch(id)) return Invalid(new ProblemError("/id", "An id has 1 to 63 small letters, digits, '.', '_' or '-', and begins with a letter or digit."));
        var (definition, errors) = CalendarCheck.Check(CalendarAnswer.Bare(body));
        if (definition is null) return Invalid([.. errors]);
        var (saved, isNew) = await store.SaveAsync(id, definition, revision => Tags.Hold(http.Request, revision), http.User.Who(), cancellation);
        http.Response.Headers.ETag = Tags.Of(saved.Revision);
        return isNew ? TypedResults.Created($"/api/v1/calendars/{id}", CalendarAnswer.Of(saved, store)) : TypedResults.Ok(CalendarAnswer.Of(saved, store));
    }

    private static async Task<Results<Ok<CalendarImported>, Problem>> ImportAsync(
        string id, HttpContext http, CalendarStore store, TimeProvider time, CancellationToken cancellation)
    {
        if (store.FindEntity(id) is not { } entity) return Problem.NotFound("calendar", id);
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(cancellation);
        var present = entity.Read();
        try
        {
            var (days, spans) = CalendarImport.Read(text, present.TimeZone, time.GetUtcNow());
            var newDays = days.Where(day => present.Holidays.All(known => known.Date != day.Date)).ToList();
            var newSpans = spans.Except(present.Closed).ToList();
            var merged = present with { Holidays = [.. present.Holidays, .. newDays], Closed = [.. present.Closed, .. newSpans] };
            await store.SaveAsync(id, merged, revision => revision == entity.Revision, http.User.Who(), cancellation);
            return TypedResults.Ok(new CalendarImported(newDays.Count, newSpans.Count, days.Count + spans.Count - newDays.Count - newSpans.Count));
        }
        catch (FormatException error)
        {
            return Problem.Invalid("calendar.unreadable", $"This cannot be read as iCalendar: {error.Message}. Nothing was changed.");
        }
    }

    private static async Task<NoContent> DeleteAsync(string id, HttpContext http, CalendarStore store, CancellationToken cancellation)
    {
        await store.DeleteAsync(id, http.User.Who(), cancellation);
        return TypedResults.NoContent();
    }

    private static Problem Invalid(params ProblemError[] errors) => Problem.Invalid("calendar.invalid", "The calendar cannot be saved like this; nothing was changed.", errors);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,62}\z")]
    private static partial Regex IdPattern();
}

/// <param name="Days">Closed days that were added.</param>
/// <param name="Spans">Closed spans that were added.</param>
/// <param name="Known">What was there already.</param>
internal sealed record CalendarImported(int Days, int Spans, int Known);
