using System.Text.Json;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Definitions.Schemas;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions;

/// <summary>The inputs that a run is started with: checked, and the defaults filled in.</summary>
public static class InputValidation
{
    /// <param name="Values">The values that fit, and the defaults; incomplete where there are problems.</param>
    /// <param name="Problems">Paths are into the object of inputs: <c>/cpuBelow</c>.</param>
    public sealed record Answer(JsonElement Values, IReadOnlyList<Problem> Problems);

    /// <param name="inputs">An object; undefined or null counts as empty. A value of null counts as not given.</param>
    public static Answer Check(WorkflowDefinition definition, JsonElement inputs)
    {
        List<Problem> problems = [];
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (inputs.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined))
        {
            problems.Add(Error("", $"The inputs have to be an object, not {ObjectReader.Kind(inputs)}."));
            return new Answer(JsonSerializer.SerializeToElement(values), problems);
        }

        foreach (var given in Given(inputs)) problems.AddRange(CheckKnown(definition, given));
        var byName = Given(inputs).GroupBy(given => given.Name, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Last().Value);
        foreach (var input in definition.Inputs)
        {
            var misfits = byName.TryGetValue(input.Name, out var given) ? CheckValue(input, given).ToList() : [];
            problems.AddRange(misfits);
            if (misfits.Count > 0) continue;
            if ((byName.TryGetValue(input.Name, out var value) ? value : input.Default) is { } known) values[input.Name] = known;
            else if (input.Required) problems.Add(Error(JsonPointer.Append("", input.Name), $"The input '{input.Name}' is missing."));
        }

        return new Answer(JsonSerializer.SerializeToElement(values), problems);
    }

    internal static IEnumerable<Problem> CheckValue(InputDefinition input, JsonElement value, bool allowExpressions = false)
    {
        List<Problem> problems = [];
        var start = JsonPointer.Append("", input.Name);
        try
        {
            new SchemaCheck(input.Schema, allowExpressions, Say, TextFormats.Check).Check(value, start);
        }
        catch (InvalidOperationException)
        {
            // JSON can write half a character (\ud800), which no text can hold.
            Say(start, "holds a text that is not valid Unicode");
        }

        return problems;

        void Say(string path, string message) => problems.Add(Error(path, $"'{path[1..].Replace('/', '.')}' {message}."));
    }

    private static IEnumerable<JsonProperty> Given(JsonElement inputs) =>
        inputs.ValueKind is JsonValueKind.Object ? inputs.EnumerateObject().Where(given => given.Value.ValueKind is not JsonValueKind.Null) : [];

    internal static IEnumerable<Problem> CheckKnown(WorkflowDefinition definition, JsonProperty given)
    {
        var known = definition.Inputs.Select(input => input.Name).ToList();
        if (!known.Contains(given.Name, StringComparer.Ordinal))
            yield return Error(JsonPointer.Append("", given.Name), $"The workflow has no input '{given.Name}'{Suggestion.For(given.Name, known)}");
    }

    private static Problem Error(string path, string message) => new(path, Severity.Error, message);
}
