using System.Text.Json;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.Rules;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Planning;

/// <content>Flow steps: those that the interpreter itself carries out.</content>
public sealed partial class PlanTraversal
{
    private IEnumerable<PlanQuestion> ReachFlow(CompiledStep step, PlanFrame frame, string path, PlanInput input, PlannedStep reached) =>
        step.Definition.Activity switch
        {
            "flow.if" => Settle(frame, Branch(step, frame, path, input, reached, "condition", known => FlowRules.Truthy(known, "condition") ? "true" : "false")),
            "flow.switch" => Settle(frame, Branch(step, frame, path, input, reached, "value", FlowRules.Case)),
            "flow.set-variable" => Settle(frame, SetVariable(frame, input, reached)),
            "flow.script" => Settle(frame, Script(step, frame, path, input, reached)),
            "flow.fail" => Settle(frame, End(frame, path, input, reached, fails: true)),
            "flow.stop" => Settle(frame, End(frame, path, input, reached, fails: false)),
            "flow.delay" or "flow.wait-for-signal" or "flow.approve" => Settle(frame, Wait(step, path, input, reached)),
            "flow.for-each" => Each(step, frame, path, input, reached),
            "flow.repeat" => Repeat(step, frame, path, input, reached),
            "flow.scope" => Scope(step, frame, path, input, reached),
            "flow.run-workflow" => Child(step, frame, path, input, reached),
            _ => Settle(frame, Failing(path, reached, new RunError("activity.unknown", $"This server knows no flow step '{step.Definition.Activity}'."))),
        };

    private PlannedStep Branch(
        CompiledStep step, PlanFrame frame, string path, PlanInput input, PlannedStep reached, string decides, Func<JsonElement, string> choose)
    {
        if ((input.WhyMissing(decides) ?? input.WhyMissing("cases")) is not { } why) return reached with { Outcomes = [choose(input.Known)] };
        if (LeadsToChange(step, frame)) unknown.Add(new(path, why));
        var all = step.Outbound.Select(t => t.Outcome).OfType<string>().Concat(step.Definition.Activity == "flow.if" ? ["true", "false"] : ["default"]);
        return reached with { Outcomes = [.. all.Where(outcome => !Outcomes.IsAdverse(outcome)).Distinct()], OutcomeDoubt = why };
    }

    private static PlannedStep SetVariable(PlanFrame frame, PlanInput input, PlannedStep reached)
    {
        var name = StepInput.Text(input.Known, "name") ?? reached.Id;
        var why = input.WhyMissing("value") ?? reached.Doubt;
        if (why is not null) frame.Run.UnknownVariables[name] = why;
        else frame.Run.UnknownVariables.Remove(name);
        if (why is null) frame.Run.Variables[name] = input.Known.TryGetProperty("value", out var value) ? value : JsonSerializer.SerializeToElement<object?>(null);
        return reached;
    }

    private PlannedStep Script(CompiledStep step, PlanFrame frame, string path, PlanInput input, PlannedStep reached)
    {
        if (input.WhyMissing("script") is { } why) return reached with { OutputUnknown = why };
        try
        {
            return reached with { Output = Template.RunScript(step.Definition.With.GetProperty("script").GetString() ?? "", frame.Scope()) };
        }
        catch (ExpressionException error)
        {
            return Failing(path, reached, new RunError("script.failed", error.Message));
        }
    }

    /// <summary>Nothing follows it.</summary>
    private PlannedStep End(PlanFrame frame, string path, PlanInput input, PlannedStep reached, bool fails)
    {
        var message = StepInput.Text(input.Known, "message") ?? $"The step '{path}' says so.";
        if (fails && reached.Doubt is null && frame.Around is null) blocks.Add(new("flow.fail", message, path));
        return reached with { Outcomes = [] };
    }

    private PlannedStep Wait(CompiledStep step, string path, PlanInput input, PlannedStep reached)
    {
        if (step.Definition.Activity != "flow.approve")
        {
            notes.Add(new(path, Why.Waits(step.Definition.Activity)));
            return step.Definition.Activity == "flow.delay" ? reached : reached with { Outcomes = ["received"], OutputUnknown = Why.Output(reached.Id) };
        }

        var by = input.Known.TryGetProperty("by", out var named) && named.ValueKind == JsonValueKind.Array ? string.Join(", ", named.EnumerateArray()) : "";
        notes.Add(new(path, Why.Approval(by)));
        return reached with { Outcomes = ["approved"], OutputUnknown = Why.Output(reached.Id) };
    }

    /// <summary>Whether a step that changes anything comes after this one: only then does it matter which way it goes.</summary>
    private static bool LeadsToChange(CompiledStep step, PlanFrame frame)
    {
        var flow = frame.Flow;
        var (seen, left) = (new HashSet<string>(StringComparer.Ordinal), new Stack<CompiledStep>([step]));
        while (left.TryPop(out var at))
        {
            foreach (var next in at.Outbound.Select(t => flow[t.To]).Where(next => seen.Add(next.Definition.Id)))
            {
                if (Changes(next)) return true;
                left.Push(next);
            }
        }

        return false;
    }
}
