using Runbooks.Server.Runs.Execution;

namespace Runbooks.Server.Cluster;

/// <summary>Finds a run in this process, or its process by its grain.</summary>
internal sealed class OrleansRunRouter(RunLoops loops, IGrainFactory grains, ILogger<OrleansRunRouter> log) : IRunRouter
{
    public void Wake(string runId)
    {
        if (!loops.TryWake(runId)) _ = WakeAsync(runId);
    }

    public void Begin(RunLoop loop) => loops.Begin(loop);

    private async Task WakeAsync(string runId)
    {
        try
        {
            await grains.GetGrain<IRunGrain>(runId).Wake();
        }
        catch (Exception error)
        {
            // The sweep finds what a hint did not tell.
            log.LogWarning(error, "Run {Run} could not be woken; it is found by the next sweep", runId);
        }
    }
}
