using System.Collections.Immutable;
using System.Text.Json;

namespace Runbooks.Workflows.Expressions;

/// <summary>What an expression can see. Evaluation is a pure function of it: no clock, no randomness, no host objects.</summary>
/// <param name="Inputs">The run's inputs, an object: <c>inputs.x</c>.</param>
/// <param name="Steps">Settled steps that the step can see: <c>steps.find.output</c>. A skipped step's output is undefined.</param>
/// <param name="Variables">Set by <c>flow.set-variable</c>: <c>vars.x</c>.</param>
/// <param name="Item">The item of the innermost for-each: <c>item</c>; null outside.</param>
/// <param name="Index">Its position from 0, or the count of a repeat: <c>index</c>.</param>
/// <param name="Now">The event's time: <c>now</c>, RFC 3339 text.</param>
public sealed record ExpressionScope(
    JsonElement Inputs,
    IReadOnlyDictionary<string, StepView> Steps,
    IReadOnlyDictionary<string, JsonElement> Variables,
    JsonElement? Item,
    int? Index,
    RunView Run,
    DateTimeOffset Now)
{
    /// <summary>Further names, of triggers: <c>alert</c>, <c>target</c>, <c>payload</c>, <c>run</c>. One that is called like another hides it.</summary>
    public IReadOnlyDictionary<string, JsonElement> Outside { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>The scope of a trigger's inputs, which belong to no run.</summary>
    public static ExpressionScope OfTrigger(IReadOnlyDictionary<string, JsonElement> names, DateTimeOffset now) => new(
        default,
        ImmutableDictionary<string, StepView>.Empty,
        ImmutableDictionary<string, JsonElement>.Empty,
        null,
        null,
        new RunView("", "", 0, null, now),
        now)
    {
        Outside = names,
    };
}

/// <summary>A settled step as expressions see it.</summary>
public sealed record StepView(string Status, string? Outcome, JsonElement? Output, string? ErrorCode, string? ErrorMessage);

/// <summary>The run as expressions see it: <c>run.id</c>, <c>run.workflow</c>, <c>run.reason</c>.</summary>
public sealed record RunView(string Id, string Workflow, int Version, string? Reason, DateTimeOffset StartedAt);

/// <summary>An expression could not be read or evaluated.</summary>
/// <param name="path">JSON Pointer into the value that carries it, e.g. <c>/targets</c>.</param>
public sealed class ExpressionException(string path, string message) : Exception(message)
{
    public string Path { get; } = path;
}
