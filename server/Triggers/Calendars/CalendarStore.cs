using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Activities;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;
using Runbooks.Server.Http;

namespace Runbooks.Server.Triggers.Calendars;

/// <summary>The named calendars: in the database, and compiled in memory.</summary>
public sealed class CalendarStore(IDbContextFactory<RunbooksDbContext> contexts, AuditLog audit, TriggerRegistry triggers, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private ImmutableSortedDictionary<string, (CalendarEntity Entity, ScheduleCalendar Calendar)> all =
        ImmutableSortedDictionary.Create<string, (CalendarEntity, ScheduleCalendar)>(StringComparer.Ordinal);

    /// <summary>Adds to the transaction that saves a calendar what depends on it.</summary>
    internal Func<RunbooksDbContext, string, ScheduleCalendar, CancellationToken, Task> Changing { get; set; } = (_, _, _, _) => Task.CompletedTask;

    internal Action Changed { get; set; } = () => { };

    internal IEnumerable<CalendarEntity> All => Volatile.Read(ref all).Values.Select(known => known.Entity);

    public ScheduleCalendar? Find(string id) => Volatile.Read(ref all).TryGetValue(id, out var known) ? known.Calendar : null;

    internal CalendarEntity? FindEntity(string id) => Volatile.Read(ref all).TryGetValue(id, out var known) ? known.Entity : null;

    public void Dispose() => turn.Dispose();

    internal async Task LoadAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var entity in await db.Calendars.AsNoTracking().ToListAsync(cancellation)) Keep(entity, ScheduleCalendar.Of(entity.Read()));
    }

    /// <param name="holds">The caller's condition on the revision of now; null: there is none.</param>
    /// <exception cref="RequestException">The condition does not hold.</exception>
    internal async Task<(CalendarEntity Entity, bool IsNew)> SaveAsync(
        string id, CalendarDefinition definition, Func<int?, bool> holds, string who, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var entity = await db.Calendars.SingleOrDefaultAsync(calendar => calendar.Id == id, cancellation);
            if (!holds(entity?.Revision)) throw Outdated(entity);
            var isNew = entity is null;
            if (entity is null) db.Calendars.Add(entity = new CalendarEntity { Id = id, Definition = "", Revision = 0, UpdatedAt = default, UpdatedBy = "" });
            entity.Definition = JsonSerializer.Serialize(definition, ActivityJson.Options);
            (entity.Revision, entity.UpdatedAt, entity.UpdatedBy) = (entity.Revision + 1, time.GetUtcNow(), who);
            var calendar = ScheduleCalendar.Of(definition);
            await Changing(db, id, calendar, cancellation);
            audit.Stage(db, who, isNew ? "calendar.make" : "calendar.change", $"calendar:{id}", new { entity.Revision });
            await db.SaveChangesAsync(cancellation);
            Keep(entity, calendar);
            Changed();
            return (entity, isNew);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <exception cref="RequestException">There is none, or triggers use it.</exception>
    internal async Task DeleteAsync(string id, string who, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var entity = await db.Calendars.SingleOrDefaultAsync(calendar => calendar.Id == id, cancellation) ?? throw new RequestException(Problem.NotFound("calendar", id));
            var users = Users(id);
            if (users.Count > 0)
                throw new RequestException(new Problem(StatusCodes.Status409Conflict, "calendar.in-use", $"These triggers use the calendar '{id}': {string.Join(", ", users)}. It was not deleted."));
            db.Calendars.Remove(entity);
            audit.Stage(db, who, "calendar.delete", $"calendar:{id}");
            await db.SaveChangesAsync(cancellation);
            ImmutableInterlocked.Update(ref all, known => known.Remove(id));
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The triggers that name it.</summary>
    internal List<string> Users(string id) => [.. triggers.All.Where(trigger =>
        trigger.Settings.TryGetProperty("calendar", out var named) && named.ValueKind == JsonValueKind.String && named.GetString() == id).Select(trigger => trigger.Id)];

    private void Keep(CalendarEntity entity, ScheduleCalendar calendar) => ImmutableInterlocked.Update(ref all, known => known.SetItem(entity.Id, (entity, calendar)));

    private static RequestException Outdated(CalendarEntity? current) => new(new Problem(StatusCodes.Status409Conflict, "calendar.outdated",
        current is null ? "There is no such calendar (any more). Nothing was saved."
            : $"{current.UpdatedBy} has changed the calendar since you read it. Nothing was saved; compare, and save again on the calendar of now."));
}
