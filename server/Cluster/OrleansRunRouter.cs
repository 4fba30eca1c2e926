using Runbooks.Server.Runs.Execution;

namespace Runbooks.Server.Cluster;

/// <summary>Finds a run's process by its grain.</summary>
internal sealed class OrleansRunRouter(IGrainFactory grains, PreparedRuns prepared, ILogger<OrleansRunRouter> log) : IRunRouter
{
    public void Wake(string runId) => _ = WakeAsync(runId);

    public void Begin(string runId, LoadedRun run)
    {
        prepared.Add(runId, run);
        Wake(runId);
    }

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
