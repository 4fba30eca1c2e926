using System.Collections.Concurrent;
using System.Collections.Immutable;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Fleet.Picture;

/// <summary>The fleet in memory. Each change replaces an immutable part of it, so that readers never wait and never see half of one.</summary>
public sealed class FleetPicture
{
    private readonly ConcurrentDictionary<string, Load> loads = new();
    private readonly VmPlaces places = new();
    private readonly Lock gate = new();
    private long loadsNumber;
    private ImmutableSortedDictionary<string, ConnectionSight> sights = ImmutableSortedDictionary.Create<string, ConnectionSight>(StringComparer.Ordinal);
    private Version current = new(0, new Lazy<FleetSnapshot>(FleetSnapshot.Empty));

    /// <summary>All connections together. Made when it is first asked for after a change: many changes between two reads cost one merge.</summary>
    internal FleetSnapshot Snapshot => Volatile.Read(ref current).Snapshot.Value;

    internal IReadOnlyCollection<ConnectionSight> Sights => [.. Volatile.Read(ref sights).Values];

    internal long ChangeNumber => Volatile.Read(ref current).Number;

    /// <summary>How often loads were taken in.</summary>
    internal long LoadsNumber => Interlocked.Read(ref loadsNumber);

    internal ConnectionSight? SightOf(string connection) => Volatile.Read(ref sights).GetValueOrDefault(connection);

    /// <summary>Ends at the first change after the one with this number.</summary>
    internal Task ChangedAfter(long number, CancellationToken cancellation)
    {
        var now = Volatile.Read(ref current);
        return now.Number > number ? Task.CompletedTask : now.Replaced.Task.WaitAsync(cancellation);
    }

    /// <summary>Takes in what was last seen before this process started. It is stale until the connection is read.</summary>
    internal void Remember(ConnectionSight seen) => Update(all => all.ContainsKey(seen.Connection) ? all : all.Add(seen.Connection, seen));

    internal void Saw(string connection, string platform, Inventory read, DateTimeOffset at) =>
        Update(all => all.SetItem(connection, (all.GetValueOrDefault(connection) ?? ConnectionSight.Empty(connection, platform, at)).After(read, at)));

    /// <param name="read">Null where the platform says that there is no such VM.</param>
    internal void SawVm(string connection, string nativeId, VirtualMachine? read, DateTimeOffset at) =>
        Update(all => all.TryGetValue(connection, out var sight) ? all.SetItem(connection, sight.After(nativeId, read, at)) : all);

    /// <summary>The connection cannot be read: what it showed is kept, and is stale.</summary>
    internal void Lost(string connection) =>
        Update(all => all.TryGetValue(connection, out var sight) && !sight.Stale ? all.SetItem(connection, sight with { Stale = true }) : all);

    /// <summary>The connection was deleted.</summary>
    internal void Forget(string connection) => Update(all => all.Remove(connection));

    /// <summary>Takes in the loads that were just sampled through a connection, by the id of the object.</summary>
    internal void Sampled(IReadOnlyDictionary<string, Load> sampled)
    {
        foreach (var (id, load) in sampled) loads[id] = load;
        Interlocked.Increment(ref loadsNumber);
        Update(all => all, always: true);
    }

    private void Update(Func<ImmutableSortedDictionary<string, ConnectionSight>, ImmutableSortedDictionary<string, ConnectionSight>> change, bool always = false)
    {
        Version replaced;
        lock (gate)
        {
            var changed = change(sights);
            if (ReferenceEquals(changed, sights) && !always) return;
            Volatile.Write(ref sights, changed);
            replaced = current;
            Volatile.Write(ref current, new Version(replaced.Number + 1, new Lazy<FleetSnapshot>(() => Merge(changed))));
        }

        replaced.Replaced.TrySetResult();
    }

    private FleetSnapshot Merge(ImmutableSortedDictionary<string, ConnectionSight> all)
    {
        var snapshot = FleetMerge.Merge([.. all.Values], loads.GetValueOrDefault, places.See);
        DropLoadsOfTheGone(snapshot);
        places.Forget(snapshot);
        return snapshot;
    }

    private void DropLoadsOfTheGone(FleetSnapshot snapshot)
    {
        if (loads.Count <= snapshot.Vms.Count + snapshot.Hosts.Count) return;
        foreach (var id in loads.Keys)
            if (snapshot.FindVm(id) is null && snapshot.FindHost(id) is null) loads.TryRemove(id, out _);
    }

    private sealed record Version(long Number, Lazy<FleetSnapshot> Snapshot)
    {
        public TaskCompletionSource Replaced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
