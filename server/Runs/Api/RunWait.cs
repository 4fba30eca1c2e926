using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Runs.Api;

/// <summary>Waits for the end of a run on a caller's behalf.</summary>
internal static class RunWait
{
    public static async Task UntilEndedAsync(
        string runId, TimeSpan most, IRunStore store, RunFeed feed, TimeProvider time, CancellationToken stopping)
    {
        using var grown = new SemaphoreSlim(0);
        using var subscription = feed.Listen(runId, () => Signal(grown));
        using var limit = new CancellationTokenSource(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            while (await store.ReadRunAsync(runId) is { Projection.Terminal: false }) await grown.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // The caller is told how the run stands.
        }
    }

    private static void Signal(SemaphoreSlim grown)
    {
        try
        {
            grown.Release();
        }
        catch (ObjectDisposedException)
        {
            // The caller left between the hint and this.
        }
    }
}
