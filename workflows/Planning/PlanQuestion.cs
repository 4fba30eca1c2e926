using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Planning;

/// <summary>What the traversal must know of the world before it goes on. The shell answers by <c>Answer</c>; it may only read.</summary>
/// <param name="Path">The step that asks, as in a run.</param>
public abstract record PlanQuestion(string Path)
{
    /// <summary>Carry out a step that only reads.</summary>
    public sealed record Read(string Path, CompiledStep Step, JsonElement Input) : PlanQuestion(Path)
    {
        public ReadAnswer? Answer { get; set; }
    }

    /// <summary>Say what a step would change.</summary>
    /// <param name="Missing">Inputs that are not known yet; empty for steps over targets.</param>
    public sealed record Act(string Path, CompiledStep Step, JsonElement Input, ImmutableArray<string> Missing) : PlanQuestion(Path)
    {
        public ActAnswer? Answer { get; set; }
    }

    /// <summary>Say what keeps a scope from taking its hold.</summary>
    public sealed record Hold(string Path, JsonElement Input) : PlanQuestion(Path)
    {
        public ImmutableArray<PlanBlock> Answer { get; set; } = [];
    }

    /// <summary>Find a workflow that the run would start.</summary>
    public sealed record Child(string Path, string Workflow, JsonElement Inputs) : PlanQuestion(Path)
    {
        public ChildAnswer? Answer { get; set; }
    }
}

/// <param name="Error">Why it could not be read; else null.</param>
public sealed record ReadAnswer(string Outcome, JsonElement? Output, RunError? Error = null);

/// <param name="Selection">The targets that the step would take; null for activities without.</param>
/// <param name="AsWanted">Targets that are as wanted already.</param>
/// <param name="Outcome">The exit that it will take, where that can be told.</param>
/// <param name="Error">Why the step would fail before it does anything; else null.</param>
public sealed record ActAnswer(
    TargetSelection? Selection,
    ImmutableArray<ForeseenChange> Changes,
    ImmutableArray<Target> AsWanted,
    ImmutableArray<PlanBlock> Blocks,
    string? Outcome = null,
    RunError? Error = null)
{
    public static ActAnswer Failing(RunError error) => new(null, [], [], [], null, error);
}

/// <param name="Error">Why it would not be started; else null.</param>
public sealed record ChildAnswer(CompiledWorkflow? Workflow, JsonElement Inputs, RunError? Error = null);
