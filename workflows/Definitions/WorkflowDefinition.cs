using System.Collections.Immutable;
using System.Text.Json;

namespace Runbooks.Workflows.Definitions;

/// <summary>A workflow as the engine reads it, made from a definition document by <c>DefinitionReader</c>.</summary>
public sealed record WorkflowDefinition
{
    public const string CurrentApiVersion = "runbooks/v1";

    /// <summary>A slug, unique in the server: <c>power-off-idle-test-vms</c>.</summary>
    public required string Id { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public ImmutableArray<InputDefinition> Inputs { get; init; } = [];

    /// <summary>What the run gives back: values with <c>${ … }</c>, evaluated when it completes.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElement>> Outputs { get; init; } = [];

    public RunPolicy Policy { get; init; } = RunPolicy.Default;

    public required FlowBody Body { get; init; }
}

/// <summary>Steps and the transitions between them: of the workflow itself, or of a container.</summary>
public sealed record FlowBody(ImmutableArray<StepDefinition> Steps, ImmutableArray<Transition> Transitions);

/// <param name="Outcome">Null: every outcome of the step but the adverse ones.</param>
public sealed record Transition(string From, string? Outcome, string To);

/// <summary>One use of an activity in a workflow.</summary>
public sealed record StepDefinition
{
    public required string Id { get; init; }

    public required string Activity { get; init; }

    public string? Name { get; init; }

    /// <summary>The activity's input, an object whose values may carry <c>${ … }</c>.</summary>
    public required JsonElement With { get; init; }

    public ApprovalGate? Approval { get; init; }

    public RetryPolicy? Retry { get; init; }

    /// <summary>Bounds one attempt of one unit; for a container, the whole of it.</summary>
    public TimeSpan? Timeout { get; init; }

    public JoinMode Join { get; init; }

    /// <summary>The inside of a container; null for other steps.</summary>
    public FlowBody? Body { get; init; }
}

public enum JoinMode
{
    /// <summary>Waits until every inbound transition is settled; runs if at least one was taken.</summary>
    All,

    /// <summary>Runs at the first taken arrival.</summary>
    Any,
}

/// <summary>An input that a run is started with.</summary>
/// <param name="Schema">The JSON Schema of the value, with Runbooks formats.</param>
/// <param name="Default">Used where the start gives none; without it the input is required unless the schema says <c>required: false</c>.</param>
public sealed record InputDefinition(string Name, JsonElement Schema, JsonElement? Default, bool Required);

/// <param name="By">Who may decide: <c>role:operator</c>, <c>user:li</c>.</param>
public sealed record ApprovalGate(ImmutableArray<string> By, TimeSpan? Expires);

/// <summary>When a failed unit is tried again.</summary>
/// <param name="Attempts">Attempts in all, the first included.</param>
/// <param name="On">Error codes; empty means whatever the error calls retryable.</param>
public sealed record RetryPolicy(int Attempts, Backoff Backoff, TimeSpan First, TimeSpan Max, ImmutableArray<string> On);

public enum Backoff
{
    Constant,
    Linear,
    Exponential,
}

public sealed record RunPolicy
{
    public static readonly RunPolicy Default = new();

    /// <summary>How many runs of this workflow may go at once; null means any number.</summary>
    public int? MaxConcurrent { get; init; }

    public WhenBusy WhenBusy { get; init; } = WhenBusy.Queue;

    /// <summary>Bounds the whole run.</summary>
    public TimeSpan? Timeout { get; init; }

    public OnFailure OnFailure { get; init; }

    public RunLimits Limits { get; init; } = new(null, null);
}

/// <summary>What a run does that fails.</summary>
public enum OnFailure
{
    /// <summary>It ends, and what it has changed stays.</summary>
    Stop,

    /// <summary>It takes back what it has changed, the last first.</summary>
    RollBack,
}

public enum WhenBusy
{
    Skip,
    Queue,
    CancelRunning,
}

/// <summary>How much one run may touch. More stops the run; it never truncates.</summary>
/// <param name="Targets">Distinct targets of changing steps.</param>
/// <param name="ShareOfCluster">0 to 1: share of any one cluster's objects.</param>
public sealed record RunLimits(int? Targets, double? ShareOfCluster);
