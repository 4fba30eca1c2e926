using System.Buffers;
using System.Text.Json;
using Runbooks.Activities.Selectors;

namespace Runbooks.Activities.Fleet;

/// <summary>Turns a step's <c>targets</c> input into targets: a list of objects with an <c>id</c> (as find steps give them, with the
/// <c>where</c> that chose them), ids, or names where unique; or one selector as text.</summary>
public static class TargetResolver
{
    private static readonly SearchValues<char> SignsOfSelector = SearchValues.Create("=<>!&|('\"");

    /// <exception cref="ActivityFailure"><c>target.unknown</c>, <c>target.ambiguous</c>, <c>selector.invalid</c> or <c>input.invalid</c>.</exception>
    public static Task<TargetSelection> ResolveAsync(TargetsInput input, TargetKind kind, IFleet fleet)
    {
        var candidates = new TargetCandidates(kind, fleet, input.Connection);
        return Task.FromResult(input.Targets.ValueKind switch
        {
            JsonValueKind.String => FromText(input.Targets.GetString()!, candidates),
            JsonValueKind.Array => candidates.Selection(input.Targets.EnumerateArray().Select(item => FromItem(item, candidates))),
            JsonValueKind.Object => candidates.Selection([FromItem(input.Targets, candidates)]),
            _ => throw Misshapen(input.Targets),
        });
    }

    private static Target? FromItem(JsonElement item, TargetCandidates candidates) => item.ValueKind switch
    {
        JsonValueKind.String => candidates.Named(item.GetString()!),
        JsonValueKind.Object when TextOf(item, "id") is { } id => candidates.Identified(id, TextOf(item, "name"), TextOf(item, "where")),
        _ => throw Misshapen(item),
    };

    /// <summary>A selector goes before a name, so that nobody can catch the targets of a step by naming a VM like its selector.</summary>
    private static TargetSelection FromText(string text, TargetCandidates candidates)
    {
        Selector selector;
        try
        {
            selector = Selector.Parse(text, candidates.Kind);
        }
        catch (SelectorException error)
        {
            return candidates.TryNamed(text) is { } named ? candidates.Selection([named]) : throw NotUnderstood(text, error, candidates);
        }

        return selector.Inputs.Count == 0
            ? candidates.Chosen(selector)
            : throw new ActivityFailure(
                "selector.invalid",
                $"The selector '{text}' uses inputs ({string.Join(", ", selector.Inputs.Order(StringComparer.Ordinal))}) that have no value here; nothing was "
                + "chosen. Give the selector to a find step, and its result to this one.");
    }

    private static ActivityFailure NotUnderstood(string text, SelectorException error, TargetCandidates candidates) =>
        text.AsSpan().IndexOfAny(SignsOfSelector) < 0
            ? candidates.Unknown(text)
            : new ActivityFailure(
                "selector.invalid",
                $"The targets '{text}' are not a selector: {error.Message} (at character {error.Position + 1}). Nothing was chosen.");

    private static string? TextOf(JsonElement item, string property) =>
        item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ActivityFailure Misshapen(JsonElement value) => new(
        "input.invalid",
        $"'targets' takes what a find step gave (objects with an id), ids, unique names, or a selector; {Shape(value)} is none of them.");

    private static string Shape(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "nothing",
        JsonValueKind.Object => "an object without an id",
        JsonValueKind.Array => "a list in a list",
        _ => value.GetRawText(),
    };
}
