using System.Text.Json;
using System.Text.Json.Serialization;

namespace Runbooks.Workflows.Execution.Events;

/// <summary>What started a run.</summary>
/// <param name="Kind"><c>api</c>, <c>schedule</c>, <c>alert</c>, <c>webhook</c>, <c>fleet-rule</c>, <c>run</c>, <c>rerun</c>.</param>
/// <param name="Name">The trigger's name, or the parent's or earlier run's id.</param>
/// <param name="By">The person or key that started it.</param>
public sealed record RunTrigger(string Kind, string? Name, string? By);

/// <summary>The place of a sub-run: its parent's step, and the root under whose leases it acts.</summary>
/// <param name="Depth">0 for a root, at most 8.</param>
public sealed record RunParent(string RunId, string Path, string RootRunId, int Depth);

/// <param name="Inputs">With defaults applied.</param>
/// <param name="Lineage">The run that the reruns began with; of a run that a step starts the one that the step of that run would have started.
/// Null where it is the run itself.</param>
public sealed record RunCreated(
    string RunId,
    string Workflow,
    int Version,
    JsonElement Inputs,
    RunTrigger Trigger,
    string? Reason,
    RunParent? Parent,
    string? RerunOf,
    string? Lineage = null) : RunEvent
{
    /// <summary>The same for a run and all its reruns, and for the runs that a step of theirs starts: what one of them has made, the next one
    /// goes on with.</summary>
    [JsonIgnore]
    public string Origin => Lineage ?? RunId;
}

/// <summary>The run has its slot and goes.</summary>
public sealed record RunAdmitted(DateTimeOffset? Deadline) : RunEvent;

public sealed record RunPaused(string? By) : RunEvent;

public sealed record RunResumed(string? By) : RunEvent;

public sealed record RunCancelRequested(string? By, string? Reason) : RunEvent;

[JsonConverter(typeof(JsonStringEnumConverter<EndingCause>))]
public enum EndingCause
{
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("stopped")] Stopped,
    [JsonStringEnumMemberName("time-limit")] TimeLimit,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>A scope starts nothing more and ends when what is in flight has ended.</summary>
/// <param name="Frame">Empty for the run itself.</param>
public sealed record ScopeEnding(string Frame, EndingCause Cause, RunError? Error) : RunEvent
{
    /// <summary>Of a scope that was ending for another cause already: its time limit passed as well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LimitPassed { get; init; }

    /// <summary>What is in flight is asked to stop, and not only awaited.</summary>
    [JsonIgnore]
    public bool AsksToStop => LimitPassed || Cause is EndingCause.TimeLimit or EndingCause.Cancelled;
}

[JsonConverter(typeof(JsonStringEnumConverter<RunEnd>))]
public enum RunEnd
{
    [JsonStringEnumMemberName("completed")] Completed,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("cancelled")] Cancelled,

    /// <summary>What it had changed is as it was before, but for what others have changed since.</summary>
    [JsonStringEnumMemberName("rolled-back")] RolledBack,

    /// <summary>Something could not be put back; a further roll-back tries that again.</summary>
    [JsonStringEnumMemberName("roll-back-incomplete")] RollBackIncomplete,
}

public sealed record RunEnded(RunEnd Status, JsonElement? Outputs, RunError? Error, bool HandledFailures) : RunEvent;
