using System.Collections.Concurrent;

namespace Runbooks.Server.Data;

/// <summary>Keeps what was read from the database for a few seconds, because other nodes may change it; what this one changes it must
/// say by <see cref="Forget"/>.</summary>
internal sealed class ShortMemory<TKey, TValue>(TimeSpan fresh, TimeProvider time)
    where TKey : notnull
{
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<TKey, (TValue Value, long ReadAt)> kept = new();
    private int changes;

    public async ValueTask<TValue> GetAsync(TKey key, Func<TKey, Task<TValue>> read)
    {
        if (kept.TryGetValue(key, out var known) && time.GetElapsedTime(known.ReadAt) < fresh) return known.Value;
        var (before, at) = (Volatile.Read(ref changes), time.GetTimestamp());
        var value = await read(key);
        if (kept.Count >= MaxKept) kept.Clear();
        kept[key] = (value, at);
        // It may have been read just before a change that was told while it was on its way here.
        if (before != Volatile.Read(ref changes)) kept.TryRemove(key, out _);
        return value;
    }

    public void Forget(TKey key)
    {
        Interlocked.Increment(ref changes);
        kept.TryRemove(key, out _);
    }
}
