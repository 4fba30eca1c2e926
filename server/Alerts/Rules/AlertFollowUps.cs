using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Data;
using Runbooks.Server.Runs.Api;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Triggers;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Alerts.Rules;

/// <summary>Writes down what rules made of alerts, and tells runs that their alert ended, where the rule says so.</summary>
internal sealed class AlertFollowUps(
    AlertReads reads, AlertStore store, IDbContextFactory<RunbooksDbContext> contexts, TriggerRegistry triggers, RunInbox inbox, TimeProvider time)
{
    private const string Signal = "alert-resolved";

    private bool waiting = true;

    /// <summary>Some run is still to be told, or that is not known.</summary>
    public bool AreWaiting => waiting;

    /// <param name="fired">By the trigger's id and the key.</param>
    public async Task<IReadOnlyList<AlertOutcomeEntity>> OutcomesAsync(
        IReadOnlyList<(Trigger Trigger, RuleStep Step)> steps, IReadOnlyDictionary<(string, string), FiringEntity> fired, CancellationToken cancellation)
    {
        var outcomes = new List<AlertOutcomeEntity>();
        foreach (var (trigger, step) in steps)
        {
            foreach (var verdict in step.Verdicts)
            {
                var firing = verdict.Key is not { } key ? null : fired.GetValueOrDefault((trigger.Id, key)) ?? await FindAsync(trigger.Id, key, cancellation);
                var isLoop = firing?.Code == TriggerLoop.Code;
                outcomes.Add(new AlertOutcomeEntity
                {
                    Alert = verdict.Alert,
                    Trigger = trigger.Id,
                    Kind = isLoop ? VerdictKind.Loop : verdict.Kind,
                    Message = isLoop ? firing!.Why ?? verdict.Message : verdict.Message,
                    Firing = firing?.Id,
                    At = verdict.At,
                });
            }
        }

        return outcomes;
    }

    /// <summary>Which firings are over by these changes.</summary>
    /// <param name="outcomes">Of the same step, which are not written yet.</param>
    public async Task<IReadOnlyList<AlertFollowUpEntity>> OfAsync(
        IReadOnlyList<StoredChange> changes, IReadOnlyList<AlertOutcomeEntity> outcomes, CancellationToken cancellation)
    {
        var found = new List<AlertFollowUpEntity>();
        foreach (var change in changes.Where(change => change.Change.Status == "resolved" && change.Alert.Status == "resolved"))
        {
            var known = await reads.FiringsOfAsync(change.Alert.Id, cancellation);
            var fresh = outcomes.Where(outcome => outcome.Alert == change.Alert.Id && outcome.Firing is not null)
                .Select(outcome => (Outcome: outcome, GoesOn: outcomes.Any(other => other.Firing == outcome.Firing && GoesOn(changes, other.Alert))));
            foreach (var (outcome, _) in known.Concat(fresh).Where(one => !one.GoesOn))
            {
                if (triggers.Find(outcome.Trigger) is not { } trigger || Action(trigger) is not { } action) continue;
                found.Add(new AlertFollowUpEntity { Firing = outcome.Firing!, Alert = change.Alert.Id, Trigger = trigger.Id, Action = action, At = change.Change.At });
                waiting = true;
            }
        }

        return found;
    }

    /// <summary>Tells the runs that were started; those that are not yet are told when they are.</summary>
    public async Task TellAsync(CancellationToken cancellation)
    {
        if (!waiting) return;
        var left = await reads.FollowUpsAsync(cancellation);
        var settled = 0;
        foreach (var followUp in left)
        {
            if (!await TellAsync(followUp, cancellation)) continue;
            await store.SettleAsync(followUp);
            settled++;
        }

        waiting = settled < left.Count;
    }

    private static bool GoesOn(IReadOnlyList<StoredChange> changes, long alert) =>
        changes.Any(change => change.Alert.Id == alert && change.Alert.Status == "firing");

    /// <returns>Whether there is nothing left to do.</returns>
    private async Task<bool> TellAsync(AlertFollowUpEntity followUp, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var firing = await db.Firings.AsNoTracking().SingleOrDefaultAsync(firing => firing.Id == followUp.Firing, cancellation);
        if (firing is { Status: FiringStatus.Pending }) return false;
        if (firing?.RunId is not { } run) return true;
        var id = $"{Signal}:{followUp.Firing}";
        // One that it has already is a repeat; one that ended needs nothing any more.
        var result = followUp.Action == "cancel"
            ? await inbox.PutAsync(run, id, InboxCodec.Cancel, new InboxCodec.PersonData(null, "The alert that started it is over."))
            : await inbox.PutAsync(run, id, InboxCodec.Signal, new InboxCodec.SignalData(Signal));
        return result != EnqueueResult.Full || time.GetUtcNow() - followUp.At > TimeSpan.FromHours(1);
    }

    private async Task<FiringEntity?> FindAsync(string trigger, string key, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Firings.AsNoTracking().SingleOrDefaultAsync(firing => firing.TriggerId == trigger && firing.Key == key, cancellation);
    }

    private static string? Action(Trigger trigger) => trigger.Read<AlertTriggerSettings>().OnResolved switch
    {
        OnResolved.Signal => "signal",
        OnResolved.Cancel => "cancel",
        _ => null,
    };
}
