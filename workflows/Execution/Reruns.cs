using System.Collections.Immutable;
using Runbooks.Activities;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution;

/// <summary>What a rerun keeps of an ended run (rule 12): every settled step that is not downstream of where it begins, the variables that
/// those have set, and the finished targets of the steps that it begins with, where asked.</summary>
public static class Reruns
{
    /// <param name="from">A step of the workflow itself; null: the steps that did not complete.</param>
    /// <param name="onlyFailedTargets">Whether targets that are done stay done.</param>
    /// <returns>The events that the rerun begins with, after its creation.</returns>
    /// <exception cref="ArgumentException">There is no such step.</exception>
    public static ImmutableArray<RunEvent> Keep(CompiledWorkflow workflow, RunState ended, string? from, bool onlyFailedTargets)
    {
        var body = workflow.Definition.Body;
        if (from is not null && !body.Steps.Any(s => s.Id == from)) throw new ArgumentException($"There is no step '{from}' in the workflow.", nameof(from));
        // A step whose bad end nothing took is done again too: kept, it would leave what follows it to be skipped without a word.
        var first = body.Steps.Select(s => s.Id)
            .Where(id => id == from || IsUndone(ended, id) || (from is null ? !IsDone(workflow, ended, id, onlyFailedTargets) : IsUnhandled(workflow, ended, id)))
            .ToHashSet(StringComparer.Ordinal);
        var again = Downstream(body, first);
        var kept = body.Steps.Where(s => !again.Contains(s.Id) && ended.Steps.GetValueOrDefault(s.Id)?.Status is Settled.Completed or Settled.Failed).ToList();
        var partial = onlyFailedTargets ? first.Where(id => !Downstream(body, first.Where(other => other != id)).Contains(id)) : [];
        return
        [
            .. ended.Undo.IsEmpty ? (RunEvent[])[] : [new UndoInherited(ended.Created!.RunId, [.. ended.Undo.Values])],
            .. KeptVariables.Of(kept, ended),
            .. kept.Select(s => Whole(ended.Steps[s.Id])),
            .. body.Steps.Where(s => partial.Contains(s.Id)).Select(s => ended.Steps.TryGetValue(s.Id, out var state) ? Partial(state, ended) : null).OfType<RunEvent>(),
        ];
    }

    /// <summary>A step may have completed with targets that failed, within its failure budget: who asks for the failed ones means those too.</summary>
    private static bool IsDone(CompiledWorkflow workflow, RunState ended, string id, bool onlyFailedTargets) =>
        !ended.Steps.TryGetValue(id, out var step)
        || step.Status == Settled.Skipped
        || (step.Status == Settled.Completed && !(onlyFailedTargets && step.Units is { Failed: > 0 }) && !IsUnhandled(workflow, ended, id));

    /// <summary>Rolled back, or tried to: what it had done does not count any more.</summary>
    private static bool IsUndone(RunState ended, string id) => ended.Undone.Values.Any(undone => Paths.IsWithin(undone.Path, id));

    /// <summary>Cancelled, or at a bad end that no transition took.</summary>
    private static bool IsUnhandled(CompiledWorkflow workflow, RunState ended, string id) =>
        ended.Steps.TryGetValue(id, out var step)
        && (step.Status is Settled.Failed or Settled.Cancelled || Outcomes.IsAdverse(step.Outcome))
        && !workflow.Root[id].Outbound.Any(t => Outcomes.Takes(t, step.Outcome));

    private static HashSet<string> Downstream(FlowBody body, IEnumerable<string> first)
    {
        var reached = new HashSet<string>(first, StringComparer.Ordinal);
        var queue = new Queue<string>(first);
        while (queue.TryDequeue(out var step))
            foreach (var next in body.Transitions.Where(t => t.From == step))
                if (reached.Add(next.To)) queue.Enqueue(next.To);
        return reached;
    }

    private static StepTakenOver Whole(StepState state) => new(state.Path, state.Status!.Value, state.Outcome, state.Output, []);

    /// <summary>A step that has nothing left to do stays as it ended.</summary>
    private static StepTakenOver? Partial(StepState state, RunState ended)
    {
        if (state is not { Begins: UnitsBegin.Targets, Units: { Targets.IsEmpty: false } units } || state.Activity == "flow.scope") return null;
        if (state.Status == Settled.Completed && units.Completed == units.Targets.Length && !IsUndone(ended, state.Path)) return Whole(state);
        var undone = ended.Undone.Values.Where(u => u.Path == state.Path).Select(u => u.Target.Id).ToHashSet(StringComparer.Ordinal);
        return new StepTakenOver(state.Path, Settled.Failed, null, null, [.. units.Targets.Select(t => Unit(t, undone.Contains(t.Id) ? null : units.ById.GetValueOrDefault(t.Id)))]);
    }

    private static TakenOverUnit Unit(Target target, UnitState? unit) => unit?.Status == Settled.Completed
        ? new(target, Settled.Completed, unit.Message ?? "Done by the earlier run.", unit.Output, unit.Outcome)
        : new(target, null, null);
}
