using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Runbooks.Activities;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Execution.State;

/// <summary>A step that was reached.</summary>
/// <param name="Frame">The path of the scope that it is in.</param>
public sealed record StepState(string Path, string Frame)
{
    public string Activity { get; init; } = "";

    /// <summary>Undefined for a step that was never started: skipped, or taken over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public JsonElement Input { get; init; }

    public UnitsBegin Begins { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? Due { get; init; }

    /// <summary>Null while it goes.</summary>
    public Settled? Status { get; init; }

    public string? Outcome { get; init; }

    public JsonElement? Output { get; init; }

    public RunError? Error { get; init; }

    /// <summary>The result is an earlier run's.</summary>
    public bool TakenOver { get; init; }

    /// <summary>Set while approval is asked for.</summary>
    public ApprovalRequested? Approval { get; init; }

    public ApprovalDecided? Decision { get; init; }

    /// <summary>Null until the units are known.</summary>
    public UnitSet? Units { get; init; }

    /// <summary>Set for for-each and repeat.</summary>
    public IterationSet? Iterations { get; init; }

    public ChildStarted? Child { get; init; }

    /// <summary>Set for a container of iterations that starts no more of them.</summary>
    public ScopeEnding? Ending { get; init; }

    [JsonIgnore]
    public bool IsSettled => Status is not null;
}

/// <summary>The units of a step: one per target, or a single one without.</summary>
public sealed record UnitSet
{
    /// <summary>In the order in which they are started.</summary>
    public ImmutableArray<Target> Targets { get; init; } = [];

    public ImmutableDictionary<string, UnitState> ById { get; init; } = ImmutableDictionary.Create<string, UnitState>(StringComparer.Ordinal);

    /// <summary>Begun and not settled.</summary>
    public ImmutableSortedSet<string> Active { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Position of the first target that has not begun.</summary>
    public int Next { get; init; }

    public int Completed { get; init; }

    public int Failed { get; init; }

    public int Skipped { get; init; }

    public int Cancelled { get; init; }

    public JsonElement? Considered { get; init; }

    public string EmptyOutcome { get; init; } = "done";

    [JsonIgnore]
    public int Settled => Completed + Failed + Skipped + Cancelled;

    /// <summary>What a unit works on; null for the unit of a step without targets.</summary>
    public Target? TargetOf(string unit) => Targets.IsEmpty ? null : Targets[ById[unit].Position];

    /// <summary>The unit that began last.</summary>
    [JsonIgnore]
    public UnitState? Last => Next == 0 || Targets.IsEmpty ? null : ById[Targets[Next - 1].Id];
}

[JsonConverter(typeof(JsonStringEnumConverter<UnitPhase>))]
public enum UnitPhase
{
    Running,

    /// <summary>In the queue for its target's lease.</summary>
    WaitingForLease,

    /// <summary>Automation is stopped.</summary>
    Held,

    /// <summary>Waits for its next attempt.</summary>
    Retrying,

    /// <summary>The activity asked to go on later.</summary>
    Deferred,

    Settled,
}

public sealed record UnitState(string Id, UnitPhase Phase, int Attempt, DateTimeOffset Since)
{
    /// <summary>Of its target among the step's.</summary>
    public int Position { get; init; }

    public DateTimeOffset? Due { get; init; }

    public Settled? Status { get; init; }

    public string? Message { get; init; }

    public RunError? Error { get; init; }

    /// <summary>What it gave to the step's output.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>The root run that holds the target, while waiting for it.</summary>
    public string? HeldBy { get; init; }

    public JsonElement? DeferredState { get; init; }

    /// <summary>The exit that it asked the step to take; null: <c>done</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>What its undo must know of the time before its first change.</summary>
    public JsonElement? Before { get; init; }

    /// <summary>Its operations by name; dropped when the unit settles.</summary>
    public ImmutableDictionary<string, OperationState> Operations { get; init; } = ImmutableDictionary<string, OperationState>.Empty;
}

/// <summary>The latest generation of an operation.</summary>
public sealed record OperationState(string Name, int Generation, string Key, DateTimeOffset IntendedAt)
{
    public string? Handle { get; init; }

    /// <summary>When the handle was committed: limits on the wait for the end count from here.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>What it holds until it settles, besides the unit's target; null: nothing.</summary>
    public ImmutableList<HeldTarget>? Holds { get; init; }

    public bool Settled { get; init; }

    public bool Confirmed { get; init; }

    public JsonElement? Result { get; init; }

    public RunError? Error { get; init; }
}

/// <summary>How far a for-each or repeat is. Settled iterations are folded to their outcome and a short message.</summary>
public sealed record IterationSet
{
    public int Started { get; init; }

    public int Active { get; init; }

    public int Failed { get; init; }

    public ImmutableList<IterationSettled> Settled { get; init; } = [];
}
