namespace Runbooks.Workflows.Definitions.Text;

/// <summary>A value of a document and where it stands.</summary>
internal abstract record SourceNode(Position At)
{
    public sealed record Mapping(Position At, IReadOnlyList<Member> Members) : SourceNode(At);

    public sealed record Sequence(Position At, IReadOnlyList<SourceNode> Elements) : SourceNode(At);

    /// <param name="Json">The scalar as JSON text.</param>
    public sealed record Scalar(Position At, string Json) : SourceNode(At);
}

internal sealed record Member(string Name, Position At, SourceNode Value);

/// <summary>The text is not a document, or one beyond the bounds.</summary>
internal sealed class SourceException(string message, Position at) : Exception(message)
{
    public Position At { get; } = at;
}

/// <summary>How large a document may be. Far above any workflow that people write, far below what hurts.</summary>
internal static class SourceBounds
{
    public const int LongestText = 1 << 20;
    public const int Deepest = 40;

    /// <summary>Values in all, each use of a YAML alias counted in full.</summary>
    public const int MostValues = 50_000;

    public static SourceException TooDeep(Position at) => new($"The document is nested more than {Deepest} deep.", at);
}
