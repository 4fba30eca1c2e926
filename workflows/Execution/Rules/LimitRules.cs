using Runbooks.Activities;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>The definition's limits and the sizes that a run may have. More stops the run; it never truncates.</summary>
internal static class LimitRules
{
    /// <summary>At most so many events in a run; as many of them as its end may need are kept for that (rule 17).</summary>
    public const int MaxEvents = 50_000;

    private const int MostForTheEnd = 12_000;

    private const int MostPerUnit = 10;

    /// <summary>Why this selection may not be acted on; null where it may.</summary>
    public static RunError? Refusal(Deciding deciding, StepState step, TargetSelection selection)
    {
        if (selection.Targets.Count > TargetRules.MaxItems)
            return new RunError("limits.items", $"{selection.Targets.Count} targets were selected; a step may have {TargetRules.MaxItems}. Nothing was started.");
        if (HoldRules.OutsideHold(deciding.State, step, selection.Targets) is { } outside)
            return new RunError("lease.order", $"'{outside.Name}' is not among the targets that the scope around '{step.Path}' holds; taking more while holding could block two runs for ever. Name it in the scope's hold.");
        var traits = deciding.Workflow.StepAt(step.Path).Traits;
        return traits is null or { Effect: Effect.Read } ? null : OverLimits(deciding.Workflow.Definition.Policy.Limits, deciding.State.Touched, selection);
    }

    public static void EndWhenTooLong(Deciding deciding)
    {
        if (deciding.State.Sequence < MaxEvents - MostForTheEnd || deciding.State.End is not null || deciding.State.IsRollingBack || deciding.IsEnding("")) return;
        if (deciding.State.Sequence < MaxEvents - NeededForTheEnd(deciding.State)) return;
        EndingRules.Begin(deciding, "", EndingCause.Failed, new RunError(
            "limits.events", $"The run has {deciding.State.Sequence} events; it may have {MaxEvents}. Split the work into several runs."));
    }

    /// <summary>Units that have not begun are settled each with an event; those in flight say what they did; steps and scopes end.</summary>
    private static int NeededForTheEnd(RunState state)
    {
        var needed = MostPerUnit * (state.Frames.Count + 1);
        foreach (var path in state.Active)
        {
            var step = state.Steps[path];
            needed += MostPerUnit;
            if (step.Units is not { } units) continue;
            needed += step.Activity == "flow.scope" ? units.Active.Count : units.Targets.Length - units.Settled + (MostPerUnit * units.Active.Count);
        }

        return Math.Min(needed, MostForTheEnd);
    }

    /// <param name="before">Targets of the run's changing steps so far.</param>
    public static RunError? OverLimits(RunLimits limits, IEnumerable<string> before, TargetSelection selection)
    {
        var touched = before.Union(selection.Targets.Select(t => t.Id)).Count();
        if (limits.Targets is { } most && touched > most)
            return new RunError("limits.targets", $"The run would change {touched} targets; its definition allows {most}. Nothing was started.");
        if (limits.ShareOfCluster is not { } share) return null;
        foreach (var cluster in selection.Targets.Where(t => t.Cluster is not null).GroupBy(t => t.Cluster!))
        {
            if (!selection.ClusterSizes.TryGetValue(cluster.Key, out var size) || size == 0) continue;
            var part = cluster.Select(t => t.Id).Distinct().Count();
            if (part > share * size)
                return new RunError(
                    "limits.share-of-cluster",
                    $"The step would change {part} of {size} objects of the cluster '{cluster.Key}'; the definition allows a share of {share}. Nothing was started.");
        }

        return null;
    }
}
