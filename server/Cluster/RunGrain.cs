using Orleans.Placement;
using Runbooks.Server.Runs.Execution;

namespace Runbooks.Server.Cluster;

/// <summary>Keeps a run's loop in one place while it has something to do. No work is awaited inside a call.</summary>
[PreferLocalPlacement]
internal sealed class RunGrain(RunShell shell, PreparedRuns prepared) : Grain, IRunGrain
{
    private RunLoop? loop;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var scheduler = TaskScheduler.Current;
        var runId = this.GetPrimaryKeyString();
        loop = new RunLoop(runId, shell, prepared.Take(runId))
        {
            // Called from the loop's own thread; the grain is only touched on its own.
            OnIdle = () => _ = Task.Factory.StartNew(
                DeactivateOnIdle, CancellationToken.None, TaskCreationOptions.None, scheduler),
        };
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        loop?.Release();
        return Task.CompletedTask;
    }

    public Task Wake()
    {
        loop!.Wake();
        return Task.CompletedTask;
    }
}
