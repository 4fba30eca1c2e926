using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution.Rules;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Execution;

/// <summary>What the core must know of an activity.</summary>
/// <param name="SelectorInputs">Inputs that hold selectors, and the kind that each is over.</param>
public sealed record ActivityTraits(
    string Name,
    Effect Effect,
    bool OverTargets,
    ImmutableArray<string> Outcomes,
    ImmutableArray<KeyValuePair<string, TargetKind>> SelectorInputs)
{
    /// <summary>Lists that its units give and that are joined, in the order of the targets, into the step's output.</summary>
    public ImmutableArray<string> Gathers { get; init; } = [];

    /// <summary>Switches that are set only where somebody agreed to it for the run, and what is agreed to.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Consents { get; init; } = [];
}

/// <summary>A published version, ready for the interpreter: transitions resolved to steps.</summary>
public sealed class CompiledWorkflow
{
    private CompiledWorkflow(WorkflowDefinition definition, int version, CompiledFlow root)
    {
        Definition = definition;
        Version = version;
        Root = root;
    }

    public WorkflowDefinition Definition { get; }

    public int Version { get; }

    public CompiledFlow Root { get; }

    /// <param name="traits">Gives null for an activity that does not exist.</param>
    public static CompiledWorkflow Compile(WorkflowDefinition definition, int version, Func<string, ActivityTraits?> traits) =>
        new(definition, version, CompiledFlow.Compile(definition.Body, traits));

    /// <summary>The step at a path through containers and iterations.</summary>
    public CompiledStep StepAt(string path)
    {
        var segments = path.Split('/');
        var flow = Root;
        for (var i = 0; ; i++)
        {
            var step = flow[segments[i]];
            if (i == segments.Length - 1) return step;
            flow = step.Body!;
            if (step.Iterates) i++;
        }
    }

    /// <summary>The steps of a scope, by the scope's path.</summary>
    public CompiledFlow FlowAt(string frame, string? container) => frame.Length == 0 ? Root : StepAt(container!).Body!;
}

public sealed class CompiledFlow
{
    private readonly Dictionary<string, CompiledStep> byId;

    private CompiledFlow(ImmutableArray<CompiledStep> steps)
    {
        Steps = steps;
        byId = steps.ToDictionary(s => s.Definition.Id, StringComparer.Ordinal);
    }

    public ImmutableArray<CompiledStep> Steps { get; }

    public CompiledStep this[string id] => byId[id];

    public static CompiledFlow Compile(FlowBody body, Func<string, ActivityTraits?> traits) => new(
    [
        .. body.Steps.Select(step => new CompiledStep(
            step,
            traits(step.Activity),
            [.. body.Transitions.Where(t => t.To == step.Id)],
            [.. body.Transitions.Where(t => t.From == step.Id)],
            step.Body is { } inside ? Compile(inside, traits) : null)),
    ]);
}

/// <param name="Traits">Null where the activity does not exist any more: the step fails when it is reached.</param>
public sealed record CompiledStep(
    StepDefinition Definition,
    ActivityTraits? Traits,
    ImmutableArray<Transition> Inbound,
    ImmutableArray<Transition> Outbound,
    CompiledFlow? Body)
{
    /// <summary>What is resolved of its <c>with</c> when it is started.</summary>
    public JsonElement Input { get; } = StepInput.TemplateOf(Definition);

    /// <summary>Its input carries no expressions.</summary>
    public bool IsConstant { get; } = !Template.HasExpressions(StepInput.TemplateOf(Definition));

    /// <summary>Its inside runs once per iteration, in scopes <c>{path}/{index}</c>.</summary>
    public bool Iterates => Definition.Activity is "flow.for-each" or "flow.repeat";

    public bool IsFlow => Definition.Activity.StartsWith("flow.", StringComparison.Ordinal);
}
