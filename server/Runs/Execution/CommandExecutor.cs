using Runbooks.Server.Runs.Starting;
using Runbooks.Server.Runs.Units;
using Runbooks.Workflows.Execution;

namespace Runbooks.Server.Runs.Execution;

/// <summary>Carries out what runs wait for, after its commit.</summary>
public sealed class CommandExecutor(UnitRunner units)
{
    /// <summary>Whether a command is done in memory and within bounds, waiting for nothing and nobody: a script (2 s at most).</summary>
    public static bool IsBrief(RunCommand command, LoadedRun run) =>
        command is RunCommand.RunUnit && run.State.Steps.GetValueOrDefault(command.Path)?.Activity == "flow.script";

    /// <returns>What to tell the run; null: this process let go of it.</returns>
    public Task<RunInput?> ExecuteAsync(RunCommand command, LoadedRun run, RunLoop loop, CancellationToken cancelled) => command switch
    {
        RunCommand.SelectTargets select => units.SelectAsync(select.Path, run, loop),
        RunCommand.RunUnit unit => units.ExecuteAsync(unit, run, loop, cancelled),
        RunCommand.StartChild child => ChildStarter.StartAsync(child.Path, run, loop),
        _ => throw new InvalidOperationException($"No executor for {command.GetType().Name}."),
    };
}
