using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Runs.Api;

/// <summary>Waits for the end of a run on a caller's behalf.</summary>
internal static class RunWait
{
    // What is told is a hint: without it the wait takes this much longer.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    public static async Task UntilEndedAsync(
        string runId, TimeSpan most, IRunStore store, RunFeed feed, TimeProvider time, CancellationToken stopping)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = feed.Listen(runId, ended =>
        {
            if (ended) told.TrySetResult();
        });
        var until = time.GetUtcNow() + most;
        while (await store.ReadRunAsync(runId) is { Projection.Terminal: false })
        {
            var left = until - time.GetUtcNow();
            if (left <= TimeSpan.Zero) return;
            if (await IsToldAsync(told.Task, left < BetweenLooks ? left : BetweenLooks, time, stopping)) return;
        }
    }

    private static async Task<bool> IsToldAsync(Task told, TimeSpan most, TimeProvider time, CancellationToken stopping)
    {
        try
        {
            await told.WaitAsync(most, time, stopping);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
