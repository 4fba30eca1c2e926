using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>A step over targets: which units begin, in order, rings and numbers, and how the step ends (rule 5).</summary>
internal static class TargetRules
{
    /// <summary>At most so many targets or items in a step (rule 17).</summary>
    public const int MaxItems = 10_000;

    public static void Select(Deciding deciding, RunInput.Selected selected)
    {
        if (deciding.State.Steps.GetValueOrDefault(selected.Path) is not { IsSettled: false, Units: null, Begins: UnitsBegin.Targets } step) return;
        if (selected.Error is { } error)
        {
            StepRules.Fail(deciding, selected.Path, error);
            return;
        }

        var selection = selected.Selection!;
        if (LimitRules.Refusal(deciding, step, selection) is { } refusal)
        {
            StepRules.Settle(deciding, step.Path, Settled.Failed, Outcomes.Failed, null, refusal);
            if (refusal.Code.StartsWith("limits.", StringComparison.Ordinal)) EndingRules.Begin(deciding, "", EndingCause.Failed, refusal);
            return;
        }

        deciding.Emit(new TargetsSelected(
            step.Path,
            [.. step.Activity == "flow.scope" ? selection.Targets.OrderBy(t => t.Id, StringComparer.Ordinal) : selection.Targets.AsEnumerable()],
            selection.ClusterSizes.ToImmutableSortedDictionary(StringComparer.Ordinal),
            selection.Considered,
            selection.EmptyOutcome));
        var definition = deciding.Workflow.StepAt(step.Path).Definition;
        if (definition.Approval is not null && selection.Targets.Count > 0)
            WaitRules.AskAtGate(deciding, step.Path, definition, deciding.State.Steps[step.Path].Units!.Targets);
    }

    /// <summary>A rerun for failed targets: those that are done stay done. An approval is asked for again: nobody has agreed to this run.</summary>
    public static void TakeOver(Deciding deciding, string path, ImmutableArray<TakenOverUnit> kept)
    {
        var done = kept.Where(k => k.Status is not null).ToList();
        ImmutableArray<Target> targets = [.. done.Select(k => k.Target), .. kept.Where(k => k.Status is null).Select(k => k.Target)];
        deciding.Emit(new TargetsSelected(path, targets, ImmutableSortedDictionary<string, int>.Empty, null, Outcomes.Done));
        foreach (var unit in done) deciding.Emit(new UnitSettled(path, unit.Target.Id, unit.Status!.Value, unit.Message, null, unit.Outcome, unit.Output));
        var definition = deciding.Workflow.StepAt(path).Definition;
        if (definition.Approval is not null) WaitRules.AskAtGate(deciding, path, definition, targets[done.Count..]);
    }

    public static void Advance(Deciding deciding, StepState step)
    {
        if (step.Approval is not null) return;
        var units = step.Units!;
        var rules = UnitRules.Read(step.Input, units.Targets.Length);
        while (units.Next < Math.Min(units.Targets.Length, rules.Allowance(units.Settled, units.Targets.Length))
            && units.Active.Count < rules.Concurrency
            && units.Failed <= rules.FailureBudget)
        {
            UnitUpdates.Begin(deciding, step.Path, units.Targets[units.Next]);
            units = deciding.State.Steps[step.Path].Units!;
        }

        if (units.Failed > rules.FailureBudget && units.Active.IsEmpty) SkipRest(deciding, step.Path, units, rules);
        units = deciding.State.Steps[step.Path].Units!;
        if (units.Settled == units.Targets.Length) Settle(deciding, deciding.State.Steps[step.Path]);
    }

    public static void Settle(Deciding deciding, StepState step)
    {
        var units = step.Units!;
        var budget = UnitRules.Read(step.Input, units.Targets.Length).FailureBudget;
        var output = Output(units, deciding.Workflow.StepAt(step.Path).Traits?.Gathers ?? []);
        if (units.Failed > budget)
        {
            var first = units.Targets.First(t => units.ById[t.Id].Status == Settled.Failed);
            var error = units.ById[first.Id].Error!;
            StepRules.Settle(deciding, step.Path, Settled.Failed, Outcomes.Failed, output, new RunError(
                error.Code, $"{units.Failed} of {units.Targets.Length} targets failed; the first: {first.Name}: {error.Message}"));
            return;
        }

        StepRules.Settle(deciding, step.Path, Settled.Completed, OutcomeOf(deciding, step.Path, units), output, null);
    }

    /// <summary>Where units ask for different exits, the step takes the one that its activity declares last.</summary>
    private static string OutcomeOf(Deciding deciding, string path, UnitSet units)
    {
        if (units.Targets.IsEmpty) return units.EmptyOutcome;
        var declared = deciding.Workflow.StepAt(path).Traits?.Outcomes ?? [Outcomes.Done];
        var asked = units.ById.Values.Where(u => u.Status == Settled.Completed).Select(u => declared.IndexOf(u.Outcome ?? Outcomes.Done));
        var last = asked.DefaultIfEmpty(-1).Max();
        if (last >= 0) return declared[last];
        return declared.Contains(Outcomes.Done) ? Outcomes.Done : units.EmptyOutcome;
    }

    /// <summary>What a step over targets gives: who succeeded, failed and was skipped, and the lists that its units gave.</summary>
    public static JsonElement Output(UnitSet units, ImmutableArray<string> gathers)
    {
        var reports = units.Targets
            .Select(t => (Target: t, Unit: units.ById.GetValueOrDefault(t.Id)))
            .Where(r => r.Unit?.Status is not null)
            .ToLookup(r => r.Unit!.Status!.Value, r => new TargetReport(r.Target.Id, r.Target.Name, r.Unit!.Message));
        var output = ActivityJson.Write(new TargetsOutput(
            [.. reports[Settled.Completed]],
            [.. reports[Settled.Failed]],
            [.. reports[Settled.Skipped], .. reports[Settled.Cancelled]],
            units.Considered));
        if (gathers.IsEmpty) return output;
        var all = output.EnumerateObject().ToDictionary(property => property.Name, property => property.Value);
        foreach (var name in gathers)
        {
            var items = Gather(units, name);
            all[name] = ActivityJson.Write(items.Take(UnitOutputs.MostItems));
            if (items.Count > UnitOutputs.MostItems) all[name + "NotKept"] = ActivityJson.Write(items.Count - UnitOutputs.MostItems);
        }

        return JsonSerializer.SerializeToElement(all);
    }

    private static List<JsonElement> Gather(UnitSet units, string name) =>
    [
        .. from target in units.Targets
           let given = units.ById.GetValueOrDefault(target.Id)?.Output
           where given is { ValueKind: JsonValueKind.Object }
           where given.Value.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
           from item in given.Value.GetProperty(name).EnumerateArray()
           select item,
    ];

    private static void SkipRest(Deciding deciding, string path, UnitSet units, UnitRules rules)
    {
        var why = $"Not started: {units.Failed} failed, and the failure budget is {rules.FailureBudget}.";
        for (var i = units.Next; i < units.Targets.Length; i++)
            deciding.Emit(new UnitSettled(path, units.Targets[i].Id, Settled.Skipped, why, null));
    }
}
