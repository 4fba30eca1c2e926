using System.Collections.Concurrent;

namespace Runbooks.Server.Access.Sessions;

/// <summary>Counts the keys that were refused, by address. It bounds what strangers write into the audit. A key that is right is never kept
/// out by it: keys are too long to be guessed, and behind a proxy everybody has one address.</summary>
internal sealed class RefusedSignIns(TimeProvider time)
{
    public const int Most = 10;
    private const int MostAddresses = 10_000;

    private readonly ConcurrentDictionary<string, Window> windows = new();

    public static TimeSpan Period { get; } = TimeSpan.FromMinutes(1);

    /// <returns>False where there were too many within the period.</returns>
    public bool Count(string address)
    {
        var now = time.GetTimestamp();
        if (windows.Count >= MostAddresses) windows.Clear();
        return windows.AddOrUpdate(address, _ => new Window(now, 1), (_, window) =>
            time.GetElapsedTime(window.Begun, now) >= Period ? new Window(now, 1) : window with { Count = window.Count + 1 }).Count <= Most;
    }

    private readonly record struct Window(long Begun, int Count);
}
