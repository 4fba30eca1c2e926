using Orleans.Placement;
using Runbooks.Server.Runs.Execution;

namespace Runbooks.Server.Cluster;

/// <summary>Keeps a run in one process while it has something to do. No work is awaited inside a call.</summary>
[PreferLocalPlacement]
internal sealed class RunGrain(RunShell shell, RunLoops loops) : Grain, IRunGrain
{
    private Task executed = Task.CompletedTask;

    public Task Wake()
    {
        var ended = loops.Wake(this.GetPrimaryKeyString(), shell);
        if (ended == executed) return Task.CompletedTask;
        executed = ended;
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        _ = DeactivateAfterAsync(ended);
        return Task.CompletedTask;
    }

    private async Task DeactivateAfterAsync(Task ended)
    {
        await ended;
        if (ended == executed) DeactivateOnIdle();
    }
}
