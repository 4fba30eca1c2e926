using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Alerts.Targets;
using Runbooks.Server.Data;
using Runbooks.Server.Triggers;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Alerts.Rules;

/// <summary>Commits what rules fire to the ledger. The same once more finds what there is.</summary>
internal sealed class AlertFirings(IDbContextFactory<RunbooksDbContext> contexts, FiringLedger ledger, FiringStarter starter, TriggerEditor editor)
{
    /// <param name="found">What was found out just now, and is not written yet; of other alerts it is.</param>
    /// <returns>The firings as they are committed, in the order of what was fired.</returns>
    public async Task<IReadOnlyList<FiringEntity>> CommitAsync(
        IReadOnlyList<(Trigger Trigger, RuleFiring Firing)> fired, IReadOnlyDictionary<long, Finding> found, CancellationToken cancellation)
    {
        if (fired.Count == 0) return [];
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var ids = fired.SelectMany(one => one.Firing.Alerts.Append(one.Firing.Head)).Select(alert => alert.Id).Distinct().ToList();
        var alerts = await db.Alerts.AsNoTracking().Where(alert => ids.Contains(alert.Id)).ToDictionaryAsync(alert => alert.Id, cancellation);
        var staged = new List<FiringEntity>();
        foreach (var (trigger, firing) in fired)
            staged.Add((await ledger.StageAsync(db, trigger, Cause(firing, alerts, id => found.GetValueOrDefault(id) ?? Finding.Read(alerts[id].Finding)), cancellation)).Firing);
        await db.SaveChangesAsync(cancellation);
        starter.Notice();
        foreach (var looping in staged.Where(firing => firing.Code == TriggerLoop.Code)) await editor.PauseAsync(looping.TriggerId, looping.Why, "server", cancellation);
        return staged;
    }

    private static FiringCause Cause(RuleFiring firing, Dictionary<long, AlertEntity> alerts, Func<long, Finding?> finding)
    {
        var head = alerts[firing.Head.Id];
        return new FiringCause(firing.Key, firing.At, firing.Summary)
        {
            Names = AlertScope.Of(head, finding(head.Id), firing.Alerts.Select(alert => alerts[alert.Id])),
            Detail = System.Text.Json.JsonSerializer.SerializeToElement(new { alerts = firing.Alerts.Select(alert => alert.Id.ToString(CultureInfo.InvariantCulture)), mass = firing.Mass }),
            Targets = [.. firing.Alerts.Select(alert => finding(alert.Id)?.Target?.Name).OfType<string>().Distinct()],
            CausedByRun = firing.Head.CausedBy,
            Recommend = firing.Mass,
        };
    }
}
