using System.Collections.Immutable;
using Runbooks.Activities;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution;

/// <summary>What a rerun keeps of an ended run (rule 12): every settled step that is not downstream of where it begins, and the finished
/// targets of the steps that it begins with, where asked.</summary>
public static class Reruns
{
    /// <param name="from">A step of the workflow itself; null: the steps that did not complete.</param>
    /// <param name="onlyFailedTargets">Whether targets that are done stay done.</param>
    /// <exception cref="ArgumentException">There is no such step.</exception>
    public static ImmutableArray<StepTakenOver> Keep(CompiledWorkflow workflow, RunState ended, string? from, bool onlyFailedTargets)
    {
        var steps = workflow.Definition.Body.Steps;
        if (from is not null && !steps.Any(s => s.Id == from)) throw new ArgumentException($"There is no step '{from}' in the workflow.", nameof(from));
        var first = from is not null ? new HashSet<string>(StringComparer.Ordinal) { from } : steps.Select(s => s.Id).Where(id => !IsDone(ended, id)).ToHashSet(StringComparer.Ordinal);
        var again = Downstream(workflow.Definition.Body, first);
        var kept = ImmutableArray.CreateBuilder<StepTakenOver>();
        foreach (var step in steps)
        {
            if (!ended.Steps.TryGetValue(step.Id, out var state)) continue;
            if (!again.Contains(step.Id) && state.Status is Settled.Completed or Settled.Failed)
                kept.Add(new StepTakenOver(step.Id, state.Status.Value, state.Outcome, state.Output, []));
            else if (onlyFailedTargets && first.Contains(step.Id) && Partial(step.Id, state) is { } partial)
                kept.Add(partial);
        }

        return kept.ToImmutable();
    }

    private static bool IsDone(RunState ended, string id) =>
        !ended.Steps.TryGetValue(id, out var step) || step.Status is Settled.Completed or Settled.Skipped;

    private static HashSet<string> Downstream(FlowBody body, HashSet<string> first)
    {
        var reached = new HashSet<string>(first, StringComparer.Ordinal);
        var queue = new Queue<string>(first);
        while (queue.TryDequeue(out var step))
            foreach (var next in body.Transitions.Where(t => t.From == step))
                if (reached.Add(next.To)) queue.Enqueue(next.To);
        return reached;
    }

    private static StepTakenOver? Partial(string path, StepState state)
    {
        if (state is not { Begins: UnitsBegin.Targets, Units: { Targets.IsEmpty: false } units } || state.Activity == "flow.scope") return null;
        return new StepTakenOver(path, Settled.Failed, null, null, [.. units.Targets.Select(t => Unit(t, units.ById.GetValueOrDefault(t.Id)))]);
    }

    private static TakenOverUnit Unit(Target target, UnitState? unit) => unit?.Status == Settled.Completed
        ? new(target, Settled.Completed, unit.Message ?? "Done by the earlier run.")
        : new(target, null, null);
}
