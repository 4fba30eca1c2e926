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

    /// <summary>The step that it belongs to; of an undo the one that it takes back.</summary>
    public string StepPath { get => field ?? Command.Path; init; }

    /// <summary>What its undo must know, as long as nothing is changed yet.</summary>
    public JsonElement? Before { get; init; }

    public string Id => Command.Unit;

    /// <summary>The same in every attempt; keys of operations begin with it.</summary>
    public string Key => $"{RunId}/{Paths.Unit(Path, Id)}";

    /// <summary>The unit as committed.</summary>
    public UnitState State => Loop.Current!.State.UnitAt(Path, Id)!;
}
