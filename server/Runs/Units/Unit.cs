using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Server.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Units;

/// <summary>One execution of a unit: where it stands in its run, and the signals that end it early.</summary>
internal sealed record Unit(
    RunCommand.RunUnit Command,
    RunLoop Loop,
    Target? Target,
    JsonElement Input,
    ActivityTraits Activity,
    Func<string, string> Redact,
    CancellationToken Cancelled,
    CancellationToken TimedOut)
{
    public string RunId => Loop.RunId;

    public Effect Effect => Activity.Effect;

    public string Path => Command.Path;

    public string Id => Command.Unit;

    /// <summary>The same in every attempt; keys of operations begin with it.</summary>
    public string Key => $"{RunId}/{Paths.Unit(Path, Id)}";

    /// <summary>The unit as committed.</summary>
    public UnitState State => Loop.Current!.State.Steps[Path].Units!.ById[Id];
}
