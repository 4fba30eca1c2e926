using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Runbooks.Activities;

namespace Runbooks.Workflows.Execution.Events;

/// <param name="Path">The step through its containers: <c>each/3/off</c>.</param>
/// <param name="Input">Resolved; used by every attempt.</param>
/// <param name="Due">When a waiting step ends by itself: a delay's end, an expiry; for a container its time limit.</param>
/// <param name="Units">When and over what the step's units begin.</param>
public sealed record StepStarted(string Path, string Activity, JsonElement Input, DateTimeOffset? Due, UnitsBegin Units) : RunEvent;

[JsonConverter(typeof(JsonStringEnumConverter<UnitsBegin>))]
public enum UnitsBegin
{
    /// <summary>A flow step: the interpreter does its work itself.</summary>
    [JsonStringEnumMemberName("none")] None,

    /// <summary>The only unit has begun its first attempt with this event.</summary>
    [JsonStringEnumMemberName("now")] Now,

    /// <summary>The only unit begins once approval is given.</summary>
    [JsonStringEnumMemberName("after-approval")] AfterApproval,

    /// <summary>The step's targets are selected first.</summary>
    [JsonStringEnumMemberName("targets")] Targets,
}

public sealed record StepSettled(string Path, Settled Status, string? Outcome, JsonElement? Output, RunError? Error) : RunEvent;

/// <summary>All ways to the step are dead.</summary>
public sealed record StepSkipped(string Path) : RunEvent;

/// <summary>A step's result from an earlier run, kept by a rerun.</summary>
/// <param name="Units">Set for the step that is rerun for its failed targets: the targets that are done already.</param>
public sealed record StepTakenOver(
    string Path,
    Settled Status,
    string? Outcome,
    JsonElement? Output,
    ImmutableArray<TakenOverUnit> Units) : RunEvent;

/// <param name="Status">Null: to be done again.</param>
public sealed record TakenOverUnit(Target Target, Settled? Status, string? Message, JsonElement? Output = null, string? Outcome = null);

public sealed record TargetsSelected(
    string Path,
    ImmutableArray<Target> Targets,
    ImmutableSortedDictionary<string, int> ClusterSizes,
    JsonElement? Considered,
    string EmptyOutcome) : RunEvent;

public sealed record ApprovalRequested(string Path, string Message, ImmutableArray<string> By, DateTimeOffset? Expires) : RunEvent;

public sealed record ApprovalDecided(string Path, bool Approved, string? By, string? Reason) : RunEvent;

public sealed record VariableSet(string Name, JsonElement Value) : RunEvent;

/// <summary>The inside of a container begins.</summary>
/// <param name="Frame">The frame that begins: <c>each/3</c>, or the container's own path for a scope.</param>
/// <param name="Index">Null for a scope.</param>
public sealed record IterationStarted(string Path, string Frame, int? Index, JsonElement? Item) : RunEvent;

/// <param name="Message">Why it failed.</param>
public sealed record IterationSettled(string Path, string Frame, int Index, Settled Status, string? Message) : RunEvent;

/// <param name="Id">Signals with the same id are one signal.</param>
public sealed record SignalReceived(string Id, string Name, JsonElement? Payload) : RunEvent;

public sealed record SignalConsumed(string Id, string Path) : RunEvent;

public sealed record ChildStarted(string Path, string ChildRunId, int Version) : RunEvent;
