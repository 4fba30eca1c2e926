namespace Runbooks.Server.Runs.Starting;

/// <summary>Where people and programs start runs: refuses workflows that are paused.</summary>
/// <param name="isPaused">Why the workflow starts no runs now; null where it does.</param>
public sealed class StartDoor(RunStarter starter, Func<string, ValueTask<string?>> isPaused)
{
    public async Task<StartOutcome> StartAsync(StartRequest request) =>
        await isPaused(request.Workflow) is { } why ? new StartOutcome.Paused(why) : await starter.StartAsync(request);
}
