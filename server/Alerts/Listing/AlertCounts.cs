using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Alerts.Listing;

/// <param name="All">Of the same question, whatever they led to.</param>
/// <param name="Firing">Those of all that have not ended.</param>
internal sealed record AlertCounts(int All, int Run, int None, int Hand, int Firing);

/// <summary>What came in since a moment.</summary>
/// <param name="Accepted">Deliveries that said something new, and were committed.</param>
/// <param name="Repeated">Deliveries that said again what these alerts had said already.</param>
internal sealed record AlertIntake(long Accepted, long Repeated);

/// <summary>What alerts led to, as the inbox is divided. One that led to a run by one rule and waits for a person by another is both.</summary>
internal static class LedFilter
{
    /// <summary>A run was started.</summary>
    private const string Run = "run";

    /// <summary>Nothing was done, and nobody has to do anything.</summary>
    private const string None = "none";

    /// <summary>Somebody has to decide or mend something: a recommendation, a start that failed, or a target that could not be found.</summary>
    private const string Hand = "hand";

    /// <summary>Kinds of outcomes that stay as they are until somebody mends the labels or the fleet.</summary>
    private static readonly string[] Mendable = ["no-target"];

    public static IQueryable<AlertEntity> Apply(IQueryable<AlertEntity> alerts, string led, RunbooksDbContext db)
    {
        var (begun, waiting) = (Begun(db), Waiting(db));
        return led switch
        {
            Run => alerts.Where(alert => begun.Contains(alert.Id)),
            Hand => alerts.Where(alert => waiting.Contains(alert.Id)),
            None => alerts.Where(alert => !begun.Contains(alert.Id) && !waiting.Contains(alert.Id)),
            _ => throw new RequestException(Problems.InQuery("led", "led is run, none or hand.")),
        };
    }

    public static async Task<AlertCounts> CountAsync(IQueryable<AlertEntity> alerts, RunbooksDbContext db, CancellationToken cancellation)
    {
        var (begun, waiting) = (Begun(db), Waiting(db));
        var counts = await alerts.GroupBy(_ => 1).Select(group => new AlertCounts(
            group.Count(),
            group.Count(alert => begun.Contains(alert.Id)),
            group.Count(alert => !begun.Contains(alert.Id) && !waiting.Contains(alert.Id)),
            group.Count(alert => waiting.Contains(alert.Id)),
            group.Count(alert => alert.Status == "firing"))).SingleOrDefaultAsync(cancellation);
        return counts ?? new AlertCounts(0, 0, 0, 0, 0);
    }

    private static IQueryable<long> Begun(RunbooksDbContext db) =>
        from outcome in db.AlertOutcomes
        join firing in db.Firings on outcome.Firing equals firing.Id
        where firing.RunId != null
        select outcome.Alert;

    private static IQueryable<long> Waiting(RunbooksDbContext db) =>
        from outcome in db.AlertOutcomes
        join fired in db.Firings on outcome.Firing equals fired.Id into firings
        from firing in firings.DefaultIfEmpty()
        where firing == null
            ? Mendable.Contains(outcome.Kind) && db.Alerts.Any(alert => alert.Id == outcome.Alert && alert.Status == "firing")
            : firing.RunId == null && (firing.Status == FiringStatus.Recommended || firing.Status == FiringStatus.Failed || firing.Status == FiringStatus.Pending && firing.Attempts > 0)
        select outcome.Alert;
}
