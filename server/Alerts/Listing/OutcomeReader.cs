using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.Runs.Api;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Triggers;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Alerts.Listing;

/// <summary>What rules made of alerts, with the firings and runs that came of it, as they are now.</summary>
internal sealed class OutcomeReader(RunbooksDbContext db, TriggerRegistry triggers, IRunStore runs, RunViewBuilder views)
{
    /// <returns>By the alert, in the order in which they came about.</returns>
    public async Task<ILookup<long, AlertOutcome>> ReadAsync(IReadOnlyCollection<long> alerts, CancellationToken cancellation)
    {
        var outcomes = await db.AlertOutcomes.AsNoTracking().Where(outcome => alerts.Contains(outcome.Alert)).ToListAsync(cancellation);
        var ids = outcomes.Where(outcome => outcome.Firing is not null).Select(outcome => outcome.Firing!).Distinct().ToList();
        var firings = await db.Firings.AsNoTracking().Where(firing => ids.Contains(firing.Id)).ToDictionaryAsync(firing => firing.Id, cancellation);
        var begun = new Dictionary<string, AlertRun>();
        foreach (var run in firings.Values.Select(firing => firing.RunId).OfType<string>().Distinct())
            if (await runs.ReadRunAsync(run) is { } row) begun[run] = Of(row);
        return outcomes.OrderBy(outcome => outcome.At).ToLookup(outcome => outcome.Alert, outcome => AlertOutcome.Of(
            outcome,
            triggers.Find(outcome.Trigger)?.Name,
            outcome.Firing is { } id && firings.TryGetValue(id, out var firing) ? AlertFiring.Of(firing, firing.RunId is { } run ? begun.GetValueOrDefault(run) : null) : null));
    }

    private AlertRun Of(RunRow row)
    {
        var run = views.Summarise(row);
        return new AlertRun(run.Id, run.Status, run.HandledFailures);
    }
}

/// <summary>A firing that an alert led to.</summary>
/// <param name="RunId">The run that it started; it may have been forgotten since.</param>
/// <param name="Code">Why it was not started (yet).</param>
internal sealed record AlertFiring(
    string Id, FiringStatus Status, string Workflow, string? RunId, AlertRun? Run, string? Code, string? Why, DateTimeOffset? NextAttemptAt)
{
    public static AlertFiring Of(FiringEntity firing, AlertRun? run) =>
        new(firing.Id, firing.Status, firing.Workflow, firing.RunId, run, firing.Code, firing.Why, firing.NextAttemptAt);
}

internal sealed record AlertRun(string Id, string Status, bool HandledFailures);
