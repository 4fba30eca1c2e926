using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;

namespace Runbooks.Workflows.Execution.Events;

/// <summary>Somebody wants the changes of a run taken back that still goes: it is cancelled first.</summary>
public sealed record RollBackRequested(string? By, string? Reason) : RunEvent;

/// <summary>The run takes its changes back, the last settled first. One that had ended goes again.</summary>
/// <param name="After">How it had ended, or would have.</param>
/// <param name="Error">Why.</param>
/// <param name="By">Null: the workflow's policy.</param>
public sealed record RollBackStarted(RunEnd After, RunError? Error, string? By, string? Reason) : RunEvent;

/// <param name="Undo">The undo itself: the path of its operations, and of whatever it waits for.</param>
/// <param name="Path">The step whose change it takes back.</param>
/// <param name="Attempt">Counts from 1.</param>
public sealed record UndoStarted(string Undo, string Path, string Unit, int Attempt) : RunEvent;

/// <param name="Status">Completed or skipped: nothing is left to undo for the unit. Failed or cancelled: it may be tried again.</param>
public sealed record UndoSettled(string Undo, string Path, string Unit, Settled Status, string? Message, RunError? Error) : RunEvent;

/// <summary>A rerun takes over what the run before it could have undone.</summary>
/// <param name="Units">In the order in which they settled.</param>
public sealed record UndoInherited(string From, ImmutableList<Undoable> Units) : RunEvent;

/// <summary>A rerun has taken over what could be undone: this run cannot roll back any more.</summary>
public sealed record UndoHandedOn(string To) : RunEvent;

/// <summary>A settled unit that has changed something, with what its undo must know.</summary>
/// <param name="Before">What its activity noted before the first change.</param>
/// <param name="Did">Its operations that are not known to have failed, in their order.</param>
/// <param name="At">When it settled.</param>
public sealed record Undoable(
    string Path, Target Target, string Activity, JsonElement Before, ImmutableList<DoneOperation> Did, DateTimeOffset At);
