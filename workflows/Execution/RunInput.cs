using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Execution;

/// <summary>Something that reaches a run from outside. One that no longer fits (a second answer, an end of something ended) decides nothing.</summary>
public abstract record RunInput
{
    private RunInput()
    {
    }

    /// <summary>A slot is free for the queued run.</summary>
    public sealed record Admitted : RunInput;

    /// <summary>Time has passed.</summary>
    public sealed record Tick : RunInput;

    public sealed record Selected(string Path, TargetSelection? Selection, RunError? Error) : RunInput;

    public sealed record UnitEnded(string Path, string Unit, int Attempt, UnitReport Report) : RunInput;

    /// <param name="Hold">What the operation needs for itself. Where that is not free, nothing is decided.</param>
    /// <param name="Before">What the unit's undo must know of the time before it.</param>
    public sealed record Intended(
        string Path, string Unit, string Operation, int Generation, string Key, HoldAsk? Hold = null, JsonElement? Before = null) : RunInput;

    public sealed record Handled(string Path, string Unit, string Operation, int Generation, string Handle) : RunInput;

    public sealed record OperationEnded(
        string Path, string Unit, string Operation, int Generation, bool Confirmed, JsonElement? Result, RunError? Error) : RunInput;

    /// <param name="Unit">As <see cref="Paths.Unit"/> gives it.</param>
    public sealed record LeaseGranted(string Unit, string Target) : RunInput;

    /// <summary>Automation goes on after a stop.</summary>
    public sealed record AutomationStarted : RunInput;

    public sealed record Signal(string Id, string Name, JsonElement? Payload) : RunInput;

    public sealed record Decided(string Path, bool Approved, string? By, string? Reason) : RunInput;

    public sealed record ChildBegun(string Path, string ChildRunId, int Version) : RunInput;

    public sealed record ChildRefused(string Path, RunError Error) : RunInput;

    public sealed record ChildEnded(string Path, string ChildRunId, RunEnd Status, JsonElement? Outputs, RunError? Error) : RunInput;

    public sealed record Pause(string? By) : RunInput;

    public sealed record Resume(string? By) : RunInput;

    public sealed record Cancel(string? By, string? Reason) : RunInput;

    /// <summary>Take back what the run has changed: at once where it has ended, else when it has been cancelled.</summary>
    public sealed record RollBack(string? By, string? Reason) : RunInput;
}

/// <param name="Target">Another target that is changed; null where the unit's own is.</param>
/// <param name="Queue">What only <paramref name="Places"/> operations of all runs may do at once.</param>
public sealed record HoldAsk(HeldTarget? Target, string? Queue, int Places);

/// <summary>How one execution of a unit ended.</summary>
public abstract record UnitReport
{
    private UnitReport()
    {
    }

    public sealed record Completed(string Outcome, JsonElement? Output, string? Message) : UnitReport;

    public sealed record Skipped(string Message) : UnitReport;

    public sealed record Failed(RunError Error) : UnitReport;

    public sealed record Deferred(DateTimeOffset Until, JsonElement State, string Message) : UnitReport;

    /// <summary>Automation is stopped: the next change may not be begun.</summary>
    public sealed record Held(string Reason) : UnitReport;

    /// <summary>The cancel was confirmed.</summary>
    public sealed record Cancelled(string Message) : UnitReport;
}
