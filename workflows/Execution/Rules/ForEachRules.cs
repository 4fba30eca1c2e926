using System.Text.Json;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>A for-each: its inside once per item, one after another unless <c>concurrency</c> says otherwise.</summary>
internal static class ForEachRules
{
    private const int ShownItemLength = 200;

    public static void Start(Deciding deciding, CompiledStep step, string path, JsonElement input, DateTimeOffset? due)
    {
        FlowRules.Begin(deciding, step, path, input, due);
        if (!input.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
            StepRules.Fail(deciding, path, new RunError("input.invalid", "'items' is not a list; nothing was started."));
        else if (items.GetArrayLength() > TargetRules.MaxItems)
            StepRules.Fail(deciding, path, new RunError(
                "limits.items", $"'items' has {items.GetArrayLength()} items; a step may have {TargetRules.MaxItems}. Nothing was started."));
    }

    public static void Advance(Deciding deciding, StepState step)
    {
        var items = step.Input.GetProperty("items");
        var count = items.GetArrayLength();
        var rules = UnitRules.Read(step.Input, count, defaultConcurrency: 1);
        var set = step.Iterations ?? new IterationSet();
        while (step.Ending is null
            && set.Started < Math.Min(count, rules.Allowance(set.Settled.Count, count))
            && set.Active < rules.Concurrency
            && set.Failed <= rules.FailureBudget)
        {
            deciding.Emit(new IterationStarted(step.Path, Paths.Iteration(step.Path, set.Started), set.Started, items[set.Started]));
            set = deciding.State.Steps[step.Path].Iterations!;
        }

        if (set.Active > 0) return;
        if (step.Ending is not null || set.Started == count || set.Failed > rules.FailureBudget) Settle(deciding, step, set, items, rules);
    }

    private static void Settle(Deciding deciding, StepState step, IterationSet set, JsonElement items, UnitRules rules)
    {
        var output = Output(set, items);
        if (step.Ending is { } ending)
        {
            StepRules.Settle(deciding, step.Path, Settled.Failed, Outcomes.Failed, output, ending.Error);
        }
        else if (set.Failed > rules.FailureBudget)
        {
            var first = set.Settled.Find(i => i.Status == Settled.Failed)!;
            StepRules.Settle(deciding, step.Path, Settled.Failed, Outcomes.Failed, output, new RunError(
                "iteration.failed", $"{set.Failed} of {items.GetArrayLength()} items failed; the first, number {first.Index + 1}: {first.Message}"));
        }
        else
        {
            StepRules.Settle(deciding, step.Path, Settled.Completed, Outcomes.Done, output, null);
        }
    }

    private static JsonElement Output(IterationSet set, JsonElement items)
    {
        var settled = set.Settled.ToLookup(i => i.Status);
        // An element of a list is found by walking there: each is walked to once.
        var shown = items.EnumerateArray().Select(Shown).ToList();
        var notStarted = Enumerable.Range(set.Started, shown.Count - set.Started)
            .Select(i => new { index = i, item = shown[i], message = (string?)"Not started." });
        return JsonSerializer.SerializeToElement(new
        {
            succeeded = Report(settled[Settled.Completed]),
            failed = Report(settled[Settled.Failed]),
            skipped = Report(settled[Settled.Cancelled]).Concat(notStarted),
        });

        IEnumerable<object> Report(IEnumerable<IterationSettled> iterations) =>
            iterations.OrderBy(i => i.Index).Select(i => new { index = i.Index, item = shown[i.Index], message = i.Message });
    }

    private static JsonElement? Shown(JsonElement item) => item.GetRawText().Length <= ShownItemLength ? item : null;
}
