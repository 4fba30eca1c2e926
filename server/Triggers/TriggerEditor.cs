using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Secrets;

namespace Runbooks.Server.Triggers;

/// <summary>Makes, changes, pauses and deletes triggers: in the database first, then live. One at a time, so that the two agree.</summary>
internal sealed class TriggerEditor : IDisposable
{
    private const int MostTries = 5;
    private readonly SemaphoreSlim turn = new(1);
    private readonly IDbContextFactory<RunbooksDbContext> contexts;
    private readonly TriggerTypes types;
    private readonly TriggerRegistry registry;
    private readonly TriggerCheck check;
    private readonly SecretStore secrets;
    private readonly AuditLog audit;
    private readonly TimeProvider time;

    public TriggerEditor(
        IDbContextFactory<RunbooksDbContext> contexts, TriggerTypes types, TriggerRegistry registry, TriggerCheck check, SecretStore secrets, AuditLog audit,
        TimeProvider time) =>
        (this.contexts, this.types, this.registry, this.check, this.secrets, this.audit, this.time) = (contexts, types, registry, check, secrets, audit, time);

    public void Dispose() => turn.Dispose();

    /// <exception cref="RequestException">It cannot be made like this; says what is wrong.</exception>
    public Task<Trigger> CreateAsync(JsonElement body, string who, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var checkedBody = await CheckAsync(body, null, who, cancellation);
        var made = checkedBody.Trigger!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        db.Triggers.Add(TriggerEntity.Of(made));
        return await SaveAsync(db, "trigger.make", null, made, checkedBody.Secrets, who, cancellation);
    }, cancellation);

    /// <param name="holds">The caller's condition on the revision of now.</param>
    /// <exception cref="RequestException">It cannot be changed like this; says what is wrong.</exception>
    public Task<Trigger> ChangeAsync(string id, JsonElement body, Func<int, bool> holds, string who, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var present = Find(id);
        Require(present, holds);
        RequireOwn(present, "changed");
        var checkedBody = await CheckAsync(body, present, who, cancellation);
        return await UpdateAsync("trigger.change", present, checkedBody.Trigger!, checkedBody.Secrets, who, cancellation);
    }, cancellation);

    /// <summary>Puts what a published definition does to its triggers into the transaction that publishes it.</summary>
    /// <returns>To be called after the commit.</returns>
    public async Task<Action> StageAsync(RunbooksDbContext db, IReadOnlyList<TriggerStep> steps, string who, CancellationToken cancellation)
    {
        // Names are unique: what goes makes room first.
        foreach (var gone in steps.Where(step => step.After is null)) await StageDeletionAsync(db, gone.Before!, who, cancellation);
        if (steps.Any(step => step.After is null)) await db.SaveChangesAsync(cancellation);
        foreach (var step in steps.Where(step => step.After is not null))
        {
            if (step.Before is null) db.Triggers.Add(TriggerEntity.Of(step.After!));
            else (await db.Triggers.SingleAsync(trigger => trigger.Id == step.Before.Id, cancellation)).Take(step.After!);
            await StageAsync(db, step.Before is null ? "trigger.make" : "trigger.change", step.Before, step.After!, step.Secrets, who, cancellation);
        }

        return () =>
        {
            foreach (var step in steps)
            {
                if (step.After is { } after) registry.Put(after);
                else registry.Remove(step.Before!);
            }
        };
    }

    /// <summary>Keeps it from firing. Who paused first, and why, stays.</summary>
    /// <exception cref="RequestException">There is none.</exception>
    public Task<Trigger> PauseAsync(string id, string? reason, string who, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var present = Find(id);
        if (!present.Enabled) return present;
        var now = time.GetUtcNow();
        var paused = present with { Enabled = false, Pause = new TriggerPause(now, who, reason), Revision = present.Revision + 1, UpdatedAt = now, UpdatedBy = who };
        return await UpdateAsync("trigger.pause", present, paused, null, who, cancellation);
    }, cancellation);

    /// <exception cref="RequestException">There is none.</exception>
    public Task<Trigger> ResumeAsync(string id, string who, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var present = Find(id);
        if (present.Enabled) return present;
        var now = time.GetUtcNow();
        var resumed = present with { Enabled = true, Pause = null, EnabledAt = now, Revision = present.Revision + 1, UpdatedAt = now, UpdatedBy = who };
        return await UpdateAsync("trigger.resume", present, resumed, null, who, cancellation);
    }, cancellation);

    /// <summary>Deletes it with its ledger. Runs that it started stay, and name it.</summary>
    /// <exception cref="RequestException">There is none, or it is not the one that was read.</exception>
    public Task DeleteAsync(string id, Func<int, bool> holds, string who, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var present = Find(id);
        Require(present, holds);
        RequireOwn(present, "deleted");
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await StageDeletionAsync(db, present, who, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        registry.Remove(present);
        return present;
    }, cancellation);

    private async Task StageDeletionAsync(RunbooksDbContext db, Trigger present, string who, CancellationToken cancellation)
    {
        await db.Firings.Where(firing => firing.TriggerId == present.Id).ExecuteDeleteAsync(cancellation);
        await db.Secrets.Where(secret => secret.Scope == SecretScope.OfTrigger(present.Id)).ExecuteDeleteAsync(cancellation);
        db.Triggers.Remove(await db.Triggers.SingleAsync(trigger => trigger.Id == present.Id, cancellation));
        await types.Of(present).StageAsync(db, present, null, cancellation);
        audit.Stage(db, who, "trigger.delete", $"trigger:{present.Id}", new { present.Name, present.Workflow, present.Type });
    }

    private async Task<Trigger> UpdateAsync(
        string what, Trigger before, Trigger after, IReadOnlyDictionary<string, string?>? newSecrets, string who, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        (await db.Triggers.SingleAsync(trigger => trigger.Id == before.Id, cancellation)).Take(after);
        return await SaveAsync(db, what, before, after, newSecrets, who, cancellation);
    }

    private async Task<Trigger> SaveAsync(
        RunbooksDbContext db, string what, Trigger? before, Trigger after, IReadOnlyDictionary<string, string?>? newSecrets, string who, CancellationToken cancellation)
    {
        await StageAsync(db, what, before, after, newSecrets, who, cancellation);
        await db.SaveChangesAsync(cancellation);
        registry.Put(after);
        return after;
    }

    private async Task StageAsync(
        RunbooksDbContext db, string what, Trigger? before, Trigger after, IReadOnlyDictionary<string, string?>? newSecrets, string who, CancellationToken cancellation)
    {
        var scope = SecretScope.OfTrigger(after.Id);
        foreach (var (name, value) in newSecrets ?? new Dictionary<string, string?>())
        {
            if (value is not null) await secrets.StageAsync(db, scope, name, value, cancellation);
            else if (await db.Secrets.FindAsync([scope, name], cancellation) is { } gone) db.Secrets.Remove(gone);
        }

        await types.Of(after).StageAsync(db, before, after, cancellation);
        audit.Stage(db, who, what, $"trigger:{after.Id}", new
        {
            after.Name, after.Workflow, after.Type, after.Enabled, after.Action, after.Inputs, after.Settings, after.Pause?.Reason, after.Origin,
        });
    }

    private async Task<TriggerCheck.Answer> CheckAsync(JsonElement body, Trigger? present, string who, CancellationToken cancellation)
    {
        var answer = await check.CheckAsync(body, present, who, cancellation);
        return answer.Trigger is not null ? answer : throw new RequestException(Problem.Invalid(
            "trigger.invalid", "The trigger cannot be saved like this; nothing was changed.", [.. answer.Errors]));
    }

    private Trigger Find(string id) => registry.Find(id) ?? throw new RequestException(Problem.NotFound("trigger", id));

    private static void RequireOwn(Trigger present, string done)
    {
        if (present.Origin is not { } origin) return;
        throw new RequestException(new Problem(StatusCodes.Status409Conflict, "trigger.owned",
            $"The definition of the workflow '{origin.Workflow}' carries this trigger, so it is {done} there: change its 'triggers', and publish. It can be paused here.")
        {
            More = { ["origin"] = origin },
        });
    }

    private static void Require(Trigger present, Func<int, bool> holds)
    {
        if (holds(present.Revision)) return;
        throw new RequestException(new Problem(StatusCodes.Status409Conflict, "trigger.outdated",
            $"{present.UpdatedBy} has changed the trigger since you read it. Nothing was saved; compare, and save again on the trigger of now.")
        {
            More = { ["current"] = new { eTag = Tags.Of(present.Revision), present.UpdatedAt, present.UpdatedBy } },
        });
    }

    /// <summary>One change of triggers at a time; done again where what was read was changed meanwhile.</summary>
    public async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    return await work();
                }
                // It fired just then: what was read is read again.
                catch (DbUpdateConcurrencyException) when (tries < MostTries)
                {
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }
}
