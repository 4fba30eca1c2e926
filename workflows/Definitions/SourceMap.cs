using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions;

/// <summary>Where each value of a document stands in its text, by JSON Pointer.</summary>
internal sealed class SourceMap(IReadOnlyDictionary<string, Position> positions)
{
    public static readonly SourceMap Empty = new(new Dictionary<string, Position>());

    public Position? Find(string pointer)
    {
        for (var at = pointer; at is not null; at = JsonPointer.Parent(at))
            if (positions.TryGetValue(at, out var position)) return position;
        return null;
    }

    public Problem Place(Problem problem) =>
        Find(problem.Path) is { } position ? problem with { Line = position.Line, Column = position.Column } : problem;
}
