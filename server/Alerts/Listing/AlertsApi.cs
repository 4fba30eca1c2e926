using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Access;
using Runbooks.Server.Alerts.Rules;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers;

namespace Runbooks.Server.Alerts.Listing;

/// <summary>The alert inbox.</summary>
internal static class AlertsApi
{
    public static void MapAlertList(this IEndpointRouteBuilder api)
    {
        var alerts = api.MapGroup("/alerts").WithTags("Alerts");
        alerts.MapGet("", ListAsync).Requires(Permission.Look).WithSummary("Alerts, newest first; each is one episode, from its beginning to its end.");
        alerts.MapGet("counts", CountAsync).Requires(Permission.Look).WithSummary("Counts the alerts of a question by what they led to; page and led of the question count for nothing.");
        alerts.MapGet("intake", IntakeAsync).Requires(Permission.Look).WithSummary("Counts what came in since a moment.");
        alerts.MapPost("test", AlertTest.RunAsync).Requires(Permission.Plan)
            .WithSummary("Says what a source would read out of a body, and what a rule would make of it. Nothing is stored or started.");
        alerts.MapGet("{id:long}", GetAsync).Requires(Permission.Look).WithSummary("Gives one alert, how it went on, what it led to, and why not.");
    }

    private static async Task<Ok<Page<AlertView>>> ListAsync(
        [AsParameters] AlertQuery query, RunbooksDbContext db, OutcomeReader outcomes, CancellationToken cancellation)
    {
        var limit = Paging.Limit(query.Limit);
        var found = AlertFilter.Apply(db.Alerts.AsNoTracking(), query);
        if (query.Led is { } led) found = LedFilter.Apply(found, led, db);
        if (Paging.Cursor(query.Cursor) is { } before) found = found.Where(alert => alert.Id < before);
        var rows = await found.OrderByDescending(alert => alert.Id).Take(limit + 1).ToListAsync(cancellation);
        var next = rows.Count > limit ? $"{rows[limit - 1].Id}" : null;
        var page = rows.Take(limit).ToList();
        var became = await outcomes.ReadAsync(page.ConvertAll(alert => alert.Id), cancellation);
        return TypedResults.Ok(new Page<AlertView>([.. page.Select(alert => AlertView.Of(alert, became[alert.Id]))], next));
    }

    private static async Task<Ok<AlertCounts>> CountAsync([AsParameters] AlertQuery query, RunbooksDbContext db, CancellationToken cancellation) =>
        TypedResults.Ok(await LedFilter.CountAsync(AlertFilter.Apply(db.Alerts.AsNoTracking(), query), db, cancellation));

    private static async Task<Ok<AlertIntake>> IntakeAsync(DateTimeOffset since, RunbooksDbContext db, CancellationToken cancellation) =>
        TypedResults.Ok(new AlertIntake(
            await db.AlertChanges.LongCountAsync(change => change.At >= since, cancellation),
            await db.Alerts.Where(alert => alert.ReceivedAt >= since).SumAsync(alert => alert.Repeats, cancellation)));

    private static async Task<Results<Ok<AlertDetail>, Problem>> GetAsync(
        long id, RunbooksDbContext db, OutcomeReader reader, TriggerRegistry triggers, CancellationToken cancellation)
    {
        if (await db.Alerts.AsNoTracking().SingleOrDefaultAsync(alert => alert.Id == id, cancellation) is not { } alert) return Problem.NotFound("alert", $"{id}");
        var changes = await db.AlertChanges.AsNoTracking().Where(change => change.Alert == id).OrderBy(change => change.Sequence).ToListAsync(cancellation);
        var outcomes = (await reader.ReadAsync([id], cancellation))[id].ToList();
        var ids = outcomes.Select(outcome => outcome.Firing?.Id).OfType<string>().Distinct().ToList();
        var firings = await db.Firings.AsNoTracking().Where(firing => ids.Contains(firing.Id)).OrderBy(firing => firing.Sequence).ToListAsync(cancellation);
        return TypedResults.Ok(new AlertDetail(
            AlertView.Of(alert, outcomes),
            [.. changes.Select(change => new EpisodeChange(change.At, change.Status, change.Severity))],
            [.. firings.Select(FiringAnswer.Of)],
            Unconcerned(alert, triggers.All.Where(trigger => trigger.Type == AlertTriggers.TypeName && !outcomes.Exists(outcome => outcome.Trigger == trigger.Id)))));
    }

    private static List<UnconcernedRule> Unconcerned(AlertEntity alert, IEnumerable<Trigger> rules) =>
    [
        .. rules.Select(trigger => new UnconcernedRule(trigger.Id, trigger.Name, WhyNot(alert, trigger))),
    ];

    private static string WhyNot(AlertEntity alert, Trigger trigger)
    {
        if (AlertRuleReader.Read(trigger).Mismatch(SeenAlert.Of(alert)) is { } mismatch) return mismatch;
        return trigger.Enabled ? "The rule was made or changed later." : "The rule is paused.";
    }
}
