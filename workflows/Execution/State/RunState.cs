using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Execution.State;

/// <summary>A run as its history makes it: the fold of its events and nothing else.</summary>
public sealed record RunState
{
    public static readonly RunState Empty = new();

    /// <summary>How many events it is the fold of.</summary>
    [JsonInclude]
    public long Sequence { get; internal set; }

    public RunCreated? Created { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public RunEnded? End { get; init; }

    public bool Paused { get; init; }

    /// <summary>Something failed, whether handled or not.</summary>
    public bool HadFailures { get; init; }

    public RunCancelRequested? Cancel { get; init; }

    /// <summary>Scopes that have begun and not ended, by path; the run's own is <c>""</c>.</summary>
    public ImmutableSortedDictionary<string, FrameState> Frames { get; init; } =
        ImmutableSortedDictionary.Create<string, FrameState>(StringComparer.Ordinal);

    /// <summary>Steps that were reached, by path. Those inside a settled container are folded away.</summary>
    public ImmutableDictionary<string, StepState> Steps { get; init; } = ImmutableDictionary.Create<string, StepState>(StringComparer.Ordinal);

    /// <summary>Paths of steps that have started and not settled.</summary>
    public ImmutableSortedSet<string> Active { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableDictionary<string, JsonElement> Variables { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>Signals that no wait has consumed yet, oldest first.</summary>
    public ImmutableList<SignalReceived> Signals { get; init; } = [];

    /// <summary>Ids of all signals so far, for deduplication.</summary>
    public ImmutableHashSet<string> SignalIds { get; init; } = [];

    public ImmutableSortedSet<DueTime> Timers { get; init; } = [];

    /// <summary>Distinct targets of changing steps, for the definition's limits.</summary>
    public ImmutableHashSet<string> Touched { get; init; } = [];

    /// <summary>What a rerun keeps of a step's targets, by path.</summary>
    public ImmutableDictionary<string, ImmutableArray<TakenOverUnit>> Kept { get; init; } =
        ImmutableDictionary<string, ImmutableArray<TakenOverUnit>>.Empty;

    /// <summary>What can be undone, by number in the order in which it settled. What is undone is in it no more.</summary>
    public ImmutableSortedDictionary<int, Undoable> Undo { get; init; } = ImmutableSortedDictionary<int, Undoable>.Empty;

    /// <summary>How many there were so far.</summary>
    public int UndoCount { get; init; }

    /// <summary>How undoing ended so far, by the same number; of what was tried several times the last.</summary>
    public ImmutableSortedDictionary<int, UndoOutcome> Undone { get; init; } = ImmutableSortedDictionary<int, UndoOutcome>.Empty;

    /// <summary>Set while the run ends so that it can roll back.</summary>
    public RollBackRequested? RollBackAsked { get; init; }

    /// <summary>The last roll-back; it goes while the run has not ended.</summary>
    public RollBackState? RollBack { get; init; }

    /// <summary>The rerun that has taken over what could be undone.</summary>
    public string? HandedOn { get; init; }

    [JsonIgnore]
    public bool IsRollingBack => RollBack is not null && End is null;

    /// <summary>A unit of a step, or the undo of one; null where it has not begun.</summary>
    public UnitState? UnitAt(string path, string unit) => Paths.UndoOf(path) is { } number
        ? RollBack?.Units.GetValueOrDefault(number)
        : Steps.GetValueOrDefault(path)?.Units?.ById.GetValueOrDefault(unit);
}

/// <summary>A scope that goes: the run itself, a container, or one iteration of it.</summary>
/// <param name="Container">The path of the container's step; null for the run itself.</param>
public sealed record FrameState(string Path, string? Container, int? Index, JsonElement? Item)
{
    public ScopeEnding? Ending { get; init; }
}

/// <summary>A moment at which the run acts by itself.</summary>
public sealed record DueTime(DateTimeOffset Due, TimerKind Kind, string Path, string Unit) : IComparable<DueTime>
{
    public int CompareTo(DueTime? other)
    {
        if (other is null) return 1;
        var byDue = Due.CompareTo(other.Due);
        if (byDue != 0) return byDue;
        var byKind = Kind.CompareTo(other.Kind);
        if (byKind != 0) return byKind;
        var byPath = string.CompareOrdinal(Path, other.Path);
        return byPath != 0 ? byPath : string.CompareOrdinal(Unit, other.Unit);
    }
}

public enum TimerKind
{
    /// <summary>A limit or expiry; keeps running while the run is paused.</summary>
    Deadline,

    /// <summary>A delay, a retry or a deferral; acts on resume while the run is paused.</summary>
    Resumption,
}
