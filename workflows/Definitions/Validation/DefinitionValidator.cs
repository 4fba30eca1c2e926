using System.Collections.Immutable;
using Runbooks.Activities.Catalogue;
using Runbooks.Activities.Platforms.Abilities;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>Finds what is wrong with a definition before it runs. Never throws for what the document holds.</summary>
/// <param name="connections">The connections that steps may run on now; null: that is not judged.</param>
public sealed class DefinitionValidator(ActivityCatalogue catalogue, Func<IReadOnlyList<KnownConnection>>? connections = null)
{
    /// <summary>All problems of form and of meaning, in the order of the text.</summary>
    public ImmutableArray<Problem> Validate(DefinitionReading reading)
    {
        if (reading.Draft is not { } definition) return reading.Problems;
        var problems = new ProblemList();
        problems.AddRange(reading.Problems);
        InputChecks.Check(definition, problems);
        CheckPolicy(definition.Policy, problems);
        CheckTree(definition, problems);
        DocumentChecks.Check(reading.Document!.Value, definition, problems);
        return problems.Placed(reading.Source);
    }

    private static void CheckPolicy(RunPolicy policy, ProblemList problems)
    {
        if (policy is { MaxConcurrent: null, WhenBusy: not WhenBusy.Queue })
            problems.Warning("/policy/concurrency/whenBusy", "'whenBusy' does nothing without 'max', the number of runs that may go at once.");
    }

    private void CheckTree(WorkflowDefinition definition, ProblemList problems)
    {
        var expressions = new ExpressionChecks(definition, Variables.Of(definition.Body), problems);
        var sight = new BodyChecks(catalogue, definition, expressions, new ConnectionChecks(connections?.Invoke() ?? [], problems), problems).Check(definition.Body, "", container: null, Sight.Outermost);
        foreach (var (name, value) in definition.Outputs)
        {
            var path = JsonPointer.Append("/outputs", name);
            expressions.CheckValue(value, path, sight, null);
            SecretLeaks.Check(value, path, null, "an output, where everybody who sees the run reads it", problems);
        }
    }
}
