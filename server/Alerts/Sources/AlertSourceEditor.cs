using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Alerts.Rules;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers;

namespace Runbooks.Server.Alerts.Sources;

/// <summary>Makes, changes and deletes sources: in the database first, then live. One at a time, so that the two agree.</summary>
internal sealed class AlertSourceEditor(
    IDbContextFactory<RunbooksDbContext> contexts,
    AlertSourceCheck check,
    AlertSourceStore store,
    AlertStore alerts,
    AlertSourceRegistry registry,
    TriggerRegistry triggers,
    AuditLog audit,
    TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    public void Dispose() => turn.Dispose();

    /// <exception cref="RequestException">It cannot be made like this; says what is wrong.</exception>
    public Task<AlertSource> CreateAsync(AlertSourceRequest request, string who, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var name = request.Name?.Trim() ?? throw Invalid([new ProblemError("/name", "Required and missing.")]);
        if (registry.Find(name) is not null)
        {
            throw new RequestException(new Problem(
                StatusCodes.Status409Conflict, "alert-source.exists", $"There is an alert source '{name}' already. Choose another name, or change that source.")
            {
                Errors = [new ProblemError("/name", "Taken.")],
            });
        }

        return await SaveAsync(name, request, null, "alert-source.create", who, cancellation);
    }, cancellation);

    /// <exception cref="RequestException">It cannot be changed like this; says what is wrong.</exception>
    public Task<AlertSource> ChangeAsync(string name, AlertSourceRequest request, string who, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var present = registry.Find(name) ?? throw new RequestException(Problem.NotFound("alert-source", name));
        if (request.Name is { } other && other != name) throw Invalid([new ProblemError("/name", "The name of a source cannot be changed: its address is made of it.")]);
        return await SaveAsync(name, request, present, "alert-source.change", who, cancellation);
    }, cancellation);

    /// <summary>Its alerts stay.</summary>
    /// <exception cref="RequestException">There is none, or rules wait for its alerts.</exception>
    public Task DeleteAsync(string name, string who, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        if (triggers.All.Where(trigger => AlertTriggers.SourceOf(trigger) == name).Select(trigger => $"'{trigger.Name}'").ToList() is { Count: > 0 } rules)
            throw new RequestException(new Problem(
                StatusCodes.Status409Conflict, "alert-source.in-use",
                $"{string.Join(", ", rules)} would never fire again: {(rules.Count == 1 ? "it waits" : "they wait")} for alerts of '{name}'. Delete or change {(rules.Count == 1 ? "it" : "them")} first."));
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await AlertSourceStore.StageRemovalAsync(db, name, cancellation)) throw new RequestException(Problem.NotFound("alert-source", name));
        audit.Stage(db, who, "alert-source.delete", $"alert-source:{name}");
        await db.SaveChangesAsync(cancellation);
        registry.Remove(name);
        await alerts.ForgetSourceAsync(name);
        return name;
    }, cancellation);

    private async Task<AlertSource> SaveAsync(
        string name, AlertSourceRequest request, AlertSource? present, string what, string who, CancellationToken cancellation)
    {
        var (source, errors) = check.Check(name, request, present, time.GetUtcNow());
        if (source is null) throw Invalid(errors);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await store.StageAsync(db, source, cancellation);
        audit.Stage(db, who, what, $"alert-source:{name}", new
        {
            Dialect = source.Dialect.Name, source.Authentication, TimeZone = source.Settings.TimeZone.Id, source.Settings.Mapping,
        });
        await db.SaveChangesAsync(cancellation);
        registry.Put(source);
        return source;
    }

    private static RequestException Invalid(IReadOnlyList<ProblemError> errors) =>
        new(Problem.Invalid("alert-source.invalid", "The alert source cannot be saved like this; nothing was changed.", [.. errors]));

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }
}
