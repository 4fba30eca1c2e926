using Runbooks.Activities.Catalogue;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>Checks the transitions of one body.</summary>
internal sealed class GraphChecks(FlowBody body, FlowGraph graph, string path, string? container, ActivityCatalogue catalogue, ProblemList problems)
{
    private readonly Dictionary<string, StepDefinition> _steps =
        body.Steps.DistinctBy(step => step.Id).ToDictionary(step => step.Id, StringComparer.Ordinal);

    public void Check()
    {
        for (var index = 0; index < body.Transitions.Length; index++)
            if (body.Transitions[index].From.Length > 0) CheckTransition(body.Transitions[index], JsonPointer.Append($"{path}/transitions", index));
        if (graph.Cycle() is { } cycle)
            problems.Error($"{path}/transitions", $"The steps go round in a circle: {string.Join(" -> ", cycle)}. To repeat steps, put them into a flow.repeat.", At(cycle[0]));
        CheckAlone();
        CheckDuplicates();
    }

    private void CheckTransition(Transition transition, string at)
    {
        var known = _steps.Keys;
        foreach (var end in new[] { transition.From, transition.To }.Distinct())
            if (!_steps.ContainsKey(end)) problems.Error(at, $"There is no step '{end}' here{Inside(end)}{Suggestion.For(end, known)}", Step(transition));
        if (_steps.TryGetValue(transition.From, out var from)) CheckOutcome(transition, from, at);
    }

    private string Inside(string id) =>
        body.Steps.FirstOrDefault(step => step.Body?.Steps.Any(inner => inner.Id == id) is true) is { } holder
            ? $"; it is inside '{holder.Id}', which nothing enters or leaves but by '{holder.Id}' itself"
            : "";

    /// <summary>Where the problem of a transition is shown: at the step that it leads away from, if there is one.</summary>
    private string? Step(Transition transition) => _steps.ContainsKey(transition.From) ? At(transition.From) : container;

    private string At(string id) => container is null ? id : $"{container}/{id}";

    private void CheckOutcome(Transition transition, StepDefinition from, string at)
    {
        if (catalogue.Describe(from.Activity) is not { } described) return;
        var outcomes = StepOutcomes.Of(from, described);
        if (outcomes.Names.Count is 0)
            problems.Error(at, $"Nothing can follow '{from.Id}': {from.Activity} ends the run.", Step(transition));
        else if (transition.Outcome is { } outcome && !outcomes.Open && !outcomes.Names.Contains(outcome))
            problems.Error(at, $"'{from.Id}' ({from.Activity}) has no outcome '{outcome}'; it has {string.Join(", ", outcomes.Names)}{Suggestion.For(outcome, outcomes.Names)}", Step(transition));
        else if (transition.Outcome is null && from.Activity is "flow.if" or "flow.switch")
            problems.Warning(at, $"This is taken whatever '{from.Id}' decides; write {from.Id}.{outcomes.Names[0]} -> {transition.To} for one of its ways.", Step(transition));
        else if (transition.Outcome is null && outcomes.Names.All(Outcomes.IsAdverse))
            problems.Warning(at, $"This is never taken: all outcomes of '{from.Id}' are adverse and have to be named.", Step(transition));
    }

    private void CheckAlone()
    {
        if (body.Steps.Length < 2) return;
        foreach (var step in body.Steps.Where(step => graph.IsAlone(step.Id)))
            problems.Warning(JsonPointer.Append($"{path}/steps", step.Id), $"No transition leads to or from '{step.Id}': it starts at once, beside the others.", At(step.Id));
    }

    private void CheckDuplicates()
    {
        var seen = new HashSet<Transition>();
        for (var index = 0; index < body.Transitions.Length; index++)
            if (body.Transitions[index].From.Length > 0 && !seen.Add(body.Transitions[index]))
                problems.Warning(JsonPointer.Append($"{path}/transitions", index), "This transition is here twice.", Step(body.Transitions[index]));
    }
}
