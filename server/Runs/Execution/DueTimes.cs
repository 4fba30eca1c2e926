using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Runs.Execution;

/// <summary>Sleeps until the next run is due, and wakes it. A slow sweep finds what no hint told of.</summary>
public sealed class DueTimes(IRunStore store, TimeProvider time)
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private TaskCompletionSource earlier = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset sleepsUntil = DateTimeOffset.MaxValue;

    /// <summary>A run is due then.</summary>
    public void Notice(DateTimeOffset due)
    {
        lock (gate)
            if (due < sleepsUntil) earlier.TrySetResult();
    }

    /// <summary>Wakes due runs until cancelled.</summary>
    public async Task RunAsync(Action<string> wake, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            foreach (var run in await store.ReadDueAsync(time.GetUtcNow(), 1_000)) wake(run);
            await SleepAsync(await store.ReadNextDueAsync(), stopping);
        }
    }

    private async Task SleepAsync(DateTimeOffset? next, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        // What is due now was woken and gets a moment to move on.
        var least = now + TimeSpan.FromMilliseconds(50);
        var until = next is { } due && due < now + Sweep ? due < least ? least : due : now + Sweep;
        TaskCompletionSource signal;
        lock (gate)
        {
            sleepsUntil = until;
            signal = earlier = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        using var sleep = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(until - now, time, sleep.Token), signal.Task);
        await sleep.CancelAsync();
    }
}
