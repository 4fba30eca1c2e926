using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Activities;
using Runbooks.Server.Data;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Server.Triggers.Firings;

/// <summary>The one way to fire. A firing is put into the transaction of what caused it, so that neither is without the other; runs are
/// started of committed firings only, and a crash between the two loses nothing and doubles nothing.</summary>
public sealed class FiringLedger(IRunStore runs, TimeProvider time)
{
    /// <summary>What a run's start key begins with when a firing started it; the firing's id follows.</summary>
    public const string StartKeyPrefix = "firing/";

    /// <summary>Puts a firing into a context whose owner saves it, and then calls <see cref="FiringStarter.Notice"/>. The same cause
    /// again gives the firing that there is. Two who save the same cause at once cannot both: the second's save fails with
    /// <see cref="DbUpdateException"/>, and is done again from the start.</summary>
    public async Task<StagedFiring> StageAsync(RunbooksDbContext db, Trigger trigger, FiringCause cause, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (db.Firings.Local.FirstOrDefault(staged => staged.TriggerId == trigger.Id && staged.Key == cause.Key) is { } here) return new StagedFiring(here, false);
        if (await db.Firings.SingleOrDefaultAsync(firing => firing.TriggerId == trigger.Id && firing.Key == cause.Key, cancellation) is { } known)
            return new StagedFiring(known, false);
        var lineage = cause.CausedByRun is { } run ? await LineageAsync(db, run, cancellation) : [];
        return new StagedFiring(Stage(db, trigger, cause, lineage), true);
    }

    /// <summary>As <see cref="StageAsync"/>, for a cause that is known to be new.</summary>
    public FiringEntity StageNew(RunbooksDbContext db, Trigger trigger, FiringCause cause) => Stage(db, trigger, cause, []);

    private FiringEntity Stage(RunbooksDbContext db, Trigger trigger, FiringCause cause, List<string> lineage)
    {
        var now = time.GetUtcNow();
        var (inputs, misfit) = Evaluate(trigger, cause, now);
        var end = cause.Skip ?? TriggerLoop.Find(trigger.Id, lineage) ?? misfit;
        var status = end is null
            ? cause.Recommend || trigger.Action == TriggerAction.Recommend && cause.By is null ? FiringStatus.Recommended : FiringStatus.Pending
            : end == misfit ? FiringStatus.Failed : FiringStatus.Skipped;
        var firing = new FiringEntity
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            TriggerId = trigger.Id,
            Key = cause.Key,
            Status = status,
            Workflow = trigger.Workflow,
            DueAt = cause.DueAt,
            CreatedAt = now,
            Summary = cause.Summary,
            SummaryCode = cause.Wording?.Code,
            SummaryParameters = cause.Wording?.Parameters.GetRawText(),
            Detail = cause.Detail?.GetRawText(),
            Inputs = inputs?.GetRawText(),
            Targets = [.. cause.Targets],
            Lineage = lineage,
            By = cause.By,
            Reason = cause.Reason,
            Code = end?.Code,
            Why = end?.Why,
            NextAttemptAt = status == FiringStatus.Pending ? now : null,
            SettledAt = end is null ? null : now,
        };
        db.Firings.Add(firing);
        return firing;
    }

    private static (JsonElement? Inputs, FiringEnd? Misfit) Evaluate(Trigger trigger, FiringCause cause, DateTimeOffset now)
    {
        if (cause.Skip is not null) return (null, null);
        try
        {
            var names = new Dictionary<string, JsonElement>(cause.Names, StringComparer.Ordinal)
            {
                ["trigger"] = JsonSerializer.SerializeToElement(
                    new { trigger.Id, trigger.Name, trigger.Type, trigger.Workflow, cause.DueAt, cause.Summary }, ActivityJson.Options),
            };
            return (TriggerInputs.Evaluate(cause.Inputs ?? trigger.Inputs, names, now), null);
        }
        catch (ExpressionException error)
        {
            return (null, new FiringEnd("trigger.expression", $"The input {error.Path}: {error.Message}"));
        }
    }

    /// <summary>The triggers whose runs led to this run, and the one that started it.</summary>
    private async Task<List<string>> LineageAsync(RunbooksDbContext db, string runId, CancellationToken cancellation)
    {
        if (await runs.ReadRunAsync(runId) is not { } run) return [];
        // The lineage of a sub-run is that of the run that it belongs to.
        if (run.Projection.RootRunId != runId && await runs.ReadRunAsync(run.Projection.RootRunId) is { } root) run = root;
        if (run.StartKey?.StartsWith(StartKeyPrefix, StringComparison.Ordinal) != true) return [];
        var id = run.StartKey[StartKeyPrefix.Length..];
        var cause = await db.Firings.AsNoTracking().SingleOrDefaultAsync(firing => firing.Id == id, cancellation);
        return cause is null ? [] : [.. cause.Lineage.TakeLast(TriggerLoop.Remembered - 1), cause.TriggerId];
    }
}

/// <param name="IsNew">False: the same cause had fired already.</param>
public sealed record StagedFiring(FiringEntity Firing, bool IsNew);
