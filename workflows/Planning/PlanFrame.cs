using System.Text.Json;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Planning;

/// <summary>A run that is planned: the one that is asked for, or one that it would start.</summary>
internal sealed record PlannedRun(CompiledWorkflow Workflow, JsonElement Inputs, int Depth)
{
    public Dictionary<string, JsonElement> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Variables whose value is not known, with why.</summary>
    public Dictionary<string, Why> UnknownVariables { get; } = new(StringComparer.Ordinal);

    /// <summary>Targets of its changing steps, for the definition's limits.</summary>
    public HashSet<string> Touched { get; } = new(StringComparer.Ordinal);
}

/// <summary>A scope whose steps are planned: the run's own, a container's, or one iteration's.</summary>
/// <param name="Path">As in a run.</param>
internal sealed record PlanFrame(PlannedRun Run, string Path, PlanFrame? Around, DateTimeOffset Now)
{
    public Dictionary<string, PlannedStep> Steps { get; } = new(StringComparer.Ordinal);

    /// <summary>The steps that are walked here.</summary>
    public required CompiledFlow Flow { get; init; }

    public JsonElement? Item { get; init; }

    public int? Index { get; init; }

    public Why? Doubt { get; init; }

    public string? ChangedBy { get; init; }

    public string PathOf(string step) => Paths.Join(Path, step);

    public ExpressionScope Scope() => new(
        Run.Inputs,
        Visible().ToDictionary(step => step.Id, step => step.View, StringComparer.Ordinal),
        Run.Variables,
        Innermost()?.Item,
        Innermost()?.Index,
        new RunView("plan", Run.Workflow.Definition.Id, Run.Workflow.Version, null, Now),
        Now);

    /// <summary>Why a value that reads this cannot be known yet; null where it can.</summary>
    public Why? WhyUnknown(ExpressionReferences reads)
    {
        foreach (var read in reads.Steps)
            if (Find(read.Id) is { Reached: true } step && WhyUnknown(step, read) is { } why) return why;
        if (reads.AnyStep && Visible().Select(step => step.OutputUnknown).FirstOrDefault(why => why is not null) is { } some) return some;
        foreach (var name in reads.Variables)
            if (Run.UnknownVariables.TryGetValue(name, out var why)) return why;
        return reads.AnyVariable ? Run.UnknownVariables.Values.FirstOrDefault() : null;
    }

    /// <summary>Why a value that reads this may be another by then.</summary>
    public Why? DoubtOf(ExpressionReferences reads) =>
        reads.Steps.Select(read => Find(read.Id)).FirstOrDefault(step => step is { Reached: true, Doubt: not null })?.Doubt;

    private static Why? WhyUnknown(PlannedStep step, StepReference read)
    {
        if (read.Path is ["status", ..]) return null;
        if (read.Path is ["outcome", ..]) return step.Outcomes.Length == 1 ? null : step.OutcomeDoubt ?? Why.Outcome(step.Id);
        return step.OutputUnknown;
    }

    private PlannedStep? Find(string id) => Steps.GetValueOrDefault(id) ?? Around?.Find(id);

    private IEnumerable<PlannedStep> Visible() => Around is null
        ? Steps.Values
        : Steps.Values.Concat(Around.Visible().Where(step => !Steps.ContainsKey(step.Id)));

    private PlanFrame? Innermost() => Index is not null || Around is null ? this : Around.Innermost();
}
