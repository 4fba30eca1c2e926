namespace Runbooks.Server.Runs.Units;

/// <summary>A limit on time that counts from a committed moment, and so goes on across restarts.</summary>
internal static class TimeLimit
{
    // What a timer of the framework can wait; longer limits are as good as none.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>Cancelled when the time is over, at once where it is already. Disposed before, it is never cancelled.</summary>
    /// <param name="most">Null: there is no limit.</param>
    public static CancellationTokenSource Start(DateTimeOffset since, TimeSpan? most, TimeProvider time)
    {
        if (most is not { } limit || limit > Longest) return new CancellationTokenSource();
        var left = since + limit - time.GetUtcNow();
        return new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
    }
}
