using System.Text.Json;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.Rules;

namespace Runbooks.Workflows.Planning;

/// <content>Steps that hold others, and runs that a run starts.</content>
public sealed partial class PlanTraversal
{
    private const int MaxDepth = 8;

    private IEnumerable<PlanQuestion> Each(CompiledStep step, PlanFrame frame, string path, PlanInput input, PlannedStep reached)
    {
        var ended = reached with { OutputUnknown = Why.Output(reached.Id) };
        if (input.WhyMissing("items") is { } why)
        {
            if (Changes(step)) unknown.Add(new(path, why));
            frame.Steps[reached.Id] = ended with { OutputUnknown = why, ChangedBy = Changes(step) ? reached.ChangedBy ?? reached.Id : reached.ChangedBy };
            yield break;
        }

        if (!input.Known.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array || items.GetArrayLength() > TargetRules.MaxItems)
        {
            frame.Steps[reached.Id] = Failing(path, reached, new RunError("input.invalid", $"'items' is no list of {TargetRules.MaxItems} items at most; nothing would be started."));
            yield break;
        }

        var before = effects.Count;
        foreach (var (index, item) in items.EnumerateArray().Index())
        {
            var inside = new PlanFrame(frame.Run, Paths.Iteration(path, index), frame, frame.Now)
            {
                Item = item, Index = index, Doubt = reached.Doubt, ChangedBy = reached.ChangedBy, Flow = step.Body!,
            };
            foreach (var question in Walk(step.Body!, inside)) yield return question;
            if (cutShort is not null) yield break;
        }

        frame.Steps[reached.Id] = ended with { ChangedBy = effects.Count > before ? reached.ChangedBy ?? reached.Id : reached.ChangedBy };
    }

    /// <summary>The first time is planned; how often it goes on is the run's to tell.</summary>
    private IEnumerable<PlanQuestion> Repeat(CompiledStep step, PlanFrame frame, string path, PlanInput input, PlannedStep reached)
    {
        var before = effects.Count;
        var inside = new PlanFrame(frame.Run, Paths.Iteration(path, 0), frame, frame.Now)
        {
            Index = 0, Doubt = reached.Doubt ?? input.WhyMissing("while"), ChangedBy = reached.ChangedBy, Flow = step.Body!,
        };
        foreach (var question in Walk(step.Body!, inside)) yield return question;
        if (Changes(step)) unknown.Add(new(path, Why.Repeats(reached.Id)));
        frame.Steps[reached.Id] = reached with
        {
            Outcomes = ["done", "limit"], OutcomeDoubt = Why.Outcome(reached.Id), ChangedBy = effects.Count > before ? reached.ChangedBy ?? reached.Id : reached.ChangedBy,
        };
    }

    private IEnumerable<PlanQuestion> Scope(CompiledStep step, PlanFrame frame, string path, PlanInput input, PlannedStep reached)
    {
        if (input.Known.TryGetProperty("hold", out _))
        {
            var hold = new PlanQuestion.Hold(path, input.Known);
            yield return hold;
            blocks.AddRange(hold.Answer);
        }

        var before = effects.Count;
        var inside = new PlanFrame(frame.Run, path, frame, frame.Now) { Doubt = reached.Doubt, ChangedBy = reached.ChangedBy, Flow = step.Body! };
        foreach (var question in Walk(step.Body!, inside)) yield return question;
        frame.Steps[reached.Id] = reached with { ChangedBy = effects.Count > before ? reached.ChangedBy ?? reached.Id : reached.ChangedBy };
    }

    private IEnumerable<PlanQuestion> Child(CompiledStep step, PlanFrame frame, string path, PlanInput input, PlannedStep reached)
    {
        var ended = reached with { OutputUnknown = Why.Output(reached.Id), ChangedBy = reached.ChangedBy ?? reached.Id };
        if (!input.Missing.IsEmpty)
        {
            unknown.Add(new(path, input.Missing[0].Value));
            frame.Steps[reached.Id] = ended with { OutputUnknown = input.Missing[0].Value };
            yield break;
        }

        var inputs = input.Known.TryGetProperty("inputs", out var given) ? given : JsonSerializer.SerializeToElement(new { });
        var question = new PlanQuestion.Child(path, StepInput.Text(input.Known, "workflow") ?? "", inputs);
        if (frame.Run.Depth >= MaxDepth) question.Answer = new(null, inputs, new RunError("child.too-deep", $"Runs start runs {MaxDepth} deep at most."));
        else yield return question;
        if (question.Answer is not { Workflow: { } child } answer)
        {
            frame.Steps[reached.Id] = Failing(path, reached, question.Answer!.Error!);
            yield break;
        }

        var inside = new PlanFrame(new PlannedRun(child, answer.Inputs, frame.Run.Depth + 1), path, null, frame.Now)
        {
            Doubt = reached.Doubt, ChangedBy = reached.ChangedBy, Flow = child.Root,
        };
        foreach (var next in Walk(child.Root, inside)) yield return next;
        frame.Steps[reached.Id] = ended;
    }
}
