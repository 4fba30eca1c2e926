using Runbooks.Activities.Selectors;

namespace Runbooks.Activities.Fleet;

/// <summary>Finds the objects of the fleet that a bound selector matches, in order of name.</summary>
internal static class FleetSearch
{
    /// <summary>A run holds at most this many items.</summary>
    public const int Most = 10_000;

    /// <param name="where">A bound selector; null matches everything.</param>
    /// <exception cref="ActivityFailure"><c>selector.invalid</c>, or <c>find.too-many</c> where more than <see cref="Most"/> match and
    /// no limit is set.</exception>
    public static Findings<T> Find<T>(IReadOnlyCollection<T> all, string? where, string? connection, int? limit, IMetricHistory metrics)
        where T : FleetObject
    {
        var selector = where is null ? null : Parse(where, typeof(T) == typeof(FleetHost) ? TargetKind.Host : TargetKind.Vm);
        var matched = new List<T>();
        var unknown = 0;
        foreach (var candidate in all)
        {
            if (connection is not null && candidate.Connection != connection) continue;
            var answer = selector?.Evaluate(candidate, metrics) ?? new SelectorAnswer(Matches: true, Unknown: false);
            if (answer.Matches) matched.Add(candidate);
            else if (answer.Unknown) unknown++;
        }

        var objects = InOrder(matched);
        if (limit is null && objects.Count > Most) throw TooMany(objects.Count);
        return new Findings<T>([.. objects.Take(limit ?? Most)], selector?.Text, objects.Count, unknown);
    }

    /// <exception cref="ActivityFailure">Not a selector, or an input in it was not bound (<c>selector.invalid</c>).</exception>
    public static Selector Parse(string where, TargetKind kind)
    {
        try
        {
            var selector = Selector.Parse(where, kind);
            if (selector.Inputs.Count == 0) return selector;
            throw Invalid(where, $"inputs.{selector.Inputs.First()} has no value here");
        }
        catch (SelectorException error)
        {
            throw Invalid(where, $"{error.Message} (at character {error.Position + 1})");
        }
    }

    // Two connections may show one object: it is found once, through the connection that is up.
    private static List<T> InOrder<T>(List<T> objects)
        where T : FleetObject =>
        [.. objects.OrderBy(o => o.Stale).DistinctBy(o => o.Id).OrderBy(o => o.Name, StringComparer.Ordinal).ThenBy(o => o.Id, StringComparer.Ordinal)];

    private static ActivityFailure TooMany(int count) => new(
        "find.too-many",
        $"{count} objects match, and a run holds at most {Most}. Nothing was changed. Next: narrow the condition, or set a limit.");

    private static ActivityFailure Invalid(string where, string why) => new(
        "selector.invalid",
        $"The condition cannot be evaluated: {why}. Nothing was changed. Next: correct `{where}`.");
}

/// <param name="Where">The canonical text of the selector, for a later check.</param>
/// <param name="Matched">How many matched before the limit.</param>
/// <param name="Unknown">How many did not match but might with more samples.</param>
internal sealed record Findings<T>(IReadOnlyList<T> Objects, string? Where, int Matched, int Unknown)
{
    /// <param name="noun">In the singular: <c>VM</c>.</param>
    public string Message(string noun)
    {
        var matched = Matched == 1 ? $"1 {noun} matches." : $"{Matched} {noun}s match.";
        var taken = Objects.Count < Matched ? $" The first {Objects.Count} were taken." : "";
        var unknown = Unknown == 0 ? "" : $" {Unknown} {(Unknown == 1 ? "is" : "are")} unknown: too few samples.";
        return matched + taken + unknown;
    }
}
