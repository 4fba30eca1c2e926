using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;

namespace Runbooks.Server.Triggers;

/// <summary>All triggers in memory, as they are committed: alerts ask at a rate that a database does not answer.</summary>
public sealed class TriggerRegistry(IDbContextFactory<RunbooksDbContext> contexts, TriggerTypes types)
{
    private ImmutableSortedDictionary<string, Trigger> all = ImmutableSortedDictionary.Create<string, Trigger>(StringComparer.Ordinal);

    /// <summary>In the order of their ids.</summary>
    public IEnumerable<Trigger> All => Volatile.Read(ref all).Values;

    public Trigger? Find(string id) => Volatile.Read(ref all).GetValueOrDefault(id);

    /// <summary>Those of a type that fire.</summary>
    public IEnumerable<Trigger> Enabled(string type) => All.Where(trigger => trigger.Enabled && trigger.Type == type);

    /// <summary>Before anything fires.</summary>
    internal async Task LoadAsync(CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var entity in await db.Triggers.AsNoTracking().ToListAsync(cancellation)) Put(entity.ToTrigger());
    }

    /// <summary>After a change was committed.</summary>
    internal void Put(Trigger trigger)
    {
        var before = Find(trigger.Id);
        ImmutableInterlocked.Update(ref all, known => known.SetItem(trigger.Id, trigger));
        types.Find(trigger.Type)?.Changed(before, trigger);
    }

    internal void Remove(Trigger trigger)
    {
        ImmutableInterlocked.Update(ref all, known => known.Remove(trigger.Id));
        types.Find(trigger.Type)?.Changed(trigger, null);
    }
}
