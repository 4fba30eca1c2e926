using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Api;

/// <summary>Waits for the end of a run on a caller's behalf. Made before the run is started, it misses nothing.</summary>
internal sealed class RunWait : IDisposable
{
    // What is told is a hint: without it the wait takes this much longer.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<RunState> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string runId;
    private readonly IDisposable subscription;

    public RunWait(string runId, RunFeed feed)
    {
        this.runId = runId;
        subscription = feed.Listen(runId, ended =>
        {
            if (ended is not null) told.TrySetResult(ended);
        });
    }

    /// <param name="lookFirst">The run was there before this wait, and may have ended before it.</param>
    /// <returns>What it ended as, where that was told here; null where it ended unseen, or the time is over.</returns>
    public async Task<RunState?> ForEndAsync(TimeSpan most, bool lookFirst, IRunStore store, TimeProvider time, CancellationToken stopping)
    {
        var until = time.GetUtcNow() + most;
        for (var look = lookFirst; ; look = true)
        {
            if (look && await store.ReadRunAsync(runId) is not { Projection.Terminal: false }) return null;
            var left = until - time.GetUtcNow();
            if (left <= TimeSpan.Zero) return null;
            if (await ToldAsync(left < BetweenLooks ? left : BetweenLooks, time, stopping) is { } ended) return ended;
        }
    }

    public void Dispose() => subscription.Dispose();

    private async Task<RunState?> ToldAsync(TimeSpan most, TimeProvider time, CancellationToken stopping)
    {
        try
        {
            return await told.Task.WaitAsync(most, time, stopping);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
