using System.Text.Json;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions;

/// <summary>The inputs that a trigger starts its workflow with: values whose texts may carry <c>${ … }</c> over what made it fire.</summary>
public static class TriggerInputs
{
    /// <summary>Finds what is wrong before it ever fires.</summary>
    /// <param name="definition">The workflow; null where it is not known, so that only the expressions are checked.</param>
    /// <param name="names">What the expressions may read besides <c>now</c>.</param>
    /// <returns>Problems whose paths are into the inputs.</returns>
    public static IReadOnlyList<Problem> Check(WorkflowDefinition? definition, JsonElement inputs, IReadOnlyCollection<string> names)
    {
        if (inputs.ValueKind is not JsonValueKind.Object)
            return [Error("", $"The inputs have to be an object, not {ObjectReader.Kind(inputs)}.")];
        List<Problem> problems = [];
        CheckExpressions(inputs, "", names, problems);
        if (definition is null) return problems;
        var given = inputs.EnumerateObject().Where(input => input.Value.ValueKind is not JsonValueKind.Null).ToList();
        foreach (var input in given) problems.AddRange(InputValidation.CheckKnown(definition, input));
        foreach (var known in definition.Inputs)
        {
            if (given.Exists(input => input.Name == known.Name))
                problems.AddRange(InputValidation.CheckValue(known, inputs.GetProperty(known.Name), allowExpressions: true));
            else if (known is { Required: true, Default: null })
                problems.Add(Error(JsonPointer.Append("", known.Name), $"The input '{known.Name}' is missing."));
        }

        return problems;
    }

    /// <exception cref="ExpressionException">An expression fails; its path is into the inputs.</exception>
    public static JsonElement Evaluate(JsonElement inputs, IReadOnlyDictionary<string, JsonElement> names, DateTimeOffset now) =>
        Template.Evaluate(inputs, ExpressionScope.OfTrigger(names, now));

    private static void CheckExpressions(JsonElement value, string path, IReadOnlyCollection<string> names, List<Problem> problems)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject()) CheckExpressions(member.Value, JsonPointer.Append(path, member.Name), names, problems);
                break;
            case JsonValueKind.Array:
                foreach (var (index, element) in value.EnumerateArray().Index()) CheckExpressions(element, JsonPointer.Append(path, index), names, problems);
                break;
            case JsonValueKind.String:
                CheckText(value, path, names, problems);
                break;
        }
    }

    private static void CheckText(JsonElement text, string path, IReadOnlyCollection<string> names, List<Problem> problems)
    {
        try
        {
            foreach (var name in Template.ReferencesOf(text).SelectMany(reads => reads.Names).Where(IsOfAScope).Distinct())
                if (name is not "now" && !names.Contains(name))
                    problems.Add(Error(path, $"'{name}' is not there in the inputs of this trigger; there are {string.Join(", ", names.Append("now").Order(StringComparer.Ordinal))}."));
        }
        catch (ExpressionException error)
        {
            problems.Add(Error(path, error.Message));
        }
    }

    private static bool IsOfAScope(string name) => ScopeNames.Ours.Contains(name) || ScopeNames.OfTriggers.Contains(name);

    private static Problem Error(string path, string message) => new(path, Severity.Error, message);
}
