using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.Rules;

namespace Runbooks.Workflows.Planning;

/// <summary>Walks a workflow as a run would, expecting every step to succeed, and gathers what it would change. Pure: what it must know of
/// the world it asks, and the shell answers each question before it takes the next.</summary>
/// <remarks>A value is known, or not, with why. Where a condition is not known, both sides are walked and what they change is in doubt.</remarks>
public sealed partial class PlanTraversal(CompiledWorkflow workflow, JsonElement inputs, DateTimeOffset now)
{
    public const int MostEffects = 10_000;

    /// <summary>Of questions, and of what stops or cannot be known.</summary>
    private const int MostQuestions = 10_000;

    private const int MostBlocks = 500;

    private readonly ImmutableArray<PlannedEffect>.Builder effects = ImmutableArray.CreateBuilder<PlannedEffect>();
    private readonly ImmutableArray<PlanBlock>.Builder blocks = ImmutableArray.CreateBuilder<PlanBlock>();
    private readonly ImmutableArray<PlanUnknown>.Builder unknown = ImmutableArray.CreateBuilder<PlanUnknown>();
    private readonly ImmutableArray<PlanNote>.Builder notes = ImmutableArray.CreateBuilder<PlanNote>();

    /// <summary>Which step changes a target first.</summary>
    private readonly Dictionary<string, string> changedBy = new(StringComparer.Ordinal);

    private int asked;
    private Why? cutShort;

    /// <summary>What was found, when <see cref="Walk()"/> is over.</summary>
    public Plan Result => new(
        effects.ToImmutable(),
        [.. blocks.Distinct().Take(MostBlocks)],
        [.. unknown.Distinct(), .. cutShort is { } why ? new[] { new PlanUnknown("", why) } : []],
        [.. notes.Distinct()],
        cutShort is null);

    /// <summary>Goes through the workflow. Each question must be answered before the next is asked for.</summary>
    public IEnumerable<PlanQuestion> Walk()
    {
        foreach (var question in Walk(workflow.Root, new PlanFrame(new PlannedRun(workflow, inputs, 0), "", null, now) { Flow = workflow.Root }))
        {
            if (++asked > MostQuestions) cutShort ??= Why.TooMuch($"{MostQuestions} steps");
            if (effects.Count > MostEffects || cutShort is not null) break;
            yield return question;
        }

        if (effects.Count > MostEffects) CutToBound();
    }

    /// <summary>Ends it with what was found so far.</summary>
    public void CutShort(Why why) => cutShort = why;

    private void CutToBound()
    {
        effects.Count = MostEffects;
        cutShort = Why.TooMuch($"{MostEffects} changes");
    }

    private IEnumerable<PlanQuestion> Walk(CompiledFlow flow, PlanFrame frame)
    {
        foreach (var step in InOrder(flow))
        {
            var arrival = Arrival.At(step, frame);
            if (!arrival.Reached)
            {
                frame.Steps[step.Definition.Id] = new PlannedStep(step.Definition.Id, false) { OnlyIfFails = arrival.OnlyIfFails, ChangedBy = arrival.ChangedBy };
                if (arrival.OnlyIfFails is { } failing && Changes(step)) unknown.Add(new(frame.PathOf(step.Definition.Id), Why.IfFails(failing)));
                continue;
            }

            foreach (var question in Reach(step, frame, arrival)) yield return question;
            if (cutShort is not null) yield break;
        }
    }

    private IEnumerable<PlanQuestion> Reach(CompiledStep step, PlanFrame frame, Arrival arrival)
    {
        var path = frame.PathOf(step.Definition.Id);
        var input = PlanInput.Of(step, frame);
        var reached = new PlannedStep(step.Definition.Id, true)
        {
            Outcomes = [Outcomes.Done], Doubt = arrival.Doubt ?? input.Doubt, ChangedBy = arrival.ChangedBy,
        };
        if (input.Error is { } error) return Settle(frame, Failing(path, reached, error));
        if (step.Definition.Approval is { } gate) notes.Add(new(path, Why.Approval(string.Join(", ", gate.By))));
        if (step.IsFlow) return ReachFlow(step, frame, path, input, reached);
        if (step.Traits is null)
            return Settle(frame, Failing(path, reached, new RunError("activity.unknown", $"There is no activity '{step.Definition.Activity}' in this server.")));
        return step.Traits is { Effect: Effect.Read, OverTargets: false }
            ? Read(step, frame, path, input, reached)
            : Act(step, frame, path, input, reached);
    }

    private IEnumerable<PlanQuestion> Read(CompiledStep step, PlanFrame frame, string path, PlanInput input, PlannedStep reached)
    {
        var why = input.Missing.IsEmpty ? null : input.Missing[0].Value;
        if (why is null && SecretMark.IsIn(input.Known.GetRawText())) why = Why.Secret(step.Definition.Id);
        if (why is not null)
        {
            frame.Steps[reached.Id] = Open(step, reached, why);
            unknown.Add(new(path, why));
            yield break;
        }

        var question = new PlanQuestion.Read(path, step, input.Known);
        yield return question;
        var answer = question.Answer!;
        // It was asked before what the steps before it change.
        var doubt = reached.Doubt ?? (reached.ChangedBy is { } by ? Why.AfterChange(by) : null);
        frame.Steps[reached.Id] = answer.Error is { } error
            ? Failing(path, reached, error)
            : reached with { Outcomes = [answer.Outcome], Output = answer.Output, Doubt = doubt };
    }

    private IEnumerable<PlanQuestion> Act(CompiledStep step, PlanFrame frame, string path, PlanInput input, PlannedStep reached)
    {
        if (step.Traits!.OverTargets && !input.Missing.IsEmpty)
        {
            frame.Steps[reached.Id] = Open(step, reached, input.Missing[0].Value) with { ChangedBy = reached.ChangedBy ?? reached.Id };
            unknown.Add(new(path, input.Missing[0].Value));
            yield break;
        }

        var question = new PlanQuestion.Act(path, step, UnitRules.Strip(input.Known), [.. input.Missing.Select(missing => missing.Key)]);
        yield return question;
        var answer = question.Answer!;
        blocks.AddRange(answer.Blocks);
        frame.Steps[reached.Id] = answer.Error is { } error
            ? Failing(path, reached, error)
            : Acted(step, frame, path, reached with { Doubt = reached.Doubt ?? (input.Missing.IsEmpty ? null : input.Missing[0].Value) }, answer);
    }

    private PlannedStep Acted(CompiledStep step, PlanFrame frame, string path, PlannedStep reached, ActAnswer answer)
    {
        var before = effects.Count;
        foreach (var change in answer.Changes)
            Add(step, path, change.Target, change.Change, reached.Doubt ?? (change.MeasuredFirst ? Why.MeasuredFirst(reached.Id) : null));
        foreach (var target in answer.AsWanted.Where(target => changedBy.ContainsKey(target.Id)))
            Add(step, path, target, new PlannedChange($"{target.Name}: as the step '{changedBy[target.Id]}' leaves it, by '{step.Definition.Name ?? step.Definition.Id}'", "", ""), reached.Doubt);
        for (var i = before; i < effects.Count; i++)
            if (effects[i].Target is { } target) changedBy.TryAdd(target.Id, reached.Id);
        if (answer.Selection is { } selection && step.Traits!.Effect != Effect.Read)
        {
            if (LimitRules.OverLimits(frame.Run.Workflow.Definition.Policy.Limits, frame.Run.Touched, selection) is { } over)
                blocks.Add(new(over.Code, over.Message, path));
            frame.Run.Touched.UnionWith(selection.Targets.Select(target => target.Id));
        }

        return Ending(step, reached, answer, changed: effects.Count > before);
    }

    /// <summary>How the step will end, where it can be told: one that has nothing to do gives empty lists.</summary>
    private static PlannedStep Ending(CompiledStep step, PlannedStep reached, ActAnswer answer, bool changed)
    {
        var outcome = answer.Outcome ?? (answer.Selection is { Targets.Count: 0 } none ? none.EmptyOutcome : step.Traits!.Outcomes is [var only] ? only : null);
        var ended = reached with
        {
            Outcomes = outcome is { } known ? [known] : step.Traits!.Outcomes,
            OutcomeDoubt = outcome is null ? Why.Outcome(reached.Id) : null,
            ChangedBy = changed ? reached.ChangedBy ?? reached.Id : reached.ChangedBy,
        };
        if (changed || answer.Selection is null || !answer.Blocks.IsEmpty) return ended with { OutputUnknown = Why.Output(reached.Id) };
        var output = ActivityJson.Write(new TargetsOutput(
            [], [], [.. answer.AsWanted.Select(t => new TargetReport(t.Id, t.Name, "Already as wanted; nothing was done."))], answer.Selection.Considered));
        var all = output.EnumerateObject().ToDictionary(property => property.Name, property => property.Value);
        foreach (var list in step.Traits!.Gathers) all[list] = ActivityJson.Write(Array.Empty<int>());
        return ended with { Output = JsonSerializer.SerializeToElement(all) };
    }

    private void Add(CompiledStep step, string path, Target? target, PlannedChange change, Why? doubt)
    {
        var earlier = target is null ? null : changedBy.GetValueOrDefault(target.Id);
        effects.Add(new(path, step.Definition.Activity, target, step.Traits!.Effect, change, doubt ?? (earlier is null ? null : Why.AfterChange(earlier))));
    }

    /// <summary>A step of which neither the exit nor the output is known.</summary>
    private static PlannedStep Open(CompiledStep step, PlannedStep reached, Why why) => reached with
    {
        Outcomes = step.Traits?.Outcomes is { IsEmpty: false } outcomes ? outcomes : [Outcomes.Done],
        OutcomeDoubt = why,
        OutputUnknown = why,
    };

    private PlannedStep Failing(string path, PlannedStep reached, RunError error)
    {
        blocks.Add(new(error.Code, error.Message, path));
        return reached with { Outcomes = [Outcomes.Failed] };
    }

    private static IEnumerable<PlanQuestion> Settle(PlanFrame frame, PlannedStep step)
    {
        frame.Steps[step.Id] = step;
        return [];
    }

    /// <summary>Whether the step, or one inside it, changes anything.</summary>
    private static bool Changes(CompiledStep step) =>
        step.Traits is { Effect: not Effect.Read } || step.Definition.Activity == "flow.run-workflow" || (step.Body?.Steps.Any(Changes) ?? false);

    /// <summary>Each step after those that lead to it.</summary>
    private static IEnumerable<CompiledStep> InOrder(CompiledFlow flow)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var left = flow.Steps.ToList();
        while (left.Count > 0)
        {
            var ready = left.Where(step => step.Inbound.All(t => done.Contains(t.From))).ToList();
            if (ready.Count == 0) yield break;
            foreach (var step in ready)
            {
                yield return step;
                done.Add(step.Definition.Id);
            }

            left.RemoveAll(ready.Contains);
        }
    }
}
