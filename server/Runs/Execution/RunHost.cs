using Runbooks.Server.Runs.Logs;

namespace Runbooks.Server.Runs.Execution;

/// <summary>Carries runs on while the server is up: due times, log lines, and a slow sweep for runs that nobody executes.</summary>
internal sealed class RunHost(RunShell shell, RunLoops loops, RunLogs logs, ILogger<RunHost> log) : BackgroundService
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private const int SweepSize = 1_000;

    private const int RoundsBetweenRollCalls = 3;

    /// <summary>Owns no run, so that every active one counts as forsaken.</summary>
    private const string Nobody = "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        shell.Failures.Wake = shell.Router.Wake;
        shell.Failures.Tell = run => shell.Feed.Publish(run);
        await WakeHeldAsync();
        await Task.WhenAll(
            GuardedAsync("due times", () => shell.Due.RunAsync(Wake, stoppingToken), stoppingToken),
            GuardedAsync("log lines", () => logs.RunAsync(stoppingToken), stoppingToken),
            GuardedAsync("sweep", () => SweepAsync(stoppingToken), stoppingToken));
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        loops.Close();
        return base.StopAsync(cancellationToken);
    }

    /// <summary>At the start this recovers what the process before has left: its owner's name is not this one's. Now and then it wakes all
    /// runs that should be executed, whoever owns them, because a hint to one of this process's own may have been lost.</summary>
    private async Task SweepAsync(CancellationToken stopping)
    {
        for (var round = 1; !stopping.IsCancellationRequested; round++)
        {
            var forsaken = await shell.Store.ReadForsakenAsync(shell.Owner, SweepSize);
            if (forsaken.Count > 0) log.LogInformation("Carrying on {Count} runs that nobody executes", forsaken.Count);
            foreach (var run in forsaken) Wake(run);
            if (round % RoundsBetweenRollCalls == 0)
                foreach (var run in await shell.Store.ReadForsakenAsync(Nobody, SweepSize)) Wake(run);
            // A full page means that there are more: they follow as soon as these are claimed.
            await Task.Delay(forsaken.Count < SweepSize ? SweepInterval : TimeSpan.FromSeconds(1), shell.Time, stopping);
        }
    }

    /// <summary>The process before may have died between starting automation and telling the runs that it held.</summary>
    private async Task WakeHeldAsync()
    {
        if (shell.Automation.Stopped is not null) return;
        await shell.Store.EnqueueToHeldAsync(
            $"automation:{shell.Owner}", InboxCodec.AutomationStarted, "{}", shell.Time.GetUtcNow());
    }

    private void Wake(string runId)
    {
        if (!shell.Failures.IsStuck(runId)) shell.Router.Wake(runId);
    }

    private async Task GuardedAsync(string what, Func<Task> work, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                log.LogError(error, "The {What} of runs failed; they start again", what);
                await Task.Delay(TimeSpan.FromSeconds(1), shell.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
