using System.Text.Json;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Server.Runs.Api;

/// <summary>A run in lists.</summary>
internal sealed record RunSummary(
    string Id,
    string Workflow,
    int Version,
    string Status,
    bool HandledFailures,
    string? Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    RunTrigger Trigger,
    string? Parent)
{
    /// <summary>Why a run that has not ended waits; null while it goes.</summary>
    public WaitDetail? Waiting { get; init; }

    /// <summary>How far the steps over targets are that go now; null where there is none.</summary>
    public TargetCounts? Targets { get; init; }
}

/// <param name="Left">Neither begun nor settled, or in between.</param>
internal sealed record TargetCounts(int Total, int Completed, int Failed, int Left);

/// <summary>A run, whole.</summary>
/// <param name="Steps">By path: <c>find</c>, and inside containers that go <c>each/3/check</c>.</param>
/// <param name="Stuck">Why this server has given up carrying it on, until it is started again.</param>
internal sealed record RunDetail(
    string Id,
    string Workflow,
    int Version,
    string Status,
    bool HandledFailures,
    string? Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    RunTrigger Trigger,
    string? Parent,
    string? RerunOf,
    JsonElement Inputs,
    JsonElement? Outputs,
    ErrorDetail? Error,
    string? Stuck,
    IReadOnlyDictionary<string, StepDetail> Steps)
{
    /// <summary>How many changes can be taken back.</summary>
    public required int Undoable { get; init; }

    /// <summary>The rerun that has taken over what could be taken back.</summary>
    public required string? HandedOn { get; init; }

    /// <summary>The roll-back that goes, or went; null where there was none.</summary>
    public required RollBackDetail? RollBack { get; init; }
}

/// <param name="By">Null: the workflow's policy.</param>
/// <param name="After">How the run had ended, or would have.</param>
/// <param name="Error">Why.</param>
/// <param name="Units">In the order in which they are undone; of what was tried several times the last.</param>
internal sealed record RollBackDetail(
    string? By, string? Reason, DateTimeOffset Since, RunEnd After, ErrorDetail? Error, IReadOnlyList<UndoDetail> Units);

/// <param name="Step">The step whose change is taken back.</param>
/// <param name="Status">pending, running, waiting, completed, failed, skipped or cancelled.</param>
/// <param name="At">When it settled.</param>
internal sealed record UndoDetail(
    string Step, string Id, string Name, string Status, string? Message, ErrorDetail? Error, WaitDetail? Waiting, DateTimeOffset? At);

internal sealed record ErrorDetail(string Code, string Message);

/// <param name="Status">pending, running, waiting, completed, failed, skipped or cancelled.</param>
/// <param name="Waiting">Why it waits, and until when at most.</param>
internal sealed record StepDetail(
    string Activity,
    string Status,
    string? Outcome,
    int Attempts,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    JsonElement? Input,
    JsonElement? Output,
    ErrorDetail? Error,
    WaitDetail? Waiting,
    bool TakenOver,
    IterationDetail? Iterations,
    string? ChildRun,
    IReadOnlyList<TargetDetail>? Targets);

internal sealed record IterationDetail(int Started, int Settled, int Failed);

/// <param name="For">approval, signal, delay, target, retry, automation, run or time.</param>
internal sealed record WaitDetail(string For, string Message, DateTimeOffset? Until);

/// <param name="Status">pending, running, waiting, completed, failed, skipped or cancelled.</param>
/// <param name="Progress">0 to 1, where the platform tells.</param>
internal sealed record TargetDetail(
    string Id, string Name, string Connection, string Status, string? Message, int Attempts, ErrorDetail? Error, double? Progress, WaitDetail? Waiting);
