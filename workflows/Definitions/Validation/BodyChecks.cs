using System.Text.RegularExpressions;
using Runbooks.Activities.Catalogue;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>Checks the steps of a body and of the bodies inside it.</summary>
internal sealed partial class BodyChecks(
    ActivityCatalogue catalogue, WorkflowDefinition definition, ExpressionChecks expressions, ConnectionChecks connections, ProblemList problems)
{
    /// <param name="path">JSON Pointer of what the body belongs to.</param>
    /// <param name="container">The step path of what the body belongs to; null for the workflow.</param>
    /// <param name="outer">What is seen where the body begins.</param>
    /// <returns>What is seen where the body has ended.</returns>
    public Sight Check(FlowBody body, string path, string? container, Sight outer)
    {
        var graph = new FlowGraph(body);
        new GraphChecks(body, graph, path, container, catalogue, problems).Check();
        var known = body.Steps.DistinctBy(step => step.Id).ToDictionary(step => step.Id, step => catalogue.Describe(step.Activity)?.OutputSchema);
        var inside = body.Steps.Where(step => step.Body is not null)
            .SelectMany(step => step.Body!.Steps.Select(inner => KeyValuePair.Create(inner.Id, $"is inside '{step.Id}'; read what steps['{step.Id}'] gives")));
        var around = outer.Without(inside.Where(inner => !known.ContainsKey(inner.Key) && !outer.Steps.ContainsKey(inner.Key)));
        foreach (var step in body.Steps)
        {
            var before = graph.Before(step.Id);
            var sight = around
                .Without(known.Keys.Where(id => !before.Contains(id)).Select(id => KeyValuePair.Create(id, Why(id, step.Id))))
                .With(known.Where(one => before.Contains(one.Key) && one.Key != step.Id));
            CheckStep(step, JsonPointer.Append($"{path}/steps", step.Id), container is null ? step.Id : $"{container}/{step.Id}", graph, sight);
        }

        return around.With(known);
    }

    private static string Why(string id, string reader) => id == reader ? "is this step itself" : "is not before this step: no transition leads from it to here";

    private void CheckStep(StepDefinition step, string path, string at, FlowGraph graph, Sight sight)
    {
        if (!StepId().IsMatch(step.Id))
            problems.Error(path, $"The step's id '{step.Id}' has to begin with a small letter and hold only letters, digits and hyphens; at most 64 characters.", at);
        if (step.Join is JoinMode.Any && graph.Inbound(step.Id) < 2)
            problems.Warning($"{path}/join", "'join: any' does nothing where fewer than two transitions lead to the step.", at);
        var after = step.Body is { } body ? Check(body, path, at, Inside(step, sight)) : sight;
        if (step.Activity.Length is 0) return;
        if (catalogue.Describe(step.Activity) is not { } described)
        {
            problems.Error($"{path}/activity", $"There is no activity '{step.Activity}'{Suggestion.For(step.Activity, catalogue.Names)}", at);
            expressions.CheckValue(step.With, $"{path}/with", sight, at);
            return;
        }

        StepChecks.Check(step, described, path, at, problems);
        ConsentChecks.Check(step, described, path, at, problems);
        connections.Check(step, described, path, at);
        new WithChecks(definition, expressions, problems).Check(step, described, path, at, sight, after);
    }

    private static Sight Inside(StepDefinition container, Sight sight) => container.Activity switch
    {
        "flow.for-each" => sight with { Item = true, Index = true },
        "flow.repeat" => sight with { Item = false, Index = true },
        _ => sight,
    };

    [GeneratedRegex(@"^[a-z][A-Za-z0-9-]{0,63}\z")]
    private static partial Regex StepId();
}
