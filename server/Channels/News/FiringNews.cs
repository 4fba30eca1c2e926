using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Activities.Messaging.Sending;
using Runbooks.Server.Data;
using Runbooks.Server.FleetRules.Watching;
using Runbooks.Server.Triggers;
using Runbooks.Server.Triggers.Firings;
using Runbooks.Server.Triggers.Schedules;

namespace Runbooks.Server.Channels.News;

/// <summary>What is to be told of the ledger's rows.</summary>
internal sealed class FiringNews(TriggerRegistry triggers, TimeProvider time)
{
    public const string Watch = "firing:";
    private const int Batch = 1_000;
    private const int MostTargets = 20;
    private const int MostInputs = 600;
    private const int MostPlanned = 10;

    /// <summary>A recommendation is told with its plan, which is made right after it was committed; nobody waits longer for it than this.</summary>
    private static readonly TimeSpan WaitsForPlan = TimeSpan.FromSeconds(30);

    /// <summary>Rows that came after a place.</summary>
    public async Task<FiringPage> ReadAddedAsync(RunbooksDbContext db, long after, CancellationToken cancellation)
    {
        var rows = await db.Firings.AsNoTracking().Where(firing => firing.Sequence > after).OrderBy(firing => firing.Sequence).Take(Batch).ToListAsync(cancellation);
        var now = time.GetUtcNow();
        var unplanned = rows.FindIndex(firing => firing is { Status: FiringStatus.Recommended, PlannedAt: null } && !IsMass(firing) && now - firing.CreatedAt < WaitsForPlan);
        return await PageAsync(db, unplanned < 0 ? rows : rows[..unplanned], cancellation);
    }

    /// <summary>Rows that failed since a time: that comes later than firing, and is found by its time.</summary>
    public async Task<FiringPage> ReadFailedAsync(RunbooksDbContext db, DateTimeOffset from, long after, CancellationToken cancellation)
    {
        DateTimeOffset? since = from;
        var rows = await db.Firings.AsNoTracking()
            .Where(firing => firing.Status == FiringStatus.Failed && (firing.SettledAt > since || (firing.SettledAt == since && firing.Sequence > after)))
            .OrderBy(firing => firing.SettledAt).ThenBy(firing => firing.Sequence).Take(Batch).ToListAsync(cancellation);
        return await PageAsync(db, rows, cancellation);
    }

    private async Task<FiringPage> PageAsync(RunbooksDbContext db, List<FiringEntity> rows, CancellationToken cancellation)
    {
        var told = rows.Select(firing => (Firing: firing, Kinds: KindsOf(firing))).Where(one => one.Kinds.Count > 0).ToList();
        var names = await WorkflowNames.OfAsync(db, told.Select(one => one.Firing.Workflow), cancellation);
        var severities = await SeveritiesAsync(db, told.Select(one => one.Firing), cancellation);
        return new FiringPage([.. told.Select(one => Item(one.Firing, one.Kinds, names, severities))], rows.LastOrDefault(), rows.Count < Batch);
    }

    private static IReadOnlyList<MessageKind> KindsOf(FiringEntity firing) => firing switch
    {
        { Status: FiringStatus.Recommended } when IsMass(firing) => [MessageKind.Page, MessageKind.Recommendation],
        { Status: FiringStatus.Recommended } => [MessageKind.Recommendation],
        { Status: FiringStatus.Skipped, Code: FiringCauses.Storm } => [MessageKind.Page],
        { Status: FiringStatus.Skipped, Code: ScheduleCauses.MissedCode or TriggerLoop.Code } => [MessageKind.TriggerFailed],
        { Status: FiringStatus.Failed } => [MessageKind.TriggerFailed],
        _ => [],
    };

    private NewsItem Item(FiringEntity firing, IReadOnlyList<MessageKind> kinds, Dictionary<string, string> names, Dictionary<long, string?> severities)
    {
        var trigger = triggers.Find(firing.TriggerId);
        var severity = kinds[0] == MessageKind.Page ? MessageSeverity.Critical
            : kinds[0] == MessageKind.TriggerFailed ? MessageSeverity.Error
            : Alerts(firing).Select(alert => Severities.Of(severities.GetValueOrDefault(alert))).Append(MessageSeverity.Warning).Max();
        var more = firing.Targets.Count - MostTargets;
        return new NewsItem($"firing/{firing.Id}", kinds, severity, firing.Workflow, firing.Status == FiringStatus.Failed ? firing.SettledAt ?? firing.CreatedAt : firing.CreatedAt, new Dictionary<string, string>
        {
            ["trigger"] = trigger?.Name ?? firing.TriggerId,
            ["workflow"] = names.GetValueOrDefault(firing.Workflow, firing.Workflow),
            ["summary"] = firing.Summary,
            ["targets"] = string.Join(", ", firing.Targets.Take(MostTargets)) + (more > 0 ? $", +{more}" : ""),
            ["plan"] = PlanOf(firing),
            ["inputs"] = firing.Inputs is null or "{}" ? "" : firing.Inputs.Length > MostInputs ? firing.Inputs[..MostInputs] + "…" : firing.Inputs,
            ["why"] = firing.Why ?? "",
            ["code"] = firing.Code ?? "",
        }, $"/triggers/{(trigger?.Type == ScheduleTriggers.TypeName ? "schedules" : "rules")}?open={Uri.EscapeDataString(firing.TriggerId)}")
        {
            Watched = firing.Status == FiringStatus.Recommended ? Watch + firing.Id : null,
        };
    }

    /// <summary>What the run would change, and what stands in its way; why there is no plan where there is none.</summary>
    private static string PlanOf(FiringEntity firing)
    {
        if (FiringAnswer.PlanOf(firing) is not { } plan) return firing.PlanFailure ?? "";
        var more = plan.EffectCount - Math.Min(plan.Effects.Count, MostPlanned);
        var lines = plan.Effects.Take(MostPlanned).Select(effect => effect.Summary).Concat(plan.BlockedBy.Take(MostPlanned).Select(block => "! " + block.Message));
        return string.Join("; ", lines) + (more > 0 ? $"; +{more}" : "");
    }

    private static bool IsMass(FiringEntity firing) =>
        firing.Detail is { } detail && JsonElement.Parse(detail) is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty("mass", out var mass) && mass.ValueKind == JsonValueKind.True;

    private static IEnumerable<long> Alerts(FiringEntity firing) =>
        firing.Detail is { } detail && JsonElement.Parse(detail) is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty("alerts", out var alerts) && alerts.ValueKind == JsonValueKind.Array
            ? alerts.EnumerateArray().Select(alert => long.TryParse(alert.ToString(), out var id) ? id : 0)
            : [];

    private static async Task<Dictionary<long, string?>> SeveritiesAsync(RunbooksDbContext db, IEnumerable<FiringEntity> firings, CancellationToken cancellation)
    {
        var ids = firings.SelectMany(Alerts).Distinct().ToList();
        return ids.Count == 0 ? [] : await db.Alerts.Where(alert => ids.Contains(alert.Id)).ToDictionaryAsync(alert => alert.Id, alert => alert.Severity, cancellation);
    }
}

/// <param name="Last">The row that was looked at last; null where there was none.</param>
internal sealed record FiringPage(IReadOnlyList<NewsItem> News, FiringEntity? Last, bool IsAll);
