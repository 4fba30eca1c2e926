using Microsoft.EntityFrameworkCore;
using Runbooks.Activities;
using Runbooks.Activities.Catalogue;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Data;
using Runbooks.Server.Runs.Api;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Alerts.Targets;

/// <summary>Finds the run whose work an alert is put down to: it holds the machine, or changed it a moment ago.</summary>
internal sealed class SelfInflicted(IRunStore runs, RunReader reader, ActivityCatalogue catalogue, IDbContextFactory<RunbooksDbContext> contexts)
{
    private const int RunsLookedAt = 5;
    private const string Alerts = "alert";

    /// <param name="leases">As they are now, by the id of the machine.</param>
    /// <returns>The finding with the run, where there is one.</returns>
    public async Task<Finding> MarkAsync(
        Finding finding, AlertEntity alert, ILookup<string, LeaseRow> leases, TimeSpan within, CancellationToken cancellation)
    {
        if (finding.Target is not { } target) return finding;
        if (leases[target.Id].FirstOrDefault() is { } lease)
            return finding with { CausedBy = lease.RootRunId, CausedByNote = $"Run {lease.RootRunId} holds {target.Name} and is changing it." };
        var page = await runs.ListAsync(new RunQuery(TargetId: target.Id, Limit: RunsLookedAt));
        foreach (var run in page.Items.Where(run => run.Projection.EndedAt is { } ended && alert.ReceivedAt - ended <= within))
        {
            // That the same alert is back means that the run did not help, and not that it did harm.
            if (!await ChangedAsync(run.RunId, target.Id) || await WasForAsync(run, alert, cancellation)) continue;
            return finding with
            {
                CausedBy = run.Projection.RootRunId,
                CausedByNote = $"Run {run.Projection.RootRunId} changed {target.Name} until {run.Projection.EndedAt:u}.",
            };
        }

        return finding;
    }

    private async Task<bool> ChangedAsync(string runId, string target) =>
        await reader.ReadAsync(runId) is { } run
        && run.Steps.Values.Any(step => catalogue.Describe(step.Activity)?.Effect is Effect.Change or Effect.Disrupt or Effect.Destroy
            && step.Targets?.Any(one => one.Id == target && one.Status is "completed" or "failed") == true);

    /// <summary>Whether an earlier episode of the same alert started it.</summary>
    private async Task<bool> WasForAsync(RunRow run, AlertEntity alert, CancellationToken cancellation)
    {
        if (run.Projection.TriggerKind != Alerts) return false;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await (
            from firing in db.Firings
            join outcome in db.AlertOutcomes on firing.Id equals outcome.Firing
            join earlier in db.Alerts on outcome.Alert equals earlier.Id
            where firing.RunId == run.RunId && earlier.Source == alert.Source && earlier.Fingerprint == alert.Fingerprint
            select earlier.Id).AnyAsync(cancellation);
    }
}
