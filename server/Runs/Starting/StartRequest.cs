using System.Text.Json;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Server.Runs.Starting;

/// <summary>A run to be started.</summary>
/// <param name="RunId">Given where the start must be found again by it; else made.</param>
/// <param name="Version">Null: the newest published.</param>
/// <param name="Inputs">As given; checked, and completed with defaults.</param>
/// <param name="Lineage">Null: that of the run that it is a rerun of, which is the first; else its own.</param>
/// <param name="Handing">What the run before a rerun gives up to it.</param>
/// <param name="StartKey">A second start with the same key gives the first one's run.</param>
public sealed record StartRequest(
    string Workflow,
    int? Version,
    JsonElement Inputs,
    RunTrigger Trigger,
    string? Reason = null,
    string? StartKey = null,
    string? RunId = null,
    RunParent? Parent = null,
    string? RerunOf = null,
    IReadOnlyList<RunEvent>? Kept = null,
    string? Lineage = null,
    RunAppend? Handing = null);

/// <summary>What became of a start.</summary>
public abstract record StartOutcome
{
    private StartOutcome()
    {
    }

    /// <param name="Existing">An earlier start with the same key made it.</param>
    public sealed record Accepted(string RunId, int Version, bool Queued, bool Existing) : StartOutcome;

    public sealed record NoSuchWorkflow(string Message) : StartOutcome;

    /// <summary>The workflow is paused.</summary>
    public sealed record Paused(string Message) : StartOutcome;

    /// <summary>The inputs do not fit.</summary>
    public sealed record BadInputs(IReadOnlyList<InputProblem> Problems) : StartOutcome;

    /// <summary>The run before the rerun has changed meanwhile.</summary>
    public sealed record Changed : StartOutcome;

    /// <summary>As many runs as may go at once do.</summary>
    public sealed record Busy(IReadOnlyList<string> Runs) : StartOutcome;
}

/// <param name="Path">JSON Pointer into the inputs.</param>
public sealed record InputProblem(string Path, string Message);
