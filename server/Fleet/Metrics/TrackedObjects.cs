using System.Collections.Concurrent;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>A host or VM that has samples.</summary>
/// <param name="key">Stands for the id in the tables.</param>
/// <param name="interval">The time between its samples, as expected.</param>
/// <param name="seen">The day of its last samples, counted since 1970.</param>
internal sealed class TrackedObject(int key, string id, TimeSpan interval, long seen)
{
    private long interval = interval.Ticks;
    private long seen = seen;

    public int Key => key;

    public string Id => id;

    public RecentReadings Recent { get; } = new();

    public TimeSpan Interval => TimeSpan.FromTicks(Volatile.Read(ref interval));

    public long Seen => Volatile.Read(ref seen);

    public void Expect(TimeSpan next, long today)
    {
        Volatile.Write(ref interval, next.Ticks);
        Volatile.Write(ref seen, today);
    }
}

/// <summary>A range of keys; the end is not part.</summary>
internal readonly record struct Keys(int From, int To)
{
    public static Keys Only(int key) => new(key, key + 1);
}

internal sealed class TrackedObjects
{
    /// <summary>So many are worked on at a time: few enough for the memory, and for those who wait for the writer.</summary>
    private const int RangeLength = 5_000;

    private readonly ConcurrentDictionary<string, TrackedObject> byId = new();
    private readonly ConcurrentDictionary<int, TrackedObject> byKey = new();
    private volatile int highest = -1;

    public IEnumerable<TrackedObject> All => byKey.Select(pair => pair.Value);

    public IEnumerable<TrackedObject> In(Keys keys)
    {
        for (var key = keys.From; key < keys.To && key <= highest; key++)
            if (Find(key) is { } tracked) yield return tracked;
    }

    /// <summary>All keys in ranges.</summary>
    public IEnumerable<Keys> Ranges()
    {
        for (var key = 0; key <= highest; key += RangeLength) yield return new Keys(key, key + RangeLength);
    }

    public TrackedObject? Find(string id) => byId.GetValueOrDefault(id);

    public TrackedObject? Find(int key) => byKey.GetValueOrDefault(key);

    /// <summary>The object itself, or the one of the same id that was there already.</summary>
    public TrackedObject Add(TrackedObject tracked)
    {
        var winner = byId.GetOrAdd(tracked.Id, tracked);
        byKey[winner.Key] = winner;
        InterlockedMax(winner.Key);
        return winner;
    }

    public void Remove(TrackedObject tracked)
    {
        byId.TryRemove(tracked.Id, out _);
        byKey.TryRemove(tracked.Key, out _);
    }

    private void InterlockedMax(int key)
    {
        for (var seen = highest; seen < key; seen = highest) Interlocked.CompareExchange(ref highest, key, seen);
    }
}
