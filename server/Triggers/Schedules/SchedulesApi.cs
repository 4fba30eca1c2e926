using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Access;
using Runbooks.Server.Audit;
using Runbooks.Server.Connections.Settings;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Triggers.Schedules;

/// <summary>Times that come, and times that are filled in by hand.</summary>
internal static class SchedulesApi
{
    private const int MostFilledIn = 1_000;
    private const int MostShown = 2_000;

    public static void MapSchedules(this IEndpointRouteBuilder api)
    {
        var schedules = api.MapGroup("").WithTags("Triggers");
        schedules.MapGet("/fire-times", ListAsync).Requires(Permission.Look).WithSummary("The fire times of all schedules between two moments, in order; at most 2,000.");
        schedules.MapPost("/fire-times/preview", PreviewAsync).Requires(Permission.Look)
            .WithSummary("Tells when a schedule with these members would fire next, or what is wrong with them. Saves nothing.");
        schedules.MapPost("/triggers/{id}/backfill", FillInAsync).Requires(Permission.Operate)
            .WithSummary("Fires a schedule for times that have passed. Says how many there are; fires them only when that count is sent back.");
    }

    private static Results<Ok<Page<FireTime>>, Problem> ListAsync(
        DateTimeOffset? from, DateTimeOffset? to, string? workflow, TriggerRegistry registry, ScheduleTriggers schedules, TimeProvider time)
    {
        var begin = from ?? time.GetUtcNow();
        var end = to ?? begin.AddDays(7);
        if (end <= begin || end - begin > TimeSpan.FromDays(62)) return Problems.InQuery("to", "It has to be after 'from', by 62 days at most.");
        var times = registry.Enabled(ScheduleTriggers.TypeName)
            .Where(trigger => workflow is null || trigger.Workflow == workflow)
            .SelectMany(trigger => schedules.Times(trigger).Next(begin.AddTicks(-1), MostShown).TakeWhile(at => at < end)
                .Select(at => new FireTime(at, trigger.Id, trigger.Name, trigger.Workflow)))
            .OrderBy(fire => fire.At).ThenBy(fire => fire.Trigger, StringComparer.Ordinal)
            .Take(MostShown);
        return TypedResults.Ok(new Page<FireTime>([.. times]));
    }

    private static async Task<Ok<FireTimesPreview>> PreviewAsync(
        JsonElement settings, ScheduleTriggers schedules, TimeProvider time, CancellationToken cancellation)
    {
        var problems = SettingsCheck.Check(settings, typeof(ScheduleSettings), "");
        if (problems.Count > 0) return TypedResults.Ok(new FireTimesPreview(problems, []));
        var part = await schedules.CheckAsync(settings, null, cancellation);
        return TypedResults.Ok(new FireTimesPreview(part.Problems, part.Problems.Count > 0 ? [] : schedules.Preview(part.Settings)));
    }

    private static async Task<Results<Ok<BackfillAnswer>, Problem>> FillInAsync(
        string id, BackfillBody body, ClaimsPrincipal user, TriggerRegistry registry, ScheduleTriggers schedules, IDbContextFactory<RunbooksDbContext> contexts,
        FiringLedger ledger, FiringStarter starter, AuditLog audit, TimeProvider time, CancellationToken cancellation)
    {
        if (registry.Find(id) is not { } trigger) return Problem.NotFound("trigger", id);
        if (trigger.Type != ScheduleTriggers.TypeName) return Problem.Invalid("backfill.invalid", $"'{trigger.Name}' is no schedule; only schedules have times to fill in.");
        if (body.To <= body.From) return Refused("/to", "It ends before it begins.");
        if (body.To > time.GetUtcNow()) return Refused("/to", "Only times that have passed are filled in.");
        var all = schedules.Times(trigger).Next(body.From.AddTicks(-1), MostFilledIn + 1).TakeWhile(at => at <= body.To).ToList();
        if (all.Count > MostFilledIn) return Refused("/from", $"There are more than {MostFilledIn} fire times between these; choose a shorter span.");
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var keys = all.ConvertAll(ScheduleCauses.KeyOf);
        var fired = await db.Firings.Where(firing => firing.TriggerId == id && keys.Contains(firing.Key)).Select(firing => firing.Key).ToListAsync(cancellation);
        var open = all.Where(at => !fired.Contains(ScheduleCauses.KeyOf(at))).ToList();
        var answer = new BackfillAnswer(open.Count, fired.Count, open, 0);
        if (body.Count is not { } count) return TypedResults.Ok(answer);
        if (count != open.Count)
            return new Problem(StatusCodes.Status409Conflict, "backfill.changed", $"There are {open.Count} fire times to fill in, not {count}. Nothing was fired; look again.");
        foreach (var at in open)
            ledger.StageNew(db, trigger, new FiringCause(ScheduleCauses.KeyOf(at), at, $"Filled in by hand by {user.Who()}.") { By = user.Who(), Reason = body.Reason });
        audit.Stage(db, user.Who(), "trigger.backfill", $"trigger:{id}", new { body.From, body.To, Count = count, body.Reason });
        await db.SaveChangesAsync(cancellation);
        starter.Notice();
        return TypedResults.Ok(answer with { Fired = open.Count });
    }

    private static Problem Refused(string path, string message) =>
        Problem.Invalid("backfill.invalid", "Nothing was fired.", new ProblemError(path, message));
}

internal sealed record FireTime(DateTimeOffset At, string Trigger, string Name, string Workflow);

/// <param name="Problems">With paths into the members.</param>
internal sealed record FireTimesPreview(IReadOnlyList<ProblemError> Problems, IReadOnlyList<DateTimeOffset> NextFireTimes);

/// <param name="To">Included.</param>
/// <param name="Count">How many fire times are to be filled in, as the answer without it said; null: only say.</param>
internal sealed record BackfillBody(DateTimeOffset From, DateTimeOffset To, int? Count = null, string? Reason = null);

/// <param name="Count">Fire times to be filled in.</param>
/// <param name="Known">Fire times that fired already, which are left out.</param>
/// <param name="Fired">How many were fired by this call.</param>
internal sealed record BackfillAnswer(int Count, int Known, IReadOnlyList<DateTimeOffset> Times, int Fired);
