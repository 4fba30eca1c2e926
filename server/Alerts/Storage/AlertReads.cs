using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Alerts.Listing;
using Runbooks.Server.Alerts.Rules;
using Runbooks.Server.Alerts.Targets;
using Runbooks.Server.Data;

namespace Runbooks.Server.Alerts.Storage;

/// <summary>What the rules read.</summary>
internal sealed class AlertReads(IDbContextFactory<RunbooksDbContext> contexts)
{
    private const int MostRemembered = 50_000;

    public async Task<long> CursorAsync(string name, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (await db.AlertCursors.AsNoTracking().SingleOrDefaultAsync(cursor => cursor.Name == name, cancellation))?.Sequence ?? 0;
    }

    /// <summary>Changes after a sequence, in order.</summary>
    public async Task<IReadOnlyList<StoredChange>> ChangesAsync(long after, int limit, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await Joined(db).Where(row => row.Change.Sequence > after).OrderBy(row => row.Change.Sequence).Take(limit).ToListAsync(cancellation);
    }

    /// <summary>Changes up to a sequence that still count: of alerts that go on, and all since a time.</summary>
    public async Task<IReadOnlyList<StoredChange>> RememberedAsync(long upTo, DateTimeOffset since, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await Joined(db)
            .Where(row => row.Change.Sequence <= upTo && (row.Alert.Status == "firing" || row.Change.At >= since))
            .OrderByDescending(row => row.Change.Sequence)
            .Take(MostRemembered)
            .ToListAsync(cancellation);
        rows.Reverse();
        return rows;
    }

    /// <summary>Firings that an alert belongs to, with whether others that go on belong to them too.</summary>
    public async Task<IReadOnlyList<(AlertOutcomeEntity Outcome, bool GoesOn)>> FiringsOfAsync(long alert, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var outcomes = await db.AlertOutcomes.AsNoTracking().Where(outcome => outcome.Alert == alert && outcome.Firing != null).ToListAsync(cancellation);
        var found = new List<(AlertOutcomeEntity, bool)>();
        foreach (var outcome in outcomes)
        {
            var goesOn = await db.AlertOutcomes.AnyAsync(
                other => other.Firing == outcome.Firing && other.Alert != alert && db.Alerts.Any(open => open.Id == other.Alert && open.Status == "firing"), cancellation);
            found.Add((outcome, goesOn));
        }

        return found;
    }

    public async Task<IReadOnlyList<AlertFollowUpEntity>> FollowUpsAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.AlertFollowUps.AsNoTracking().OrderBy(followUp => followUp.At).Take(200).ToListAsync(cancellation);
    }

    private static IQueryable<StoredChange> Joined(RunbooksDbContext db) =>
        from change in db.AlertChanges.AsNoTracking()
        join alert in db.Alerts.AsNoTracking() on change.Alert equals alert.Id
        select new StoredChange { Change = change, Alert = alert };
}

/// <summary>A change with the alert as it is now.</summary>
internal sealed record StoredChange
{
    public required AlertChangeEntity Change { get; init; }

    public required AlertEntity Alert { get; init; }

    /// <param name="finding">What was found out about the alert.</param>
    public SeenAlert Seen(Finding finding) => new(
        Alert.Id,
        Alert.Source,
        Alert.Fingerprint,
        Alert.Name,
        Change.Severity,
        AlertView.Texts(Alert.Labels).ToImmutableSortedDictionary(StringComparer.Ordinal),
        Change.Status == "firing" ? AlertStatus.Firing : AlertStatus.Resolved,
        Change.At,
        finding.Target is not null,
        finding.TargetNote,
        finding.CausedBy,
        finding.CausedByNote);
}
