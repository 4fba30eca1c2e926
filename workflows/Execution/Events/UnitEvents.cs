using System.Collections.Immutable;
using System.Text.Json;

namespace Runbooks.Workflows.Execution.Events;

/// <param name="Unit">The target's id; empty for a step without targets.</param>
/// <param name="Attempt">Counts from 1.</param>
public sealed record UnitStarted(string Path, string Unit, int Attempt) : RunEvent;

/// <summary>The target is held by another run; the unit is in the queue for it.</summary>
/// <param name="HeldBy">The root run that holds it.</param>
public sealed record UnitWaiting(string Path, string Unit, string HeldBy) : RunEvent;

/// <summary>Automation was stopped before the unit's next change; it goes on when automation does.</summary>
public sealed record UnitHeld(string Path, string Unit, string Reason) : RunEvent;

/// <summary>The unit will be tried again.</summary>
/// <param name="Due">With jitter applied.</param>
public sealed record UnitRetrying(string Path, string Unit, int Attempt, DateTimeOffset Due, RunError Error) : RunEvent;

/// <summary>The activity goes on later with what it left.</summary>
public sealed record UnitDeferred(string Path, string Unit, DateTimeOffset Due, JsonElement State, string Message) : RunEvent;

/// <param name="Outcome">The exit that it asks the step to take; null: <c>done</c>.</param>
/// <param name="Output">Lists for the step's output, by name (<see cref="ActivityTraits.Gathers"/>).</param>
public sealed record UnitSettled(
    string Path, string Unit, Settled Status, string? Message, RunError? Error, string? Outcome = null, JsonElement? Output = null) : RunEvent;

/// <summary>A change is about to be asked for; committed before it is.</summary>
/// <param name="Key">(run, path, target, operation, generation): the same in every repeat.</param>
/// <param name="Holds">What it holds until it settles, besides the unit's target; null: nothing.</param>
/// <param name="Before">With the unit's first: what its undo must know of the time before; null: it has none, or it is known.</param>
public sealed record OperationIntended(
    string Path, string Unit, string Operation, int Generation, string Key, ImmutableList<HeldTarget>? Holds = null, JsonElement? Before = null) : RunEvent;

/// <summary>A target, or a place among few, that an operation holds.</summary>
/// <param name="IsPlace">It is one run's alone, also among the runs of one root, which may share targets.</param>
public sealed record HeldTarget(string Id, string Name, bool IsPlace = false);

/// <summary>The other side took it; the handle finds it again.</summary>
public sealed record OperationStarted(string Path, string Unit, string Operation, int Generation, string Handle) : RunEvent;

/// <param name="Confirmed">False: its limit passed without an end.</param>
/// <param name="Error">Known to have failed: a new generation may be begun.</param>
public sealed record OperationSettled(
    string Path,
    string Unit,
    string Operation,
    int Generation,
    bool Confirmed,
    JsonElement? Result,
    RunError? Error) : RunEvent;
