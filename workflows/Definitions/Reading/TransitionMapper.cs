using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Reading;

/// <summary>Reads transitions: <c>a -> b</c>, <c>a.outcome -> b</c>, or <c>{ from, outcome, to }</c>.</summary>
internal sealed partial class TransitionMapper(ProblemList problems)
{
    public ImmutableArray<Transition> Map(ObjectReader owner, string? step)
    {
        if (owner.Take("transitions") is not { } transitions) return [];
        var path = JsonPointer.Append(owner.Path, "transitions");
        if (transitions.ValueKind is not JsonValueKind.Array)
        {
            problems.Error(path, $"'transitions' has to be a list, not {ObjectReader.Kind(transitions)}.", step);
            return [];
        }

        // A broken one stays as a transition from nowhere, so that the places of the others in the list stay theirs.
        return [.. transitions.EnumerateArray().Select((value, index) => Map(value, JsonPointer.Append(path, index), step) ?? new Transition("", null, ""))];
    }

    /// <summary>The transition, where it is one.</summary>
    public static Transition? TryRead(JsonElement value) => value.ValueKind is JsonValueKind.String
        ? TryRead(value.GetString()!)
        : new TransitionMapper(new ProblemList()).Map(value, "", null);

    private static Transition? TryRead(string text) => Form().Match(text) is { Success: true } match
        ? new Transition(match.Groups["from"].Value, Outcome(match.Groups["outcome"]), match.Groups["to"].Value)
        : null;

    private Transition? Map(JsonElement value, string path, string? step)
    {
        if (value.ValueKind is JsonValueKind.String)
        {
            if (TryRead(value.GetString()!) is { } read) return read;
            problems.Error(path, "A transition is written 'step -> step' or 'step.outcome -> step'.", step);
            return null;
        }

        if (ObjectReader.Of(value, path, problems, "A transition", step) is not { } reader) return null;
        var (from, outcome, to) = (reader.Text("from"), reader.Text("outcome"), reader.Text("to"));
        reader.Finish();
        if (from is not null && to is not null) return new Transition(from, outcome, to);
        problems.Error(path, "A transition has to have 'from' and 'to'.", step);
        return null;
    }

    private static string? Outcome(Group outcome) => outcome.Success ? outcome.Value : null;

    [GeneratedRegex(@"^\s*(?<from>[^.\s>]+)(?:\.(?<outcome>\S(?:.{0,198}?\S)?))?\s*->\s*(?<to>[^.\s>]+)\s*\z")]
    private static partial Regex Form();
}
