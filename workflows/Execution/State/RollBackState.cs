using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Runbooks.Activities;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Execution.State;

/// <summary>A run that takes its changes back, or has.</summary>
/// <param name="Round">Counts from 1.</param>
/// <param name="After">How the run had ended, or would have.</param>
/// <param name="By">Null: the workflow's policy.</param>
public sealed record RollBackState(int Round, RunEnd After, RunError? Error, string? By, string? Reason, DateTimeOffset Since)
{
    /// <summary>Cancelled: nothing more is begun.</summary>
    public bool Stopped { get; init; }

    /// <summary>What is to be undone, by number in <see cref="RunState.Undo"/>, the last settled first.</summary>
    public ImmutableArray<int> Order { get; init; } = [];

    /// <summary>Position of the first that has not begun.</summary>
    public int Next { get; init; }

    /// <summary>Begun and not settled.</summary>
    public ImmutableSortedSet<int> Active { get; init; } = [];

    /// <summary>Those that have begun, by number.</summary>
    public ImmutableSortedDictionary<int, UnitState> Units { get; init; } = ImmutableSortedDictionary<int, UnitState>.Empty;
}

/// <summary>How the undo of a unit ended.</summary>
public sealed record UndoOutcome(string Path, Target Target, Settled Status, string? Message, RunError? Error, DateTimeOffset At)
{
    /// <summary>Nothing is left to undo for the unit.</summary>
    [JsonIgnore]
    public bool IsOver => Status is Settled.Completed or Settled.Skipped;
}
